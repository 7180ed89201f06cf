from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select
from warned_support import (
    DEADLINE,
    DRY_ROWS,
    FOUR,
    NOVEMBER,
    OTHER,
    add,
    also_last_year,
    fresh,
    heads,
    schemes,
    shortage,
    taken,
    warned,
    with_schemes,
)

from communes import VILLAGES, CommuneOf
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
from nsnt_desktop.indicators.water_warnings import expiring_tests, water_warnings
from nsnt_desktop.models import (
    Household,
    HouseholdRecord,
    Village,
    WaterTest,
)
from nsnt_desktop.models.words import Basis, HouseholdStatus
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


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
