from dataclasses import replace
from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from documents_support import OFFICE, docx_lines, pdf_pages, pdf_text
from report_support import (
    CLASSES,
    CRITERIA,
    NO_SCHEMES,
    SCHEMES,
    WATER,
    figures,
    household,
    report_input,
    shortage,
    village,
    village_counts,
)

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.docx import docx_bytes
from nsnt_desktop.documents.fonts import family, text_width
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.report import proposed_texts, report, section_labels
from nsnt_desktop.documents.report_input import ReportInput, Supervision, VillageHouseholds
from nsnt_desktop.documents.style_check import slips
from nsnt_desktop.documents.table_head import column_widths
from nsnt_desktop.documents.tree import Document, Heading, Table
from nsnt_desktop.errors import KnownError
from nsnt_desktop.format import BLANK
from nsnt_desktop.indicators.dry_season import DryPlace, DrySeason
from nsnt_desktop.indicators.results import Counts, SourceCounts
from nsnt_desktop.models.words import Levels, SourceGroup, SustainabilityClass

ONE_VILLAGE = (VillageHouseholds("Thôn Bèo", (household(1),)),)
FULL = report_input(households_not_met=ONE_VILLAGE)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def text(given: ReportInput, key: str) -> str:
    return proposed_texts(given)[key].replace("\u00a0", " ")


def row(table: Table, code: str) -> tuple[str, ...]:
    return next(r for r in table.rows if r[0] == code)


def test_the_report_has_its_head_and_its_five_parts() -> None:
    document = report(FULL)
    assert (document.kind, document.number_line) == ("BÁO CÁO", "Số: 07/BC-UBND")
    assert document.addressee == "Ủy ban nhân dân huyện Cẩm Thủy"
    assert [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1] == [
        "Tình hình triển khai",
        "Kết quả thực hiện",
        "Đánh giá",
        "Giải pháp, kế hoạch năm 2025",
        "Kiến nghị",
    ]
    assert [annex.landscape for annex in document.annexes] == [True, False, True, False]
    assert slips(document) == ()


def test_both_files_say_the_same_and_close() -> None:
    printed = pdf_text(pdf_bytes(report(FULL)))
    lines = docx_lines(docx_bytes(report(FULL)))
    assert "theo dõi, chỉ đạo./. Nơi nhận:" in printed
    for key in ("opening", "deployment", "indicators", "good_points", "difficulties", "completeness"):
        for line in text(FULL, key).splitlines():
            assert line in printed
            assert line in lines
    assert "Căn cứ Quyết định số 1893/QĐ-BNN-TL ngày 24/6/2024 của" in printed


def test_the_table_of_indicators_shows_counts_results_and_change() -> None:
    table = tables(report(FULL))[0]
    assert [r[0] for r in table.rows] == ["1", "2", "2a", "2b", "3", "4", "4a", "4b", "5", "6"]
    assert row(table, "2")[2:] == ("%", "891", "1.548", "57,6", "56,4", "+1,2")
    assert row(table, "5")[2:] == ("lít/ người/ ngày đêm", "1.944.000", "32.400", "60,0", "60,0", "0,0")
    assert row(table, "6")[2:] == ("%", "1", "4", "25,0", "25,0", "0,0")
    assert "tính trên 270/891 hộ có số liệu" in table.note


def test_two_decimals_when_asked() -> None:
    table = tables(report(replace(FULL, decimals=2)))[0]
    assert row(table, "2")[5:] == ("57,56", "56,40", "+1,16")
    assert "57,56 %" in text(replace(FULL, decimals=2), "indicators")


def test_a_fall_is_told_as_a_fall() -> None:
    given = report_input(figures=figures(less=3), previous=figures(2023))
    assert row(tables(report(given))[0], "2")[7] == "-1,7"
    assert "giảm 1,7 điểm phần trăm so với năm 2023" in text(given, "indicators")
    assert "đạt quy chuẩn giảm từ 57,6 % xuống 55,8 %." in text(given, "difficulties")
    assert "tăng" not in text(given, "good_points")


