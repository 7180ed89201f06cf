from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.dry_season import DryPlace, DrySeason, Shortage
from nsnt_desktop.indicators.pollution import Pollution, RiskKind, RiskPlace, listed_kinds
from nsnt_desktop.indicators.warning_words import (
    dry_sentences,
    in_sentence,
    pollution_sentences,
    sentences_of_tests,
    unproven_sentences,
    warning_sentences,
)
from nsnt_desktop.indicators.water_validity import Standing, Validity, standing
from nsnt_desktop.indicators.water_warnings import WaterWarnings, expiring_tests, water_warnings
from nsnt_desktop.models import (
    Household,
    HouseholdRecord,
    MainSource,
    SchemeRecord,
    SurveyYear,
    Village,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import Basis, HouseholdStatus
from nsnt_desktop.registry.years import add_year, find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

DEADLINE = date(2024, 11, 15)
OTHER = VILLAGES[1]


def warned(data: DataFile, today: date = DEADLINE, year: int = 2024) -> WaterWarnings:
    with data.reading() as session:
        return water_warnings(session, find_year(session, year), today)


def heads(data: DataFile, records: Sequence[int]) -> list[str]:
    with data.reading() as session:
        query = select(Household.head).join(HouseholdRecord, HouseholdRecord.household_id == Household.id)
        return sorted(session.scalars(query.where(HouseholdRecord.id.in_(records))))


def add(data: DataFile, *rows: object) -> None:
    with change(data, "Thêm số liệu thử") as made:
        made.session.add_all(rows)


def also_last_year(data: DataFile, shortages: dict[str, bool | None], **columns: Any) -> None:
    """Give households a record of 2023 as well: by head, whether they were short of water."""
    with change(data, "Thêm năm trước") as made:
        years = {year.year: year.id for year in made.session.scalars(select(SurveyYear))}
        before = years.get(2023) or add_year(made.session, 2023).id
        for head, short in shortages.items():
            home = made.session.scalars(select(Household).where(Household.head == head)).one()
            now = made.session.scalars(
                select(HouseholdRecord).where(HouseholdRecord.household_id == home.id)
            ).first()
            assert now is not None
            told = {"village_id": now.village_id, "main_source_id": now.main_source_id, **columns}
            made.session.add(
                HouseholdRecord(
                    year_id=before,
                    household_id=home.id,
                    dry_season_shortage=short,
                    treatment="",
                    pollution_risk="",
                    note="",
                    **told,
                )
            )


DRY_ROWS: list[Row] = [
    {"head": "An", "source": "dug_well", "dry_season_shortage": True},
    {"head": "Bình", "source": "dug_well", "dry_season_shortage": False},
    {"head": "Cúc", "source": "rain", "dry_season_shortage": True, "village": OTHER},
    {"head": "Dần", "source": None, "dry_season_shortage": None, "village": OTHER},
    {"head": "Đi xa", "dry_season_shortage": True, "status": HouseholdStatus.MOVED_AWAY},
]


def test_who_is_short_of_water_is_told_by_source_and_village(commune_of: CommuneOf) -> None:
    data = commune_of(DRY_ROWS)
    dry = warned(data).dry
    assert heads(data, dry.whole.now.short) == ["An", "Cúc"]
    assert heads(data, dry.whole.now.unknown) == ["Dần"]
    assert (dry.whole.now.households, dry.whole.now.known, dry.whole.now.share) == (4, 3, Fraction(200, 3))
    assert [(p.label, p.now.households, len(p.now.short)) for p in dry.villages] == [
        (VILLAGES[0], 2, 1),
        (OTHER, 2, 1),
    ]
    sources = {p.label: (p.now.households, len(p.now.short)) for p in dry.sources}
    assert sources == {"Giếng đào": (2, 1), "Nước mưa (bể, lu)": (1, 1), "Chưa xác định nguồn": (1, 0)}
    assert [p.label for p in dry.sources][-1] == "Chưa xác định nguồn"
    assert (dry.last_year, dry.whole.before, dry.whole.twice) == (None, None, ())


def test_two_years_running_follows_the_household_wherever_it_lived(commune_of: CommuneOf) -> None:
    data = commune_of(
        [*DRY_ROWS, {"head": "Em", "dry_season_shortage": True}, {"head": "Gia", "dry_season_shortage": True}]
    )
    with data.reading() as session:
        elsewhere = session.scalars(select(Village.id).where(Village.name == OTHER)).one()
    also_last_year(data, {"An": True, "Bình": True, "Em": None}, village_id=elsewhere, main_source_id=None)
    also_last_year(data, {"Cúc": False})
    dry = warned(data).dry
    assert dry.last_year == 2023
    assert heads(data, dry.whole.twice) == ["An"]
    assert heads(data, dry.whole.once_unknown) == ["Em", "Gia"]  # not asked; no record
    assert dry.whole.before is not None
    assert (dry.whole.before.households, len(dry.whole.before.short)) == (4, 2)
    first, second = dry.villages
    assert (heads(data, first.twice), first.before) == (["An"], Shortage())
    assert second.before is not None
    assert len(second.before.short) == 2


def test_a_household_that_had_left_last_year_is_not_known_then(commune_of: CommuneOf) -> None:
    data = commune_of(DRY_ROWS[:1])
    also_last_year(data, {"An": True}, status=HouseholdStatus.MOVED_AWAY)
    dry = warned(data).dry
    assert (dry.whole.twice, len(dry.whole.once_unknown)) == ((), 1)


def test_a_year_further_back_is_not_last_year(commune_of: CommuneOf) -> None:
    data = commune_of([*DRY_ROWS, {"head": "Xưa", "year": 2022, "dry_season_shortage": True}])
    assert warned(data).dry.last_year is None


def test_a_former_commune_stands_beside_the_village_where_there_are_several(commune_of: CommuneOf) -> None:
    data = commune_of(DRY_ROWS)
    with change(data, "Xã cũ") as made:
        village = made.session.scalars(select(Village).where(Village.name == VILLAGES[0])).one()
        village.former_commune = "Cẩm Phú"
    assert [p.label for p in warned(data).dry.villages] == [f"{VILLAGES[0]} (Cẩm Phú)", OTHER]


def test_risks_are_parted_into_kinds_and_a_household_with_two_counts_once(commune_of: CommuneOf) -> None:
    data = commune_of(
        [
            {"head": "An", "pollution_risk": "Chuồng  trại; rác thải"},
            {"head": "Bình", "pollution_risk": "chuồng trại", "source": "dug_well"},
            {"head": "Cúc", "pollution_risk": "hóa chất, thuốc bảo vệ thực vật", "village": OTHER},
            {"head": "Dần", "pollution_risk": "gần lò mổ;gần lò mổ ;"},
            {"head": "Em", "pollution_risk": "Gần Lò Mổ"},
            {"head": "Gia", "pollution_risk": "gần mương"},
            {"head": "Hà", "pollution_risk": ";"},
            {"head": "Im"},
            {"head": "Đi xa", "pollution_risk": "rác thải", "status": HouseholdStatus.MOVED_AWAY},
        ]
    )
    found = warned(data).pollution
    assert [(kind.label, heads(data, kind.records), kind.listed) for kind in found.kinds] == [
        ("chuồng trại", ["An", "Bình"], True),
        ("rác thải", ["An"], True),
        ("hóa chất, thuốc bảo vệ thực vật", ["Cúc"], True),
        ("gần lò mổ", ["Dần", "Em"], False),
        (";", ["Hà"], False),
        ("gần mương", ["Gia"], False),
    ]
    assert (found.whole.households, len(found.whole.records)) == (8, 7)
    assert [(p.label, p.households, len(p.records)) for p in found.villages] == [
        (VILLAGES[0], 7, 6),
        (OTHER, 1, 1),
    ]
    assert [(p.label, len(p.records)) for p in found.sources] == [
        ("Giếng đào", 1),
        ("Chưa xác định nguồn", 6),
    ]
    assert {kind.label for kind in found.kinds if kind.listed} <= set(listed_kinds())


def taken(day: date, passed: bool | None = True, until: date | None = None, number: int = 1) -> WaterTest:
    return WaterTest(id=number, tested_on=day, passed=passed, valid_until=until)


NOVEMBER = date(2024, 11, 1)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([], Standing(Validity.MISSING)),
        ([taken(date(2024, 3, 1), None)], Standing(Validity.MISSING)),
        ([taken(date(2024, 3, 1), passed=False)], Standing(Validity.FAILED, date(2024, 3, 1))),
        (
            [taken(date(2023, 10, 31))],
            Standing(Validity.EXPIRED, date(2023, 10, 31), date(2024, 10, 31)),
        ),
        (
            [taken(date(2023, 11, 1))],  # its last day is the very day
            Standing(Validity.EXPIRING, date(2023, 11, 1), NOVEMBER, 0),
        ),
        (
            [taken(date(2024, 3, 1), until=date(2024, 11, 14))],
            Standing(Validity.EXPIRING, date(2024, 3, 1), date(2024, 11, 14), 13),
        ),
        (
            [taken(date(2024, 3, 1), until=DEADLINE)],
            Standing(Validity.VALID, date(2024, 3, 1), DEADLINE, 14),
        ),
        (  # one taken in between holds longer
            [taken(date(2023, 11, 5)), taken(date(2024, 11, 4), number=2)],
            Standing(Validity.VALID, date(2023, 11, 5), date(2024, 11, 5), 4),
        ),
        (  # one taken in between failed
            [taken(date(2024, 10, 5)), taken(date(2024, 11, 4), passed=False, number=2)],
            Standing(Validity.FAILED, date(2024, 11, 4)),
        ),
    ],
)
def test_how_tests_stand_on_the_first_of_november(tests: list[WaterTest], expected: Standing) -> None:
    assert standing(tests, NOVEMBER, DEADLINE, 12) == expected


