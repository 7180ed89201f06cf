"""The path of one household to its verdicts: it agrees with what the numbers open, and says why."""

from datetime import date

import pytest
from household_rows import close, put, reopen, rows
from hypothesis import given, settings
from sqlalchemy import select

from communes import CommuneOf, Row, year_id
from nsnt_desktop.indicators.definitions import LITRES_NAME, Part
from nsnt_desktop.indicators.household_path import Step, household_path
from nsnt_desktop.indicators.opening import open_number
from nsnt_desktop.models import Assumption, HouseholdRecord, SchemeRecord
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.registry.water_tests import add_test
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile


def path(data: DataFile) -> dict[str, Step]:
    with data.reading() as session:
        record_id = session.scalars(select(HouseholdRecord.id)).one()
        return {step.code: step for step in household_path(session, record_id)}


@given(rows)
@settings(max_examples=25)
def test_a_step_agrees_with_what_its_number_opens(commune_of: CommuneOf, rows: list[Row]) -> None:
    data = commune_of(rows)
    for closed in (False, True):
        if closed:
            close(data)
        with data.reading() as session:
            year = find_year(session, 2024)
            ids = session.scalars(select(HouseholdRecord.id).where(HouseholdRecord.year_id == year.id)).all()
            paths = {i: {step.code: step for step in household_path(session, i)} for i in ids}
            for code in next(iter(paths.values()), {}):
                found = {part: set(open_number(session, year, code, part)) for part in Part}
                for record_id, steps in paths.items():
                    step = steps[code]
                    assert (step.in_numerator is True) == (record_id in found[Part.NUMERATOR])
                    assert step.counted == (record_id in found[Part.DENOMINATOR])
                    if code != "5":
                        assert (step.in_numerator is False) == (record_id in found[Part.NOT_MET])
                    if record_id in found[Part.UNKNOWN]:
                        assert step.in_numerator is not False
                    assert step.why.endswith(".")
                    assert "None" not in step.why
    reopen(data)


def test_a_poor_household_with_clean_water_of_its_own_well(commune_of: CommuneOf) -> None:
    found = path(
        commune_of(
            [
                {
                    "poverty": Poverty.POOR,
                    "source": "dug_well",
                    "clean": True,
                    "hygienic": True,
                    "basis": Basis.SUPPLIER,
                    "persons": 4,
                    "litres_per_month": 9000,
                    "volume_estimated": True,
                }
            ]
        )
    )
    clean = "Đạt quy chuẩn, căn cứ: xác nhận của đơn vị cấp nước (chưa có kết quả xét nghiệm)."
    well = "Nguồn chính «giếng đào» không phải công trình tập trung."
    assert {code: (step.in_numerator, step.why) for code, step in found.items() if code not in "13"} == {
        "2": (True, clean),
        "2a": (False, f"{clean} {well}"),
        "2b": (True, f"{clean} {well}"),
        "4": (True, f"Hộ nghèo. {clean}"),
        "4a": (False, f"Hộ nghèo. {clean} {well}"),
        "4b": (True, f"Hộ nghèo. {clean} {well}"),
        "5": (True, "Nước sạch, đã ghi lượng nước và số khẩu, lượng nước ước tính."),
    }
    assert found["3"].why == f"Hộ nghèo. {found['1'].why}"
    assert found["1"].why.startswith("Hợp vệ sinh vì: nước sạch đạt quy chuẩn (giếng đào, còn")
    assert all(step.counted for step in found.values())


def test_the_test_of_its_scheme_is_told(commune_of: CommuneOf) -> None:
    data = commune_of([{"source": "central_tap", "clean": True, "hygienic": True, "poverty": Poverty.NONE}])
    add_scheme(data, year_id(data), "Trạm Bái Đa")
    put(data, select(HouseholdRecord), scheme_id=1)
    add_test(data, tested_on=date(2024, 3, 5), passed=True, scheme_id=1)
    found = path(data)
    assert found["2"].why == ("Đạt quy chuẩn vì: công trình «Trạm Bái Đa»: xét nghiệm ngày 05/03/2024 đạt.")
    assert found["2a"].why.endswith("là công trình tập trung.")
    assert found["3"] == Step(
        "3",
        "Tỷ lệ hộ nghèo sử dụng nước hợp vệ sinh",
        counted=False,
        in_numerator=None,
        why="Không tính: không nghèo, chỉ số này chỉ tính hộ nghèo.",
    )