def test_the_change_is_rounded_once_from_the_exact_difference() -> None:
    now, then = Counts(households=1000, clean=554), Counts(households=10000, clean=5545)
    given = report_input(figures=figures(2024, [now]), previous=figures(2023, [then]))
    assert row(tables(report(given))[0], "2")[5:] == ("55,4", "55,5", "-0,1")
    small = report_input(
        figures=figures(2024, [Counts(households=10000, clean=5541)]), previous=given.figures
    )
    assert "thay đổi chưa đến 0,1 điểm phần trăm so với năm 2024" in text(small, "indicators")
    assert row(tables(report(small))[0], "2")[7] == "0,0"


def test_without_last_year_nothing_is_compared() -> None:
    given = report_input(previous=None)
    assert all(r[6:] == (BLANK, BLANK) for r in tables(report(given))[0].rows)
    assert "so với" not in text(given, "indicators")
    assert text(given, "good_points") == "- Đã cập nhật đủ 1.548/1.548 hộ trên địa bàn xã."


def test_nothing_assessed_is_no_zero() -> None:
    blank = Counts(
        households=10, hygienic_unknown=10, clean_unknown=10, poverty_unknown=10, persons_unknown=10
    )
    given = report_input(
        figures=figures(2024, [blank], NO_SCHEMES), previous=None, schemes=(), criteria=CRITERIA
    )
    table = tables(report(given))[0]
    for code in ("1", "2", "2a", "2b"):
        assert row(table, code)[3:6] == (BLANK, "10", BLANK)
    for code in ("3", "4"):
        assert row(table, code)[3:6] == (BLANK, BLANK, BLANK)  # who is poor is not known
    for code in ("5", "6"):
        assert row(table, code)[3:6] == (BLANK, "0", BLANK)
    said = text(given, "indicators")
    assert said.count("chưa đánh giá") == 5
    assert "không có hộ nghèo" not in said
    assert "10 hộ, tại 0/1 thôn" in text(given, "deployment")
    assert [r[3] for r in (tables(report(given))[2].rows[0], tables(report(given))[2].total or ())] == [
        BLANK,
        BLANK,
    ]
    assert "không đánh giá (không có công trình" in said
    assert "tính trên 0/0 hộ có số liệu" in said
    assert tables(report(given))[-1].rows[0][4:] == (BLANK, "đạt")


def test_without_a_poor_household_that_is_said() -> None:
    none_poor = replace(village_counts(1), poor=0, poor_hygienic=0, poor_clean=0, poor_clean_central=0)
    given = report_input(figures=figures(parts=[none_poor]), previous=None)
    assert text(given, "indicators").count("không đánh giá (không có hộ nghèo)") == 2
    assert row(tables(report(given))[0], "3")[3:6] == (BLANK, "0", BLANK)


def test_a_source_nobody_assessed_has_no_zero() -> None:
    known = SourceCounts(1, "Giếng khoan", SourceGroup.HOUSEHOLD, 8, 30, 6, 5, clean_unknown=2)
    blank = SourceCounts(None, "Chưa xác định nguồn", None, 4, 0, 0, 0, 4, 4, 4)
    both = figures()
    made = replace(FULL, figures=replace(both, commune=replace(both.commune, sources=(known, blank))))
    document = report(made)
    assert [r[4:] for r in tables(document)[1].rows] == [("30", "6", "5"), (BLANK, BLANK, BLANK)]
    annex = document.annexes[1].blocks[0]
    assert isinstance(annex, Table)
    assert [r[4:] for r in annex.rows[1:]] == [("30", "6", "75,0", "5", "62,5"), (BLANK,) * 5]
    assert annex.total is not None
    assert annex.total[4:] == ("30", "6", "50,0", "5", "41,7")


def test_villages_of_one_name_are_told_apart_by_their_former_commune() -> None:
    made = figures(parts=[village_counts(1), village_counts(3)])
    villages = tuple(
        replace(village, name="Thôn 1", former_commune=former)
        for village, former in zip(made.villages, ("Cẩm Long", "Cẩm Phú"), strict=True)
    )
    lists = tuple(VillageHouseholds("Thôn 1", (household(1),), v.former_commune) for v in villages)
    given = report_input(figures=replace(made, villages=villages), households_not_met=lists)
    captions = [b.caption for b in report(given).annexes[-1].blocks if isinstance(b, Table)]
    assert captions == ["Thôn 1 (Cẩm Long): 1 hộ", "Thôn 1 (Cẩm Phú): 1 hộ"]