def test_after_the_deadline_a_test_that_holds_is_valid() -> None:
    found = standing([taken(date(2024, 11, 18))], date(2024, 11, 20), DEADLINE, 12)
    assert found.validity is Validity.VALID


def schemes(data: DataFile, tests: dict[str, WaterTest | None], followed: bool = True) -> dict[str, int]:
    with change(data, "Thêm công trình") as made:
        year = find_year(made.session, 2024)
        ids = {}
        for name, test in tests.items():
            made.session.add(scheme := WaterScheme(name=name))
            made.session.flush()
            ids[name] = scheme.id
            if followed:
                made.session.add(SchemeRecord(year_id=year.id, scheme_id=scheme.id))
            if test is not None:
                test.scheme_id = scheme.id
                made.session.add(test)
        return ids


FOUR: dict[str, WaterTest | None] = {
    "Bơm": taken(date(2024, 3, 1), number=1),
    "Tự chảy": taken(date(2023, 11, 5), number=2),
    "Hồ treo": None,
    "Nhà máy": taken(date(2024, 3, 1), passed=False, number=3),
}


def fresh(tests: dict[str, WaterTest | None]) -> dict[str, WaterTest | None]:
    return {name: test and taken(test.tested_on, test.passed, number=test.id) for name, test in tests.items()}


