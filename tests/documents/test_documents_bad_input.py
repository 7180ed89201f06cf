"""The papers and the commands on communes that lack something: a dash or "chưa đánh giá", and why."""

from datetime import date

import pytest
from documents_support import docx_lines, pdf_text

from bad_communes import BAD, NOTHING_ASSESSED, invented_shares, stray_words
from cli_running import run
from nsnt_desktop.documents.docx import docx_bytes
from nsnt_desktop.documents.gather import paper_document
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile

TODAY = date(2024, 11, 15)


@pytest.mark.parametrize("lacking", BAD)
def test_the_report_and_the_plan(data: DataFile, lacking: str) -> None:
    BAD[lacking](data)
    with data.reading() as session:
        year = find_year(session, 2024)
        papers = [paper_document(session, year, kind, TODAY) for kind in DocumentKind]
    for paper in papers:
        for said in (pdf_text(pdf_bytes(paper)), " ".join(docx_lines(docx_bytes(paper)))):
            assert stray_words(said) == []
            if lacking in NOTHING_ASSESSED:
                assert invented_shares(said) == []


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ("no households", ["Thiếu nước mùa khô: chưa đánh giá, chưa có hộ nào.", "chưa đánh giá"]),
        ("no poor households", ["không đánh giá (không có hộ nghèo)"]),
        ("no schemes", ["không đánh giá (không có công trình cấp nước tập trung)"]),
        (
            "everything unknown",
            ["nước sạch đạt quy chuẩn: chưa đánh giá", "Thiếu nước mùa khô: chưa đánh giá, cả 4 hộ"],
        ),
        ("one village empty", ["Chưa có số liệu hộ của thôn Do Thượng."]),
        ("a year before that is missing", []),
    ],
)
def test_the_report_says_why(data: DataFile, lacking: str, said: list[str]) -> None:
    BAD[lacking](data)
    with data.reading() as session:
        paper = paper_document(session, find_year(session, 2024), DocumentKind.REPORT, TODAY)
    written = pdf_text(pdf_bytes(paper))
    assert [words for words in said if words not in written] == []


@pytest.mark.parametrize("lacking", BAD)
@pytest.mark.parametrize(
    "command", [("indicators",), ("indicators", "--by", "village"), ("check",), ("warnings",)]
)
@pytest.mark.parametrize("as_json", [False, True])
def test_the_commands(data: DataFile, command: tuple[str, ...], lacking: str, as_json: bool) -> None:
    BAD[lacking](data)
    data.close()
    code, said, wrong = run(command[0], data.path, *command[1:], *(["--json"] if as_json else []))
    assert (code, wrong) == (0, "")
    if not as_json:
        assert stray_words(said) == []
    if lacking in NOTHING_ASSESSED:
        assert invented_shares(said) == []
        assert '"value": "0.0"' not in said
        assert '"value": "100.0"' not in said