def test_why_a_village_moved_far_is_printed() -> None:
    villages = tuple(replace(v, village_id=n) for n, v in enumerate(FULL.figures.villages, 1))
    given = replace(FULL, figures=replace(FULL.figures, villages=villages), moved={2: "nối đường ống. "})
    wanted = "- Thôn Vĩnh Thanh: chỉ số thay đổi nhiều so với năm 2023; lý do: nối đường ống."
    assert text(given, "villages").splitlines()[1:] == [wanted]
    assert len(text(FULL, "villages").splitlines()) == 1


def test_what_indicator_5_rests_on_is_printed() -> None:
    parts = [replace(village_counts(1), estimated=12)]
    given = report_input(figures=figures(parts=parts), litres_all_persons=True)
    assert "tính trên 30/96 hộ có số liệu (12 hộ ước tính)" in text(given, "indicators")
    assert "tính trên 30/96 hộ có số liệu (12 hộ ước tính)." in text(given, "completeness")
    assert "ước tính" not in text(FULL, "completeness")
    assert "toàn bộ nhân khẩu nhân số ngày" in tables(report(given))[0].note
    assert "số người của các hộ có số liệu nhân số ngày" in tables(report(FULL))[0].note


def test_a_supervision_without_its_numbers_says_nothing_of_them() -> None:
    def said(households: int | None, differences: int | None) -> str:
        visits = Supervision(2, households, differences)
        return text(report_input(supervision=visits), "deployment").splitlines()[-1]

    assert said(None, None) == "- Kiểm tra, giám sát tại 2 thôn."
    assert said(9, None) == "- Kiểm tra, giám sát tại 2 thôn, đối chiếu lại 9 hộ."
    assert said(9, 0) == "- Kiểm tra, giám sát tại 2 thôn, đối chiếu lại 9 hộ, không phát hiện sai lệch."


def test_an_empty_commune_still_makes_a_report() -> None:
    given = report_input(
        figures=figures(2024, [], NO_SCHEMES),
        previous=None,
        schemes=(),
        criteria=(),
        households_not_met=None,
        difficulties=(),
        open_warnings=0,
    )
    document = report(given)
    assert [annex.title for annex in document.annexes] == [
        "Tổng hợp kết quả các chỉ số theo thôn năm 2024",
        "Tổng hợp theo nguồn nước chính năm 2024",
    ]
    printed = pdf_text(pdf_bytes(document))
    assert "không có công trình cấp nước tập trung được theo dõi" in printed
    assert "Chưa có chỉ tiêu nào được khai báo" in printed
    assert "Không có khó khăn, vướng mắc được ghi nhận." in printed
    assert "không còn lỗi và cảnh báo" in printed


def test_all_four_classes_are_shown_and_the_unclassified_when_there_are_any() -> None:
    labels = [r[1] for r in tables(report(FULL))[3].rows]
    assert labels == ["Bền vững", "Tương đối bền vững", "Kém bền vững", "Không hoạt động"]
    classes = CLASSES | {None: 2, SustainabilityClass.SUSTAINABLE: 0}
    given = report_input(figures=figures(classes=classes))
    table = tables(report(given))[3]
    assert [r[1:] for r in table.rows][-1] == ("Chưa phân loại", "2", "40,0")
    assert table.rows[0][1:] == ("Bền vững", "0", "0,0")
    assert table.total == ("", "Tổng số", "5", "100,0")
    assert "Có 2 công trình chưa phân loại." in text(given, "completeness")


def test_an_overridden_class_is_told() -> None:
    assert "Có 1 công trình do cán bộ xếp loại khác" in text(FULL, "schemes")
    annex = report(FULL).annexes[2].blocks[0]
    assert isinstance(annex, Table)
    assert annex.rows[1][9] == "Tương đối bền vững (do cán bộ xếp loại)"
    assert annex.rows[3][2:9] == (BLANK,) * 7
    unmoved = tuple(replace(scheme, overridden=False) for scheme in SCHEMES)
    assert "cán bộ xếp loại" not in text(report_input(schemes=unmoved), "schemes")