def test_every_scheme_followed_says_how_its_tests_stand_what_presses_first(data: DataFile) -> None:
    schemes(data, fresh(FOUR))
    schemes(data, {"Xã bên": None}, followed=False)
    found = warned(data, NOVEMBER)
    assert [(s.name, s.standing.validity) for s in found.schemes] == [
        ("Nhà máy", Validity.FAILED),
        ("Hồ treo", Validity.MISSING),
        ("Tự chảy", Validity.EXPIRING),
        ("Bơm", Validity.VALID),
    ]
    assert (found.day, found.as_of, found.deadline) == (NOVEMBER, DEADLINE, DEADLINE)
    assert warned(data, date(2025, 3, 1)).day == DEADLINE  # never later than the figures hold


def test_a_closed_year_is_looked_at_on_the_day_of_its_closing(data: DataFile) -> None:
    with change(data, "Chốt") as made:
        find_year(made.session, 2024).closed_at = datetime(2024, 11, 10, 9, 0)  # noqa: DTZ001 - the PC's own
    assert warned(data, date(2024, 11, 14)).day == date(2024, 11, 10)


def test_own_tests_of_households(commune_of: CommuneOf) -> None:
    base = {"source": "dug_well", "clean": True, "basis": Basis.TEST}
    data = commune_of(
        [
            {"head": "An", **base},
            {"head": "Bình", **base, "clean": False},
            {"head": "Cúc", **base},
            {"head": "Dần", **base, "source": None},
            {"head": "Em", **base, "source": "central_tap"},  # the scheme's test is asked for
            {"head": "Gia", **base, "basis": Basis.OTHER},
            {"head": "Hà", "source": "dug_well"},  # its result is awaited, nothing rests on it
            {"head": "Im", **base},
            {"head": "Đi xa", **base, "status": HouseholdStatus.MOVED_AWAY},
        ]
    )
    with data.reading() as session:
        homes = dict(session.execute(select(Household.head, Household.id)).all())
    add(
        data,
        WaterTest(household_id=homes["An"], tested_on=date(2023, 11, 5), passed=True),
        WaterTest(household_id=homes["Bình"], tested_on=date(2024, 5, 5), passed=False),
        WaterTest(household_id=homes["Cúc"], tested_on=date(2023, 11, 3), passed=True),
        WaterTest(household_id=homes["Hà"], tested_on=date(2024, 5, 5), passed=None),
        WaterTest(household_id=homes["Im"], tested_on=date(2024, 5, 5), passed=None),
        WaterTest(household_id=homes["Đi xa"], tested_on=date(2024, 5, 5), passed=False),
    )
    found = warned(data, NOVEMBER).own
    assert [(o.validity, heads(data, o.records), heads(data, o.clean), o.first_end) for o in found] == [
        (Validity.FAILED, ["Bình"], [], None),
        (Validity.MISSING, ["Dần", "Im"], ["Dần", "Im"], None),
        (Validity.EXPIRING, ["An", "Cúc"], ["An", "Cúc"], date(2024, 11, 3)),
    ]
    with data.reading() as session:
        assert expiring_tests(session, find_year(session, 2024), NOVEMBER) == 2


