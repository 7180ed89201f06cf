import pytest

from nsnt_desktop.models import Household, search_text, words
from nsnt_desktop.models.words import LabelledEnum, Poverty
from nsnt_desktop.text import person_sort_key

WORDS = [w for w in vars(words).values() if isinstance(w, type) and issubclass(w, LabelledEnum)]


@pytest.mark.parametrize("word", [w for w in WORDS if w is not LabelledEnum])
def test_every_word_has_a_code_that_fits_its_column_and_a_label_of_its_own(word: type[LabelledEnum]) -> None:
    members = list(word)
    assert members
    assert len({m.label for m in members}) == len(members)
    for member in members:
        assert member.value.isascii()
        assert len(member.value) <= 20
        assert member.label.strip() == member.label != ""
        assert word.of(member.value) is member


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(StopIteration):
        Poverty.of("khong-co")


def test_a_household_keeps_its_keys_whichever_field_is_set() -> None:
    household = Household(code="H1", phone="0912", head="Trịnh Đức Khoẻ")
    assert household.search == search_text("Trịnh Đức Khoẻ", "H1", "0912") == "trinh duc khoe h1 0912"
    household.phone = "0987"
    assert household.search == "trinh duc khoe h1 0987"
    household.head = "Lê Ân"
    assert household.search == "le an h1 0987"
    assert household.sort_key == person_sort_key("Lê Ân")