def test_a_criterion_stands_with_its_threshold_and_its_verdict() -> None:
    table = next(t for t in tables(report(FULL)) if t.columns[-1].title == "Đánh giá")
    assert [(row[3], row[5]) for row in table.rows] == [
        ("≥ 55 %", "đạt"),
        ("≥ 30 %", "chưa đạt, còn thiếu 74 hộ (cần đối chiếu văn bản)"),
        (BLANK, "chưa nhập ngưỡng"),
    ]


def test_villages_add_up_and_name_their_former_commune_only_when_there_are_several() -> None:
    table = tables(report(FULL))[2]
    assert table.rows[0] == ("1", "Thôn Phác Lê", "160", "5", "154", "96,3", "95", "59,4")
    assert table.total == ("", "Toàn xã", "1.548", "45", "1.494", "96,5", "891", "57,6")
    merged = tuple(
        replace(v, former_commune=("Cẩm Long", "Cẩm Phú")[n % 2]) for n, v in enumerate(FULL.figures.villages)
    )
    table = tables(report(replace(FULL, figures=replace(FULL.figures, villages=merged))))[2]
    assert [r[1] for r in table.rows][:2] == ["Thôn Phác Lê (Cẩm Long)", "Thôn Vĩnh Thanh (Cẩm Phú)"]


def test_sources_are_grouped_in_the_annex_and_close_on_all_households() -> None:
    annex = report(FULL).annexes[1].blocks[0]
    assert isinstance(annex, Table)
    numbers = {r[0]: r[2] for r in annex.rows}
    assert list(numbers) == ["1", "1.1", "2", "2.1", "2.2", "3"]
    assert annex.total is not None
    groups = sum(int(numbers[n].replace(".", "")) for n in ("1", "2", "3"))
    assert f"{groups:,}".replace(",", ".") == annex.total[2] == "1.548"


def test_a_scheme_shared_with_another_commune_says_so_in_the_annex() -> None:
    shared = (replace(SCHEMES[0], other_communes="xã Cẩm Long"), *SCHEMES[1:])
    annex = report(report_input(schemes=shared)).annexes[2].blocks[0]
    assert isinstance(annex, Table)
    assert [row[1] for row in annex.rows][:2] == [
        "Hệ thống cấp nước tập trung thôn Phác Lê (dùng chung với xã Cẩm Long)",
        "Nhà máy nước liên xã Cẩm Vân",
    ]


def test_warnings_name_sources_and_villages() -> None:
    assert text(FULL, "warnings").splitlines() == [
        (
            "- Thiếu nước mùa khô: ghi nhận 12 hộ, chiếm 0,8 % của 1.540 hộ đã ghi; còn 15 hộ chưa ghi; "
            "năm 2023 ghi nhận 9 hộ, chiếm 0,6 % của 1.550 hộ đã ghi."
        ),
        "- Nguồn nước chính của các hộ thiếu nước: giếng đào (12 hộ).",
        (
            "- Nơi có hộ thiếu nước: thôn Vĩnh Thanh (3 hộ), thôn Phú Lai (3 hộ), thôn Đồng Tiến (3 hộ), "
            "thôn Đồi Dung (3 hộ)."
        ),
        (
            "- Thiếu nước hai năm liền: 4 hộ, tại thôn Vĩnh Thanh (1 hộ), thôn Phú Lai (1 hộ), "
            "thôn Đồng Tiến (1 hộ), thôn Đồi Dung (1 hộ); 1 hộ chưa rõ năm 2023."
        ),
        "- Nguy cơ ô nhiễm nguồn nước: ghi nhận 1/1.555 hộ; 1.554 hộ để trống mục này.",
        "- Loại nguy cơ: chuồng trại (1 hộ).",
        "- Nơi có nguy cơ: thôn Trung Tâm (1 hộ).",
        "- Xét nghiệm của công trình cấp nước tập trung: không có công trình được theo dõi.",
        "- Xét nghiệm riêng của hộ: chưa có.",
        (
            "- Không có hộ nào được tính dùng nước sạch từ công trình không có kết quả xét nghiệm đạt còn "
            "giá trị đến ngày 15/11/2024."
        ),
    ]


