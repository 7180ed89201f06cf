"""The collection sheet on paper: what stands on its pages, and where."""

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf
import pytest
from documents_support import one_line, pdf_pages
from hypothesis import given
from hypothesis import strategies as st

from communes import CommuneOf
from nsnt_desktop.documents.collection_sheet import paper_columns, sheet_paper
from nsnt_desktop.documents.collection_sheet_files import save_joint_sheets, save_village_sheets
from nsnt_desktop.documents.collection_sheet_pages import Room, pages_of
from nsnt_desktop.documents.collection_sheet_pdf import sheets_pdf
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Commune, Village
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.collection_sheet import COLUMNS, CollectionSheets, collection_sheets
from nsnt_desktop.registry.collection_sheet_words import SheetKind
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

MM = 72 / 25.4
TWO: list[dict[str, Any]] = [
    {
        "head": "Trần Văn Cường",
        "code": "PL-2",
        "persons": 4,
        "poverty": Poverty.POOR,
        "source": "drilled_well",
        "hygienic": True,
        "clean": False,
        "has_meter": None,
        "litres_per_month": 12_500,
        "dry_season_shortage": False,
        "note": "nhà cuối xóm",
    },
    {"head": "Lê Thị Ánh", "code": "PL-1", "basis": Basis.TEST, "source": "central_unspecified"},
]


def of_first_village(data: DataFile) -> CollectionSheets:
    with data.reading() as session:
        sheets = collection_sheets(session, find_year(session))
    return replace(sheets, villages=sheets.villages[:1])


def many(count: int) -> list[dict[str, Any]]:
    return [{"head": f"Chủ Hộ {n:03}", "code": f"H-{n}", "poverty": Poverty.NONE} for n in range(count)]


def pages(sheets: CollectionSheets, kind: SheetKind) -> list[str]:
    return pdf_pages(sheets_pdf(sheets, kind, bundled_fonts=True))


def drawn(sheets: CollectionSheets, kind: SheetKind) -> Any:
    return pdfplumber.open(BytesIO(sheets_pdf(sheets, kind, bundled_fonts=True)))


def test_the_page_of_a_small_village_reads_as_it_should(commune_of: CommuneOf) -> None:
    data = commune_of(TWO)
    with change(data, "Trưởng thôn") as made:
        village = made.session.get_one(Village, 1)
        village.village_head, village.phone = "Phạm Văn Giang", "0912345678"
        village.former_commune = "Cẩm Long"
    (page,) = pages(of_first_village(data), SheetKind.FILLED)
    start = page[: page.index("Đúng thì")]
    assert start == (
        "UBND XÃ CẨM TÂN PHIẾU THU THẬP SỐ LIỆU NƯỚC SẠCH NÔNG THÔN NĂM 2024 "
        "Thôn Phác Lê (xã cũ Cẩm Long) Trưởng thôn: Phạm Văn Giang Điện thoại: 0912345678 "
        "Số liệu tính đến ngày 15/11/2024. Nộp về UBND xã Cẩm Tân trước ngày …… / …… / 2024. "
        "Số liệu đang có đã in sẵn. "
    )
    # By name: Ánh before Cường. A source nobody named exactly has no number: it is asked for.
    table = page[page.index("1 PL-1") : page.index("3 4 5")]
    assert table == "1 PL-1 Lê Thị Ánh 1 2 PL-2 Trần Văn Cường 4 3 12,5 nhà cuối xóm "
    end = page[page.index("THÔN KHAI BÁO") :]
    assert end == (
        "THÔN KHAI BÁO Tổng số hộ của thôn: Tổng số nhân khẩu của thôn: Tổng số hộ nghèo của thôn: "
        "Ngày …… tháng …… năm 2024 NGƯỜI NHẬN PHIẾU CỦA UBND XÃ CẨM TÂN (Ký, ghi rõ họ tên) "
        "Ngày …… tháng …… năm 2024 TRƯỞNG THÔN (Ký, ghi rõ họ tên) "
        "Nguồn nước chính: 1 = Công trình cấp nước tập trung (vòi/đồng hồ tại hộ); "
        "2 = Công trình cấp nước tập trung (bể, vòi công cộng); 3 = Giếng khoan; 4 = Giếng đào; "
        "5 = Nước mưa (bể, lu); 6 = Máng lần/tự chảy; 7 = Nước mặt (sông, suối, ao, hồ, khe, mó); "
        "8 = Nước mua, đóng bình, chở xe; 9 = Dùng nhờ hộ khác; 10 = Khác. "
        "Căn cứ: 1 = Kết quả xét nghiệm; 2 = Xác nhận của đơn vị cấp nước; "
        "3 = Danh sách được cơ quan có thẩm quyền xác nhận; 4 = Khác; 5 = Chưa có căn cứ. Trang 1/1"
    )