def with_schemes(commune_of: CommuneOf) -> DataFile:
    data = commune_of(
        [
            *({"head": f"Bơm {n}", "source": "central_tap", "clean": True} for n in range(3)),
            *({"head": f"Tự {n}", "source": "central_tap", "clean": True} for n in range(2)),
            {"head": "Nhà máy", "source": "central_public", "clean": True, "basis": Basis.SUPPLIER},
            {"head": "Không sạch", "source": "central_tap", "clean": False},
            {"head": "Giếng", "source": "dug_well", "clean": True},
        ]
    )
    ids = schemes(data, fresh(FOUR))
    with change(data, "Nối công trình") as made:
        for record, head in made.session.execute(
            select(HouseholdRecord, Household.head).join(
                Household, Household.id == HouseholdRecord.household_id
            )
        ):
            names = {"Bơm": "Bơm", "Tự": "Tự chảy", "Nhà": "Nhà máy", "Không": "Hồ treo"}
            record.scheme_id = ids[names.get(head.split()[0], "Hồ treo")]
    return data


def test_clean_water_without_a_valid_test_and_the_indicators_without_it(commune_of: CommuneOf) -> None:
    data = with_schemes(commune_of)
    found = warned(data).unproven
    assert [(s.name, heads(data, s.records), s.why) for s in found.schemes] == [
        ("Tự chảy", ["Tự 0", "Tự 1"], "xét nghiệm ngày 05/11/2023 đã hết giá trị"),
        ("Nhà máy", ["Nhà máy"], "xét nghiệm ngày 01/03/2024 không đạt"),
    ]
    assert [(w.now.code, w.now.value, w.then.value) for w in found.schemes[0].without] == [
        ("2", Fraction(7, 8) * 100, Fraction(5, 8) * 100),
        ("2a", Fraction(6, 8) * 100, Fraction(4, 8) * 100),
    ]
    assert [w.then.numerator for w in found.without] == [4, 3]
    with data.reading() as session:
        year = find_year(session, 2024)
        figures = year_figures(session, year)
        assert water_warnings(session, year, DEADLINE, figures).unproven == found


def test_the_sentences_of_a_full_commune(commune_of: CommuneOf) -> None:
    said = warning_sentences(warned(with_schemes(commune_of), NOVEMBER), 1)
    assert said == (
        "Thiếu nước mùa khô: chưa đánh giá, cả 8 hộ chưa ghi mục này.",
        "Nguy cơ ô nhiễm nguồn nước: chưa ghi nhận hộ nào; 8 hộ để trống mục này.",
        (
            "Xét nghiệm của 4 công trình cấp nước tập trung: 1 không đạt (Nhà máy); 1 chưa có kết quả (Hồ "
            "treo); 1 hết giá trị trước hạn báo cáo (Tự chảy: đến ngày 05/11/2024); 1 còn giá trị đến hạn "
            "báo cáo (Bơm: đến ngày 01/03/2025)."
        ),
        "Xét nghiệm riêng của hộ: chưa có.",
        (
            "Tự chảy: đến ngày 15/11/2024 xét nghiệm ngày 05/11/2023 đã hết giá trị; 2 hộ đang được tính "
            "dùng nước sạch. Nếu không tính: chỉ số 2 còn 62,5\u00a0% (đang là 87,5\u00a0%), chỉ số 2a còn "
            "50,0\u00a0% (đang là 75,0\u00a0%)."
        ),
        (
            "Nhà máy: đến ngày 15/11/2024 xét nghiệm ngày 01/03/2024 không đạt; 1 hộ đang được tính dùng "
            "nước sạch. Nếu không tính: chỉ số 2 còn 75,0\u00a0% (đang là 87,5\u00a0%), chỉ số 2a còn "
            "62,5\u00a0% (đang là 75,0\u00a0%)."
        ),
        (
            "Cả 3 hộ nói trên: nếu không tính: chỉ số 2 còn 50,0\u00a0% (đang là 87,5\u00a0%), chỉ số 2a còn "
            "37,5\u00a0% (đang là 75,0\u00a0%)."
        ),
    )