def test_lacking_and_not_assessed_are_told_apart() -> None:
    counts = FULL.figures.commune.counts
    lacking = counts.households - counts.hygienic - counts.hygienic_unknown
    assert f"Còn {lacking} hộ chưa sử dụng nước hợp vệ sinh, trong đó có 9 hộ nghèo." in text(
        FULL, "difficulties"
    )
    assert "Chưa xác định: nước hợp vệ sinh 2 hộ; nước sạch 4 hộ." in text(FULL, "completeness")
    assert "còn 2 hộ chưa xác định" in text(FULL, "indicators")
    complete = report_input(figures=figures(parts=[village_counts(1)]))
    assert "Không còn hộ nào chưa xác định" in text(complete, "completeness")


def test_work_done_is_told_as_recorded() -> None:
    said = text(FULL, "deployment").splitlines()
    assert "Kế hoạch số 12/KH-UBND ngày 22/10/2024" in said[0]
    assert said[1] == "- Tập huấn, hướng dẫn thực hiện Bộ chỉ số: đã thực hiện ngày 25/10/2024."
    assert "1.548/1.548 hộ, 6.129 nhân khẩu, tại 9/9 thôn; tính đến ngày 31/10/2024" in said[2]
    assert "9 thôn, đối chiếu lại 90 hộ, phát hiện 4 trường hợp sai lệch" in said[3]
    bare = text(report_input(plan_number=None, work=(), supervision=None), "deployment")
    assert "Kế hoạch số" not in bare
    assert len(bare.splitlines()) == 2


def test_every_section_has_a_title_and_a_proposed_text() -> None:
    texts = proposed_texts(FULL)
    assert list(texts) == list(section_labels())
    assert all(texts.values())


def test_edited_sections_stand_in_place_of_the_proposed_ones() -> None:
    edited = {"good_points": "Đoạn của cán bộ năm {năm}.\n- Một ý.", "proposals": "Đề nghị cấp kinh phí"}
    lines = docx_lines(docx_bytes(report(replace(FULL, texts=edited))))
    start = lines.index("1. Kết quả đạt được")
    assert lines[start + 1 : start + 4] == ["Đoạn của cán bộ năm 2024.", "- Một ý.", "2. Khó khăn, hạn chế"]
    assert "Đề nghị cấp kinh phí./." in lines


def test_an_unknown_field_in_an_edited_section_is_told() -> None:
    with pytest.raises(KnownError, match=r"“\{tỷ_lệ\}”"):
        report(replace(FULL, texts={"warnings": "Tỷ lệ {tỷ_lệ}."}))


def test_a_brace_in_the_data_is_printed_as_it_is() -> None:
    given = report_input(difficulties=("đường ống {cũ} <hỏng> & gỉ",), households_not_met=None)
    assert "- đường ống {cũ} <hỏng> & gỉ." in docx_lines(docx_bytes(report(given)))


def test_a_section_emptied_by_the_officer_leaves_no_heading() -> None:
    emptied = {"good_points": "", "difficulties": " \n", "completeness": "", "proposals": ""}
    lines = docx_lines(docx_bytes(report(replace(FULL, texts=emptied))))
    assert "III. GIẢI PHÁP, KẾ HOẠCH NĂM 2025" in lines
    assert not any("ĐÁNH GIÁ" in line or "KIẾN NGHỊ" in line for line in lines)
    assert "Kết quả đạt được" not in " ".join(lines)


@pytest.mark.parametrize("kept", [[], ["villages"]])
def test_a_report_without_a_last_sentence_is_told(kept: list[str]) -> None:
    texts = {key: "" for key in section_labels() if key not in kept}
    with pytest.raises(KnownError, match="hãy viết một câu ở phần cuối"):
        report(replace(FULL, office=replace(OFFICE, report_bases=()), texts=texts))


