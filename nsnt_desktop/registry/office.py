"""The office as its papers need it: names, levels, signers, recipients, legal bases, deadline."""

from dataclasses import dataclass
from datetime import date

from nsnt_desktop.models.words import Levels


@dataclass(frozen=True)
class LegalBasis:
    """One document a paper rests on; cited in full: kind số number ngày date của issuer về subject."""

    kind: str
    number: str
    issued_on: date
    issuer: str
    subject: str


@dataclass(frozen=True)
class Office:
    """What one commune office puts at the head and foot of its papers."""

    commune: str
    """Name without the unit: "Cẩm Tân"."""
    unit: str
    """ "xã", "phường" or "đặc khu"."""
    district: str
    province: str
    levels: Levels
    superior: str
    """Who the report goes to, as running text writes it: "UBND huyện" or "UBND tỉnh"."""
    superior_full: str
    """The same in full, as "Kính gửi" writes it: "Ủy ban nhân dân huyện Cẩm Thủy"."""
    superior_via: str
    """Through whom: "Phòng Nông nghiệp và PTNT" or "Sở Nông nghiệp và Môi trường"."""
    responsible: str
    """Who is in charge: "cán bộ phụ trách nông thôn mới"."""
    deadline_day: int
    deadline_month: int
    signing_lines: tuple[str, ...]
    """Above the signature, top to bottom: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""
    signer: str
    plan_recipients: tuple[str, ...]
    report_recipients: tuple[str, ...]
    plan_bases: tuple[LegalBasis, ...]
    report_bases: tuple[LegalBasis, ...]
    is_sample: bool