def test_a_commune_without_anything_says_so(data: DataFile) -> None:
    assert warning_sentences(warned(data), 1) == (
        "Thiếu nước mùa khô: chưa đánh giá, chưa có hộ nào.",
        "Nguy cơ ô nhiễm nguồn nước: chưa đánh giá, chưa có hộ nào.",
        "Xét nghiệm của công trình cấp nước tập trung: không có công trình được theo dõi.",
        "Xét nghiệm riêng của hộ: chưa có.",
        (
            "Không có hộ nào được tính dùng nước sạch từ công trình không có kết quả xét nghiệm đạt còn giá "
            "trị đến ngày 15/11/2024."
        ),
    )


def shortage(short: int, unknown: int = 0, no: int = 0) -> Shortage:
    return Shortage(short + unknown + no, tuple(range(short)), tuple(range(100, 100 + unknown)))


@pytest.mark.parametrize(
    ("place", "last", "expected"),
    [
        (DryPlace(now=shortage(0, 0, 5)), None, ["không có hộ nào trong 5 hộ đã ghi."]),
        (
            DryPlace(now=shortage(0, 12, 5), before=shortage(0, 3)),
            2023,
            ["không có hộ nào trong 5 hộ đã ghi; còn 12 hộ chưa ghi; năm 2023 chưa đánh giá."],
        ),
        (
            DryPlace(now=shortage(2, 0, 2), before=shortage(1, 0, 3)),
            2023,
            [
                "ghi nhận 2 hộ, chiếm 50,0\u00a0% của 4 hộ đã ghi; năm 2023 ghi nhận 1 hộ, ",
                "chiếm 25,0\u00a0% của 4 hộ đã ghi.",
                "Thiếu nước hai năm liền: không có hộ nào.",
            ],
        ),
        (
            DryPlace(now=shortage(2), before=shortage(0, 0, 1), once_unknown=(1,)),
            2023,
            ["Thiếu nước hai năm liền: không có hộ nào; 1 hộ chưa rõ năm 2023."],
        ),
        (
            DryPlace(now=shortage(2), before=shortage(0, 0, 1), once_unknown=(0, 1)),
            2023,
            ["Thiếu nước hai năm liền: chưa đánh giá, cả 2 hộ chưa rõ năm 2023."],
        ),
        (
            DryPlace(now=shortage(2)),
            None,
            ["Thiếu nước hai năm liền: chưa đánh giá, chưa có số liệu năm 2023."],
        ),
    ],
)
def test_what_is_said_of_the_dry_season(place: DryPlace, last: int | None, expected: list[str]) -> None:
    villages = (replace(place, label="Bèo"),)
    said = " ".join(dry_sentences(DrySeason(place, villages, villages, last), 2024, 1))
    assert all(words in said for words in expected), said


def test_two_years_running_names_the_villages() -> None:
    place = DryPlace("Thôn Bèo", shortage(2), shortage(1, 0, 1), (0,))
    said = dry_sentences(DrySeason(place, (place,), (place,), 2023), 2024, 1)
    assert said[-1] == "Thiếu nước hai năm liền: 1 hộ, tại thôn Bèo (1 hộ)."


def test_kinds_of_risk_beyond_four_of_ones_own_are_added_up_without_counting_twice() -> None:
    own = tuple(RiskKind(f"Loại {n}", (1, 2), listed=False) for n in range(6))
    whole = RiskPlace("", 2, (1, 2))
    said = pollution_sentences(Pollution(whole, (RiskKind("rác thải", (1,), listed=True), *own), (whole,)))
    assert said[0] == "Nguy cơ ô nhiễm nguồn nước: ghi nhận 2/2 hộ."
    assert said[1].endswith("loại 3 (2 hộ), nội dung khác (2 hộ).")