NO_TEST = "(chưa có kết quả xét nghiệm)"
NO_SOURCE = (
    f"Đạt quy chuẩn nhưng chưa có căn cứ {NO_TEST}. Chưa ghi nguồn nước chính nên "
    "chưa rõ có từ công trình tập trung hay không"
)
FULL: Row = {"clean": True, "persons": 2, "litres_per_month": 0}
GONE: Row = {"clean": True, "status": HouseholdStatus.MOVED_AWAY}


@pytest.mark.parametrize(
    ("row", "code", "verdict", "why"),
    [
        ({}, "4b", None, "Không tính: chưa xác định hộ nghèo hay không."),
        ({}, "2", None, "Chưa xác định: chưa có kết quả xét nghiệm."),
        ({"clean": False}, "2a", False, f"Không đạt theo cán bộ ghi {NO_TEST}."),
        ({"clean": True}, "2a", None, f"{NO_SOURCE}."),
        ({"clean": True}, "2b", True, f"{NO_SOURCE}; tạm tính vào phần này."),
        (
            {"poverty": Poverty.NEAR_POOR},
            "3",
            None,
            "Không tính: hộ cận nghèo, chỉ số này chỉ tính hộ nghèo.",
        ),
        (GONE, "2", None, "Không tính: hộ đã chuyển đi."),
        ({"clean": False}, "5", None, f"Không có lượng nước sạch: không đạt theo cán bộ ghi {NO_TEST}."),
        ({"clean": True}, "5", None, "Nước sạch nhưng thiếu lượng nước m³/tháng và số khẩu."),
        ({**FULL, "persons": 0}, "5", None, "Nước sạch nhưng thiếu số khẩu."),
        (FULL, "5", True, "Nước sạch, đã ghi lượng nước và số khẩu."),
    ],
)
def test_each_reason(commune_of: CommuneOf, row: Row, code: str, verdict: bool | None, why: str) -> None:
    step = path(commune_of([row]))[code]
    assert (step.in_numerator, step.why) == (verdict, why)


def test_where_litres_are_divided_by_all_persons(commune_of: CommuneOf) -> None:
    data = commune_of([{"clean": True, "persons": 3}])
    put(data, select(Assumption).where(Assumption.key == "litres_all_persons"), value="có")
    step = path(data)["5"]
    assert (step.counted, step.in_numerator) == (True, None)
    assert step.why == "Nước sạch nhưng thiếu lượng nước m³/tháng. Số khẩu vẫn tính vào mẫu số."


def test_a_scheme_that_does_not_work_is_told(commune_of: CommuneOf) -> None:
    data = commune_of([{"source": "central_tap"}])
    add_scheme(data, year_id(data), "Trạm Bái Đa")
    put(data, select(HouseholdRecord), scheme_id=1)
    put(data, select(SchemeRecord), working=False)
    assert path(data)["1"].why == "Chưa xác định: công trình «Trạm Bái Đa», công trình không hoạt động."


def test_one_person_is_enough_for_litres(commune_of: CommuneOf) -> None:
    step = path(commune_of([{**FULL, "persons": 1}]))["5"]
    assert (step.in_numerator, step.why) == (True, "Nước sạch, đã ghi lượng nước và số khẩu.")


def test_only_the_households_own_part_is_counted_for_the_time_being(commune_of: CommuneOf) -> None:
    steps = path(commune_of([{"clean": True, "poverty": Poverty.POOR}]))
    for code in ("2a", "4a"):
        assert "tạm tính" not in steps[code].why
    for code in ("2b", "4b"):
        assert steps[code].why.endswith("; tạm tính vào phần này.")


def test_every_step_is_named(commune_of: CommuneOf) -> None:
    steps = path(commune_of([FULL]))
    assert all(step.name for step in steps.values())
    assert steps["5"].name == LITRES_NAME