def test_what_is_known_is_crossed_and_what_is_not_stays_open(commune_of: CommuneOf) -> None:
    sheets = of_first_village(commune_of(TWO))
    paper = sheet_paper(sheets, sheets.villages[0], SheetKind.FILLED)
    boxes = [c.group or c.heading for c in paper.columns if c.is_box]
    assert len(boxes) == 11
    ticked = [
        (column.group, column.heading)
        for column, cell in zip(paper.columns, paper.rows[1], strict=True)
        if cell is True
    ]
    assert ticked == [
        ("Loại hộ", "Nghèo"),
        ("Nước hợp vệ sinh", "Có"),
        ("Nước sạch đạt quy chuẩn", "Không đạt"),
        ("Thiếu nước mùa khô", "Không"),
    ]
    assert True not in paper.rows[0]
    with drawn(sheets, SheetKind.FILLED) as pdf:
        page = pdf.pages[0]
        crosses = [line for line in page.lines if 2 * MM < line["x1"] - line["x0"] < 5 * MM]
        squares = [r for r in page.rects if abs(r["width"] - 3.6 * MM) < 0.1]
        assert len(crosses) == 2 * len(ticked)
        assert len(squares) % len(boxes) == 0
        assert len(squares) >= 7 * len(boxes)


@pytest.mark.parametrize("kind", list(SheetKind))
@pytest.mark.parametrize("count", [0, 1, 3, 9, 14, 15, 31, 172])
def test_every_page_has_its_heading_and_the_signatures_are_never_alone(
    commune_of: CommuneOf, kind: SheetKind, count: int
) -> None:
    sheets = of_first_village(commune_of(many(count)))
    found = pages(sheets, kind)
    assert all(page.count("Họ và tên chủ hộ") == 1 for page in found)
    assert all(page.endswith(f"Trang {n}/{len(found)}") for n, page in enumerate(found, 1))
    assert [page.count("TRƯỞNG THÔN") for page in found] == [0] * (len(found) - 1) + [1]
    numbers = [_numbers(sheets, kind, n) for n in range(len(found))]
    assert all(numbers)
    flat = [n for page in numbers for n in page]
    assert flat == list(range(1, len(flat) + 1))
    assert len(flat) >= count + 5
    text = " ".join(found)
    assert ("Chủ Hộ 000" in text) == (kind is SheetKind.FILLED and count > 0)


def _numbers(sheets: CollectionSheets, kind: SheetKind, page: int) -> list[int]:
    """Return the running numbers of a page."""
    with drawn(sheets, kind) as pdf:
        count = pdf.pages[page].crop((15 * MM, 0, 23 * MM, pdf.pages[page].height))
        words = count.extract_words(extra_attrs=["size"])
    return [int(word["text"]) for word in words if word["text"].isdigit() and round(word["size"], 3) == 10]


@pytest.mark.parametrize("kind", list(SheetKind))
def test_rows_are_tall_enough_to_write_in_and_pages_are_full(commune_of: CommuneOf, kind: SheetKind) -> None:
    sheets = of_first_village(commune_of(many(40)))
    with drawn(sheets, kind) as pdf:
        for number, page in enumerate(pdf.pages):
            assert (round(page.width / MM), round(page.height / MM)) == (297, 210)
            lines = sorted({round(e["top"], 1) for e in page.lines if e["width"] > 200 * MM})
            steps = [(b - a) / MM for a, b in pairwise(lines)]
            assert min(steps) >= 8
            words = page.extract_words()
            assert min(w["x0"] for w in words) >= 15 * MM - 0.5
            assert max(w["x1"] for w in words) <= page.width - 12 * MM + 0.5
            assert max(w["bottom"] for w in words) <= page.height - 5 * MM
            if number < len(pdf.pages) - 1:
                legend = next(w["top"] for w in words if w["text"] == "chính:")
                assert (legend - lines[-1]) / MM < max(steps) + 4


def test_long_names_and_notes_stay_in_their_columns(commune_of: CommuneOf) -> None:
    name = "Nguyễn Thị Hoàng Phương Thảo Ngân Quỳnh Trang Thùy"
    rows = [{"head": name, "note": "ghi chú rất dài " * 40, "code": "MÃ-HỘ-RẤT-DÀI-0001"}]
    sheets = of_first_village(commune_of(rows))
    with drawn(sheets, SheetKind.FILLED) as pdf:
        page = pdf.pages[0]
        edges = [15 * MM]
        for column in paper_columns():
            edges.append(edges[-1] + column.width_mm * MM)
        words = page.extract_words()
        told = [w for w in words if w["text"] in name.split()]
        inside = [w for w in told if edges[2] < w["x0"] and w["x1"] < 80 * MM]
        assert one_line(" ".join(w["text"] for w in inside)) == name
        assert all(w["x1"] <= edges[3] for w in inside)
        notes = [w for w in words if w["text"] in {"dài", "dài…", "ghi", "chú"} and w["x0"] > edges[-2] - 1]
        assert notes
        assert max(w["bottom"] for w in notes) < page.height / 2