def test_own_tests_are_said_with_the_first_day_one_ends(commune_of: CommuneOf) -> None:
    data = commune_of(
        [{"head": "An", "source": "dug_well", "clean": True, "basis": Basis.TEST}, {"head": "B"}]
    )
    with data.reading() as session:
        homes = dict(session.execute(select(Household.head, Household.id)).all())
    add(
        data,
        WaterTest(household_id=homes["An"], tested_on=date(2023, 11, 5), passed=True),
        WaterTest(household_id=homes["B"], tested_on=date(2024, 5, 5), passed=False),
    )
    assert sentences_of_tests(warned(data, NOVEMBER))[1] == (
        "Xét nghiệm riêng của hộ: 1 hộ không đạt; 1 hộ hết giá trị trước hạn báo cáo, sớm nhất ngày "
        "05/11/2024, trong đó 1 hộ đang tính nước sạch."
    )


def test_a_village_keeps_its_name_inside_a_sentence() -> None:
    assert (in_sentence("Thôn Bèo"), in_sentence("Bèo")) == ("thôn Bèo", "Bèo")


def test_one_scheme_alone_is_not_added_up(commune_of: CommuneOf) -> None:
    data = commune_of([{"source": "central_tap", "clean": True}])
    ids = schemes(data, {"Bơm": None})
    with change(data, "Nối công trình") as made:
        made.session.scalars(select(HouseholdRecord)).one().scheme_id = ids["Bơm"]
    unproven = warned(data).unproven
    assert unproven_sentences(unproven, DEADLINE, 1) == (
        (
            "Bơm: đến ngày 15/11/2024 chưa có kết quả xét nghiệm; 1 hộ đang được tính dùng nước sạch. Nếu "
            "không tính: chỉ số 2 còn 0,0\u00a0% (đang là 100,0\u00a0%), chỉ số 2a còn 0,0\u00a0% (đang là "
            "100,0\u00a0%)."
        ),
    )


def test_villages_and_sources_stand_in_the_offices_order(commune_of: CommuneOf) -> None:
    rows: list[Row] = [
        {"head": "An", "source": "dug_well", "dry_season_shortage": True, "pollution_risk": "rác"},
        {"head": "Bình", "source": "rain", "dry_season_shortage": True, "village": OTHER},
    ]
    data = commune_of(rows)
    assert [place.label for place in warned(data).dry.villages] == [*VILLAGES]
    with change(data, "Đổi thứ tự") as made:
        villages = {village.name: village for village in made.session.scalars(select(Village))}
        villages[OTHER].position, villages[VILLAGES[0]].position = 1, 2
        sources = {source.code: source for source in made.session.scalars(select(MainSource))}
        sources["rain"].position, sources["dug_well"].position = 1, 99
    dry = warned(data).dry
    assert [place.label for place in dry.villages] == [OTHER, VILLAGES[0]]
    assert [place.label for place in dry.sources] == [sources["rain"].label, sources["dug_well"].label]
    with change(data, "Cùng thứ tự") as made:
        for row in (*made.session.scalars(select(Village)), *made.session.scalars(select(MainSource))):
            row.position = 1
    dry = warned(data).dry
    assert [place.label for place in dry.villages] == [*VILLAGES]
    assert [place.label for place in dry.sources] == [sources["dug_well"].label, sources["rain"].label]


def test_one_former_commune_is_not_named_beside_every_village(commune_of: CommuneOf) -> None:
    data = commune_of(DRY_ROWS)
    with change(data, "Một xã cũ") as made:
        for village in made.session.scalars(select(Village)):
            village.former_commune = "Cẩm Long"
    assert [place.label for place in warned(data).dry.villages] == [*VILLAGES]


def test_the_spelling_of_most_households_is_the_one_told(commune_of: CommuneOf) -> None:
    data = commune_of(
        [
            {"pollution_risk": "Lò mổ"},
            {"pollution_risk": "lò mổ; rác"},
            {"pollution_risk": "lò mổ; nước thải"},
            {"pollution_risk": "Lò mổ; bụi"},
            {"pollution_risk": "lò mổ; bụi"},
        ]
    )
    labels = [kind.label for kind in warned(data).pollution.kinds if not kind.listed]
    assert "lò mổ" in labels
    assert "Lò mổ" not in labels


