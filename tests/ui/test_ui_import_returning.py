"""How the preview of a list tells of a household that had gone and is back."""

from communes import VILLAGES, CommuneOf
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.ui.import_rows import ListRows
from taking_in import list_of, preview, register_of


def test_the_preview_says_that_it_returns_and_what_changes(commune_of: CommuneOf) -> None:
    head, village = "Quách Thị Lan", VILLAGES[0]
    gone = {"head": head, "year": 2023, "status": HouseholdStatus.ENDED, "persons": 5}
    data = commune_of([{"head": "Trịnh Văn Hùng"}, gone])
    back = list_of([head, village, 4], heading=("Họ và tên chủ hộ", "Thôn", "Số nhân khẩu"))
    found = preview(data, back, Answers(chosen={"gone:S:2": "2"}))
    (line,) = ListRows(found, register_of(data)).lines()
    told = "trở lại, trong sổ đã ghi «Không còn hộ» năm 2023; nhân khẩu: 5 → 4"
    assert line.cells[3:6] == (head, village, told)