def test_letters_are_composed_and_every_font_is_embedded(commune_of: CommuneOf) -> None:
    sheets = of_first_village(commune_of([{"head": unicodedata.normalize("NFD", "Đỗ Thị Nguyệt")}]))
    content = sheets_pdf(sheets, SheetKind.FILLED, bundled_fonts=True)
    assert "Đỗ Thị Nguyệt" in pdf_pages(content)[0]
    reader = pypdf.PdfReader(BytesIO(content))
    fonts: list[Any] = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    names = {str(font["/BaseFont"]).split("+")[-1] for font in fonts}
    assert names == {"Tinos", "Tinos-Bold", "Tinos-Italic"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert reader.metadata is not None
    assert reader.metadata.title == "Phiếu thu thập số liệu nước sạch nông thôn năm 2024"


def test_the_mark_of_sample_data_stands_on_every_page_and_only_there(commune_of: CommuneOf) -> None:
    data = commune_of(many(30))
    assert "minh họa" not in " ".join(pages(of_first_village(data), SheetKind.BLANK))
    with change(data, "Minh họa") as made:
        made.session.get_one(Commune, 1).is_sample = True
    assert all("dữ liệu minh họa" in page for page in pages(of_first_village(data), SheetKind.BLANK))


def test_villages_in_one_file_count_their_own_pages(commune_of: CommuneOf, tmp_path: Path) -> None:
    data = commune_of(many(30))
    (path,) = save_joint_sheets(data, 2024, SheetKind.FILLED, tmp_path)
    found = pdf_pages(path.read_bytes())
    assert [page.rsplit(" ", 1)[1] for page in found] == ["1/3", "2/3", "3/3", "1/1"]
    assert [e.title for e in pypdf.PdfReader(path).outline] == ["Thôn Phác Lê", "Thôn Do Thượng"]  # type: ignore[union-attr]


def test_one_file_each_and_names_that_differ_by_accents_do_not_meet(
    commune_of: CommuneOf, tmp_path: Path
) -> None:
    data = commune_of(many(3))
    with change(data, "Đổi tên") as made:
        for number, name in enumerate(("Thôn Đông", "Thôn Đồng"), 1):
            made.session.get_one(Village, number).name = name
    names = [path.name for path in save_village_sheets(data, 2024, SheetKind.BLANK, tmp_path)]
    assert names == ["phieu-trong-thon-dong-2024.pdf", "phieu-trong-thon-dong-2024-so-2.pdf"]
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == sorted(names)


@pytest.mark.skipif(os.name == "nt", reason="folders are closed by other means on Windows")
def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(data: DataFile, tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("")
    with pytest.raises(KnownError, match="Không lưu được tệp «phieu-trong-thon-phac-le-2024"):
        save_village_sheets(data, 2024, SheetKind.BLANK, tmp_path / "tệp")
    assert not list(tmp_path.glob("*.tmp"))


def test_the_paper_asks_what_excel_asks_but_for_the_phone() -> None:
    headings = {c.group or c.heading.removesuffix(" (ghi số)") for c in paper_columns()}
    assert {c.heading for c in COLUMNS} - headings == {"Số điện thoại"}


def _heights(pages: Sequence[Sequence[float]]) -> list[float]:
    return [height for page in pages for height in page]


@given(
    st.lists(st.integers(10, 60), max_size=60),
    st.integers(0, 80),
    st.integers(60, 100),
    st.integers(100, 180),
    st.integers(0, 50),
)
def test_no_page_overflows_and_every_row_is_there(
    heights: list[int], least: int, first: int, other: int, closing: int
) -> None:
    room = Room(first, other, closing, 10)
    found = pages_of(heights, least, room)
    assert _heights(found)[: len(heights)] == heights
    assert len(_heights(found)) >= max(least, len(heights), 1)
    assert all(found)
    space = [first, *[other] * (len(found) - 1)]
    assert all(sum(page) <= there for page, there in zip(found, space, strict=True))
    assert sum(found[-1]) + closing <= space[-1]
    assert space[-1] - sum(found[-1]) - closing < 10