def test_the_sentences_name_sources_places_and_decimals(commune_of: CommuneOf) -> None:
    rows: list[Row] = [*DRY_ROWS, {"head": "Gia", "source": "rain", "dry_season_shortage": False}]
    data = commune_of([{**row, "pollution_risk": "rác" if n < 2 else ""} for n, row in enumerate(rows)])
    found = warned(data)
    said = warning_sentences(found, 0)
    assert "ghi nhận 2 hộ, chiếm 50\u00a0% của 4 hộ đã ghi; còn 1 hộ chưa ghi" in said[0]
    with data.reading() as session:
        labels = dict(session.execute(select(MainSource.code, MainSource.label)).all())
    for code in ("dug_well", "rain"):
        assert labels[code][1:] in said[1]
    assert said[3].endswith(f"chưa đánh giá, chưa có số liệu năm {found.year - 1}.")
    risk = pollution_sentences(found.pollution)
    assert risk[0].endswith("ghi nhận 2/5 hộ; 3 hộ để trống mục này.")
    assert risk[2] == "Nơi có nguy cơ: thôn Phác Lê (2 hộ)."
    everybody = Pollution(RiskPlace("", 1, (1,)), (RiskKind("rác", (1,), listed=True),), ())
    assert pollution_sentences(everybody)[0].endswith("ghi nhận 1/1 hộ.")


def test_two_decimals_are_kept_where_indicators_fall(commune_of: CommuneOf) -> None:
    said = warning_sentences(warned(with_schemes(commune_of), NOVEMBER), 2)
    assert "chỉ số 2 còn 62,50\u00a0% (đang là 87,50\u00a0%)" in " ".join(said)


def test_another_year_of_a_scheme_is_not_told_of_this_one(commune_of: CommuneOf) -> None:
    data = with_schemes(commune_of)
    before = warned(data, NOVEMBER)
    also_last_year(data, {"Bơm 0": None, "Tự 0": None, "Nhà máy": None}, clean=True)
    with change(data, "Năm trước") as made:
        last = find_year(made.session, 2023).id
        for scheme in made.session.scalars(select(WaterScheme)):
            made.session.add(SchemeRecord(year_id=last, scheme_id=scheme.id))
        for record in made.session.scalars(select(HouseholdRecord).where(HouseholdRecord.year_id == last)):
            record.scheme_id = made.session.scalars(select(WaterScheme.id)).first()
    found = warned(data, NOVEMBER)
    assert (found.schemes, found.unproven) == (before.schemes, before.unproven)
    names = {scheme.scheme_id: scheme.name for scheme in found.schemes}
    assert {scheme.scheme_id for scheme in found.unproven.schemes} <= names.keys()
    with data.reading() as session:
        named = dict(session.execute(select(WaterScheme.id, WaterScheme.name)).all())
    assert {**names, **named} == named
    assert found.year == 2024


def test_own_tests_are_of_this_year_of_this_household_and_hold_as_long_as_they_say(
    commune_of: CommuneOf,
) -> None:
    base = {"source": "dug_well", "clean": True, "basis": Basis.TEST}
    data = commune_of(
        [{"head": "An", **base}, {"head": "Bình", **base}, {"head": "Cúc", **base, "clean": False}]
    )
    also_last_year(data, {"An": None, "Cúc": None}, clean=True, basis=Basis.TEST)
    with data.reading() as session:
        homes = dict(session.execute(select(Household.head, Household.id)).all())
    add(
        data,
        WaterTest(
            household_id=homes["An"], tested_on=date(2023, 2, 1), passed=True, valid_until=date(2024, 12, 31)
        ),
        WaterTest(household_id=homes["Bình"], tested_on=date(2024, 5, 5), passed=True),
        WaterTest(household_id=homes["Cúc"], tested_on=date(2024, 5, 6), passed=True),
    )
    (valid,) = warned(data, NOVEMBER).own
    assert (valid.validity, heads(data, valid.records)) == (Validity.VALID, ["An", "Bình", "Cúc"])
    assert heads(data, valid.clean) == ["An", "Bình"]
    assert (len(valid.records), len(valid.clean)) == (3, 2)
    assert valid.first_end == date(2024, 12, 31)


def test_of_two_tests_of_one_day_the_one_written_down_last_counts(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "An", "source": "dug_well", "clean": True}])
    with data.reading() as session:
        home = session.scalars(select(Household.id)).one()
    for passed in (False, True):
        add(data, WaterTest(household_id=home, tested_on=date(2024, 5, 5), passed=passed))
    (found,) = warned(data, NOVEMBER).own
    assert found.validity is Validity.VALID
    add(data, WaterTest(household_id=home, tested_on=date(2024, 5, 5), passed=False))
    (found,) = warned(data, NOVEMBER).own
    assert found.validity is Validity.FAILED


