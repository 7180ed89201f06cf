"""The parts of a paper that come from the office: agency, number line, place and date, signing block."""

from datetime import date

from nsnt_desktop.documents.tree import Annex, Block, Document, Table, can_close
from nsnt_desktop.documents.wording import ROOM, committee, numbered_paper
from nsnt_desktop.errors import KnownError
from nsnt_desktop.format import day_in_words
from nsnt_desktop.models.words import SAMPLE_MARK
from nsnt_desktop.registry.office import Office

COMMITTEE_LINE = "ỦY BAN NHÂN DÂN"


def number_line(number: int | None, symbol: str) -> str:
    """Return "Số: 05/KH-UBND", or room for the number while there is none."""
    return f"Số: {ROOM if number is None else f'{number:02d}'}/{symbol}"


def place_date(office: Office, year: int, issued_on: date | None) -> str:
    """Return "Cẩm Tân, ngày 05 tháng 02 năm 2025", or room for the day while there is none."""
    if issued_on is not None:
        return f"{office.commune}, {day_in_words(issued_on)}"
    return f"{office.commune}, ngày{ROOM}tháng{ROOM}năm\u00a0{year}"


def attached_to(office: Office, kind: str, number: int | None, symbol: str, issued_on: date | None) -> str:
    """Return what an annex comes with: "Kèm theo Báo cáo số 12/BC-UBND ngày … của UBND xã …"."""
    # No-break, so that the name of the commune is not torn where the line is full.
    issuer = committee(office).replace(" ", "\u00a0")
    return f"Kèm theo {numbered_paper(kind.capitalize(), number, symbol, issued_on)} của {issuer}"


def paper(
    office: Office,
    *,
    kind: str,
    number_line: str,
    place_date: str,
    subject: str,
    blocks: tuple[Block, ...],
    recipients: tuple[str, ...],
    addressee: str = "",
    annexes: tuple[Annex, ...] = (),
    consolidated: Table | None = None,
    signing: tuple[str, ...] = (),
    second_signing: tuple[str, ...] = (),
) -> Document:
    """Return a paper of this office, signed as its papers are, or by the hands named.

    Raises KnownError when it was left without a closing sentence.
    """
    if not can_close(blocks):
        raise KnownError(
            "Phần cuối của văn bản chưa có câu nào để kết thúc nên chưa tạo được văn bản. "
            "Nội dung đã nhập còn nguyên; hãy viết một câu ở phần cuối rồi thử lại."
        )
    return Document(
        agency=(COMMITTEE_LINE, f"{office.unit} {office.commune}".upper()),
        number_line=number_line,
        place_date=place_date,
        kind=kind,
        subject=subject,
        blocks=blocks,
        signing_lines=signing or office.signing_lines,
        # Who signs minutes is written by hand: whoever went there.
        signer="" if signing else office.signer,
        recipients=recipients,
        addressee=addressee,
        annexes=annexes,
        consolidated=consolidated,
        second_signing=second_signing,
        mark=SAMPLE_MARK if office.is_sample else "",
        author=committee(office),
    )
