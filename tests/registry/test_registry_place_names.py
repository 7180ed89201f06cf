"""Names are kept without the word for what the place is, however they are typed."""

from pathlib import Path

import pytest

from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.office import Office
from nsnt_desktop.registry.place_names import split_kind, with_kind
from nsnt_desktop.registry.places import load_office, set_office_field
from nsnt_desktop.storage.datafile import DataFile


def office(data: DataFile) -> Office:
    with data.reading() as session:
        return load_office(session)


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("name", "Xã Cẩm Tân", ("xã", "Cẩm Tân")),
        ("name", "PHƯỜNG Hạc Thành", ("phường", "Hạc Thành")),
        ("name", "Cẩm Tân", ("", "Cẩm Tân")),
        ("name", "Xã Đàn", ("xã", "Đàn")),
        ("district", "huyện  Cẩm Thủy", ("huyện", "Cẩm Thủy")),
        ("district", "thị xã Bỉm Sơn", ("", "thị xã Bỉm Sơn")),
        ("province", "Tỉnh Thanh Hóa", ("tỉnh", "Thanh Hóa")),
        ("signer", "Tỉnh Văn A", ("", "Tỉnh Văn A")),
    ],
)
def test_the_word_is_taken_off(field: str, typed: str, expected: tuple[str, str]) -> None:
    assert split_kind(field, typed) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Cẩm Thủy", "huyện Cẩm Thủy"), ("Thị xã Bỉm Sơn", "thị xã Bỉm Sơn"), ("", "huyện")],
)
def test_a_paper_names_the_place_with_its_own_word(name: str, expected: str) -> None:
    assert with_kind("huyện", name) == expected


def test_an_office_typed_with_the_words_is_addressed_once(tmp_path: Path) -> None:
    made = NewCommune("Xã Cẩm Tân", 2024, [], district="Huyện Cẩm Thủy", province="tỉnh Thanh Hóa")
    data = create_commune(tmp_path / "x.nsnt", made)
    assert office(data).commune == "Cẩm Tân"
    assert office(data).superior_full == "Ủy ban nhân dân huyện Cẩm Thủy"
    set_office_field(data, "district", "huyện Ngọc Lặc")
    assert (office(data).district, office(data).superior_full) == (
        "Ngọc Lặc",
        "Ủy ban nhân dân huyện Ngọc Lặc",
    )
    set_office_field(data, "district", "thị xã Bỉm Sơn")
    assert office(data).superior_full == "Ủy ban nhân dân thị xã Bỉm Sơn"
    data.close()