def test_a_second_test_before_the_deadline_is_looked_at_on_the_deadline() -> None:
    taken_now = taken(date(2024, 1, 5), number=1)
    failed = taken(date(2024, 11, 10), passed=False, number=2)
    assert standing([taken_now, failed], NOVEMBER, DEADLINE, 12).validity is Validity.FAILED


def test_kinds_and_schemes_are_told_one_after_the_other() -> None:
    kinds = (
        RiskKind("rác thải", (1,), listed=True),
        *(RiskKind(f"x{n}", (n,), listed=False) for n in range(6)),
    )
    said = pollution_sentences(Pollution(RiskPlace("", 9, (1,)), kinds, ()))
    assert said[1].endswith("x3 (1 hộ), nội dung khác (2 hộ).")
    place = DryPlace(now=shortage(1), before=shortage(1, 2, 3))
    (first, *_) = dry_sentences(DrySeason(place, (), (), 2023), 2024, 1)
    assert first.endswith("chiếm 25,0\u00a0% của 4 hộ đã ghi, còn 2 hộ chưa ghi.")


def test_two_schemes_that_stand_alike_are_told_by_the_day_they_hold_to(data: DataFile) -> None:
    later, sooner = taken(date(2024, 8, 1), number=1), taken(date(2024, 3, 1), number=2)
    schemes(data, {"Bơm": later, "Tự chảy": sooner})
    found = warned(data, NOVEMBER)
    assert [s.name for s in found.schemes] == ["Tự chảy", "Bơm"]
    said = sentences_of_tests(found)[0]
    assert "(Tự chảy: đến ngày 01/03/2025, Bơm: đến ngày 01/08/2025)" in said


def test_tests_that_expire_are_those_of_schemes_too(data: DataFile) -> None:
    schemes(data, fresh(FOUR))
    with data.reading() as session:
        year = find_year(session, 2024)
        assert expiring_tests(session, year, NOVEMBER) == 1
        assert expiring_tests(session, year, date(2024, 6, 1)) == 1
        assert expiring_tests(session, year, date(2023, 11, 1)) == 0


def test_a_village_that_was_short_only_last_year_is_told_too(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "An", "source": "rain", "village": OTHER}])
    with change(data, "Chuyển thôn") as made:
        first = made.session.scalars(select(Village.id).where(Village.name == VILLAGES[0])).one()
    also_last_year(data, {"An": True}, village_id=first)
    places = {place.label: place for place in warned(data).dry.villages}
    assert places.keys() == {*VILLAGES}
    before = places[VILLAGES[0]].before
    assert before is not None
    assert len(before.short) == 1


def test_a_household_counted_clean_on_another_basis_rests_on_its_own_test_too(commune_of: CommuneOf) -> None:
    rows: list[Row] = [
        {"head": "An", "source": "dug_well", "clean": True, "basis": Basis.OTHER},
        {"head": "Bình", "source": "dug_well", "clean": True, "basis": Basis.OTHER},
        {"head": "Cúc", "source": "dug_well", "clean": False},
    ]
    data = commune_of(rows)
    with data.reading() as session:
        homes = list(session.scalars(select(Household.id)))
    add(data, *(WaterTest(household_id=home, tested_on=date(2024, 5, 5), passed=True) for home in homes))
    (found,) = warned(data, NOVEMBER).own
    assert (heads(data, found.records), heads(data, found.clean)) == (["An", "Bình", "Cúc"], ["An", "Bình"])


def test_households_of_last_year_or_gone_rest_on_no_scheme_without_a_test(commune_of: CommuneOf) -> None:
    data = with_schemes(commune_of)
    before = warned(data).unproven
    also_last_year(data, {"Tự 0": None}, clean=True)
    with change(data, "Năm trước và hộ chuyển đi") as made:
        last = find_year(made.session, 2023).id
        scheme = made.session.scalars(select(WaterScheme.id).where(WaterScheme.name == "Tự chảy")).one()
        made.session.scalars(
            select(HouseholdRecord).where(HouseholdRecord.year_id == last)
        ).one().scheme_id = scheme
        gone = made.session.scalars(
            select(HouseholdRecord)
            .join(Household, Household.id == HouseholdRecord.household_id)
            .where(Household.head == "Tự 1")
        ).one()
        gone.status = HouseholdStatus.MOVED_AWAY
    found = next(s for s in warned(data).unproven.schemes if s.name == "Tự chảy")
    assert heads(data, found.records) == ["Tự 0"]
    assert len(found.records) == 1
    assert found.records[0] in before.schemes[0].records