def test_the_province_receives_the_report_of_two_levels() -> None:
    office = replace(
        OFFICE,
        levels=Levels.TWO,
        superior="UBND tỉnh",
        superior_full="Ủy ban nhân dân tỉnh Thanh Hóa",
        superior_via="Sở Nông nghiệp và Môi trường",
        report_bases=OFFICE.report_bases[:1],
    )
    document = report(report_input(office=office, issued_on=date(2025, 11, 3)))
    assert document.addressee == "Ủy ban nhân dân tỉnh Thanh Hóa"
    assert "huyện" not in " ".join(proposed_texts(report_input(office=office)).values())


def test_households_stand_in_one_table_a_village_with_repeated_headings() -> None:
    many = tuple(
        VillageHouseholds(f"Thôn {name}", tuple(household(n) for n in range(60))) for name in ("A", "B")
    )
    empty = VillageHouseholds("Thôn C", ())
    document = report(report_input(households_not_met=(*many, empty)))
    blocks = document.annexes[3].blocks
    assert [b.caption for b in blocks if isinstance(b, Table)] == ["Thôn A: 60 hộ", "Thôn B: 60 hộ"]
    pages = [page for page in pdf_pages(pdf_bytes(document)) if "CT-00" in page]
    assert len(pages) > 3
    assert all("Chủ hộ" in page for page in pages)
    nobody = report(report_input(households_not_met=()))
    assert "Không có hộ nào" in pdf_pages(pdf_bytes(nobody))[-1]


def test_answers_in_the_annex_have_three_states() -> None:
    rows = tuple(household(n) for n in range(6))
    document = report(report_input(households_not_met=(VillageHouseholds("A", rows),)))
    table = document.annexes[3].blocks[0]
    assert isinstance(table, Table)
    assert [r[6] for r in table.rows[:3]] == ["Có", "Không", "Chưa xác định"]
    assert [r[7] for r in table.rows[:2]] == ["Không", "Chưa xác định"]
    assert table.rows[0][3] == BLANK
    assert table.rows[3][4:6] == ("Chưa xác định", "Chưa xác định")


def test_no_word_of_the_report_leaves_its_page() -> None:
    with pdfplumber.open(BytesIO(pdf_bytes(report(FULL)))) as pdf:
        for page in pdf.pages:
            for word in page.extract_words():
                assert word["x0"] >= 30 * 72 / 25.4 - 0.6
                assert word["x1"] <= page.width - 15 * 72 / 25.4 + 0.6


def test_no_word_of_a_heading_is_torn() -> None:
    document, faces = report(FULL), family(bundled=True)
    found = [(table, False, False) for table in tables(document)]
    for annex in document.annexes:
        found += [(table, True, annex.landscape) for table in annex.blocks if isinstance(table, Table)]
    for table, in_annex, landscape in found:
        _, style = layout.cell_styles(in_annex=in_annex)
        widths = column_widths(table.columns, layout.text_width_mm(landscape=landscape) * 72 / 25.4)
        for column, width in zip(table.columns, widths, strict=True):
            for word in column.title.split():
                assert text_width(word, style, faces) <= width - 2 * layout.CELL_PADDING_PT, word


def test_a_village_without_households_is_told_and_nothing_is_called_complete() -> None:
    whole = figures()
    done = [replace(v, counts=replace(v.counts, updated=v.counts.households)) for v in whole.villages]
    empty = village("Trống", Counts())
    total = replace(
        whole.commune, counts=replace(whole.commune.counts, updated=whole.commune.counts.households)
    )
    complete = report_input(figures=replace(whole, commune=total, villages=tuple(done)))
    lacking = report_input(figures=replace(whole, commune=total, villages=(*done, empty)))
    assert "Đã cập nhật đủ" in text(complete, "good_points")
    assert "Đã cập nhật đủ" not in text(lacking, "good_points")
    assert "Chưa có số liệu hộ của thôn Trống." in text(lacking, "completeness")


def test_a_shortage_nobody_was_asked_about_is_not_called_none() -> None:
    dry = DrySeason(DryPlace("", shortage(7, 0, 7)), last_year=2023)
    given = report_input(water=replace(WATER, dry=dry))
    assert "- Thiếu nước mùa khô: chưa đánh giá, cả 7 hộ chưa ghi mục này." in text(given, "warnings")
