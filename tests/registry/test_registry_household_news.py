"""Whether households came or went since an action."""

from communes import CommuneOf, year_id
from nsnt_desktop.registry.household_news import came_or_went
from nsnt_desktop.registry.households import add_household, set_household_field
from nsnt_desktop.registry.undo import latest_action, take_back
from nsnt_desktop.storage.datafile import DataFile


def news(data: DataFile, since: int) -> bool:
    with data.reading() as session:
        return came_or_went(session, since)


def newest(data: DataFile) -> int:
    with data.reading() as session:
        return latest_action(session)


def test_a_household_made_and_taken_back_is_news_and_an_edit_is_not(commune_of: CommuneOf) -> None:
    data = commune_of([{}, {}])
    start = newest(data)
    edited = set_household_field(data, 1, "head", "Lê Văn An")
    assert edited is not None
    take_back(data, edited)
    assert not news(data, start)
    added = add_household(data, year_id(data), 1, "Lê Thị Bình")
    assert news(data, start)
    assert not news(data, added.action_id)
    take_back(data, added.action_id)
    assert news(data, added.action_id)
