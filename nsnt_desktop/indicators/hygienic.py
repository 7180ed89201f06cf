"""What the checklist proposes for "nước hợp vệ sinh", and the reason of each verdict on one household.

The questions are published [GSO]; the officer decides, so a proposal never writes anything itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nsnt_desktop.models.words import YES_NO_LABELS, Basis

Answer = tuple[str, bool | None]
"""The wording of a question and its answer: met, not met, not yet known."""


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one household's water (None: nothing), and what it rests on."""

    verdict: bool | None
    reason: str
    """Words that follow "vì:": no capital, no full stop."""


def propose_hygienic(source: str, answers: Sequence[Answer]) -> Proposal:
    """Return what the answers about a source propose: one "không đạt" is a no, a blank leaves it open."""
    if not source:
        return Proposal(None, "chưa ghi nguồn nước chính")
    name = lower_first(source)
    if not answers:
        return Proposal(None, f"nguồn «{name}» không có câu hỏi, cán bộ tự xác định")
    failed = [lower_first(label) for label, met in answers if met is False]
    unknown = sum(met is None for _, met in answers)
    if failed:
        return Proposal(False, f"{name}, không đạt: {'; '.join(failed)}")
    if unknown:
        return Proposal(None, f"{name}, còn {unknown}/{len(answers)} điều kiện chưa rõ")
    return Proposal(True, f"{name}, đủ {len(answers)} điều kiện")


def propose_central(scheme: str, tested: tuple[bool | None, str]) -> Proposal:
    """Return what a centralised scheme's own test proposes: clean water is hygienic water.

    Being connected proves nothing by itself, and water that failed as clean may still be hygienic.
    """
    if not scheme:
        return Proposal(None, "dùng công trình cấp nước tập trung nhưng chưa ghi công trình nào")
    passed, reason = tested
    return Proposal(True if passed else None, f"công trình «{scheme}», {reason}")


def hygienic_reason(verdict: bool | None, clean: bool | None, proposal: Proposal) -> str:
    """Return in one sentence why the verdict "hợp vệ sinh" stands as it does."""
    if verdict is None and proposal.verdict is not None:
        return f"Chưa xác định; đề xuất «{YES_NO_LABELS[proposal.verdict]}» vì: {proposal.reason}."
    if verdict is None:
        return f"Chưa xác định: {proposal.reason}."
    told = "Hợp vệ sinh" if verdict else "Không hợp vệ sinh"
    if verdict is proposal.verdict:
        return f"{told} vì: {proposal.reason}."
    if proposal.verdict is not None:
        return f"Cán bộ ghi {lower_first(told)}, khác đề xuất: {proposal.reason}."
    if verdict and clean:
        return f"{told} vì: nước sạch đạt quy chuẩn ({proposal.reason})."
    return f"{told} theo cán bộ ghi ({proposal.reason})."


def clean_reason(verdict: bool | None, basis: Basis | None, tested: tuple[bool | None, str], of: str) -> str:
    """Return in one sentence what the verdict "nước sạch" rests on.

    `tested` is what the latest test says and in which words, `of` whose test it is (empty: the household's).
    """
    passed, test = tested
    told = f"{of}: {test}" if of else test
    if verdict is None:
        return f"Chưa xác định: {told}."
    if not verdict:
        return f"Không đạt: {told}." if passed is False else f"Không đạt theo cán bộ ghi ({told})."
    if basis is None or basis is Basis.NONE:
        return f"Đạt quy chuẩn vì: {told}." if passed else f"Đạt quy chuẩn nhưng chưa có căn cứ ({told})."
    if basis is Basis.TEST and not passed:
        return f"Đạt quy chuẩn, căn cứ ghi là kết quả xét nghiệm nhưng {told}."
    return f"Đạt quy chuẩn, căn cứ: {lower_first(basis.label)} ({told})."


def lower_first(text: str) -> str:
    """Return words as they stand inside a sentence; abbreviations in capitals stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
