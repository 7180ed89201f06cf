import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.indicators.hygienic import (
    Proposal,
    clean_reason,
    hygienic_reason,
    propose_central,
    propose_hygienic,
)
from nsnt_desktop.models.words import Basis

ANSWERS = st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=8)
FULL = Proposal(True, "giếng khoan, đủ 4 điều kiện")
OPEN = Proposal(None, "giếng khoan, còn 1/4 chưa rõ")
FAILED = Proposal(False, "giếng khoan, không đạt: sân giếng")
NO_TEST = (None, "chưa có kết quả xét nghiệm")
PASSED = (True, "xét nghiệm ngày 12/08/2024 đạt")


@given(ANSWERS)
def test_all_met_is_yes_one_failed_is_no_and_a_blank_leaves_it_open(answers: list[bool | None]) -> None:
    proposal = propose_hygienic("Giếng khoan", [(f"Điều {n}", met) for n, met in enumerate(answers)])
    if False in answers:
        assert proposal.verdict is False
        assert all((f"điều {n}" in proposal.reason) is (met is False) for n, met in enumerate(answers))
    elif None in answers:
        assert proposal.verdict is None
        assert f"còn {answers.count(None)}/{len(answers)} điều kiện chưa rõ" in proposal.reason
    else:
        assert proposal == Proposal(True, f"giếng khoan, đủ {len(answers)} điều kiện")


def test_without_a_source_or_without_questions_nothing_is_proposed() -> None:
    assert propose_hygienic("", []) == Proposal(None, "chưa ghi nguồn nước chính")
    bought = propose_hygienic("Nước mua, đóng bình, chở xe", [])
    assert bought.verdict is None
    assert "cán bộ tự xác định" in bought.reason


@pytest.mark.parametrize(
    ("scheme", "tested", "verdict"),
    [("Khe Ngang", PASSED, True), ("Khe Ngang", NO_TEST, None), ("Khe Ngang", (False, "không đạt"), None)],
)
def test_a_scheme_proposes_yes_only_by_a_test_that_holds(
    scheme: str, tested: tuple[bool | None, str], verdict: bool | None
) -> None:
    assert propose_central(scheme, tested) == Proposal(verdict, f"công trình «Khe Ngang», {tested[1]}")


def test_a_centralised_source_without_its_scheme_proposes_nothing() -> None:
    assert propose_central("", PASSED).verdict is None


@pytest.mark.parametrize(
    ("verdict", "clean", "proposal", "told"),
    [
        (True, None, FULL, "Hợp vệ sinh vì: giếng khoan, đủ 4 điều kiện."),
        (False, None, FAILED, "Không hợp vệ sinh vì: giếng khoan, không đạt: sân giếng."),
        (None, None, FULL, "Chưa xác định; đề xuất «Có» vì: giếng khoan, đủ 4 điều kiện."),
        (None, None, OPEN, "Chưa xác định: giếng khoan, còn 1/4 chưa rõ."),
        (
            True,
            True,
            OPEN,
            "Hợp vệ sinh vì: nước sạch đạt quy chuẩn (giếng khoan, còn 1/4 chưa rõ).",
        ),
        (True, False, OPEN, "Hợp vệ sinh theo cán bộ ghi (giếng khoan, còn 1/4 chưa rõ)."),
        (
            True,
            True,
            FAILED,
            "Cán bộ ghi hợp vệ sinh, khác đề xuất: giếng khoan, không đạt: sân giếng.",
        ),
        (False, None, FULL, "Cán bộ ghi không hợp vệ sinh, khác đề xuất: giếng khoan, đủ 4 điều kiện."),
    ],
)
def test_why_the_verdict_stands(
    verdict: bool | None, clean: bool | None, proposal: Proposal, told: str
) -> None:
    assert hygienic_reason(verdict, clean, proposal) == told


@pytest.mark.parametrize(
    ("verdict", "basis", "tested", "told"),
    [
        (None, None, NO_TEST, "Chưa xác định: chưa có kết quả xét nghiệm."),
        (True, None, NO_TEST, "Đạt quy chuẩn nhưng chưa có căn cứ (chưa có kết quả xét nghiệm)."),
        (True, Basis.NONE, PASSED, "Đạt quy chuẩn vì: xét nghiệm ngày 12/08/2024 đạt."),
        (
            True,
            Basis.SUPPLIER,
            NO_TEST,
            "Đạt quy chuẩn, căn cứ: xác nhận của đơn vị cấp nước (chưa có kết quả xét nghiệm).",
        ),
        (
            False,
            None,
            (False, "xét nghiệm không đạt"),
            "Không đạt: xét nghiệm không đạt.",
        ),
        (
            True,
            Basis.TEST,
            NO_TEST,
            "Đạt quy chuẩn, căn cứ ghi là kết quả xét nghiệm nhưng chưa có kết quả xét nghiệm.",
        ),
        (False, None, NO_TEST, "Không đạt theo cán bộ ghi (chưa có kết quả xét nghiệm)."),
    ],
)
def test_what_clean_rests_on(
    verdict: bool | None, basis: Basis | None, tested: tuple[bool | None, str], told: str
) -> None:
    assert clean_reason(verdict, basis, tested, "").startswith(told)


def test_a_test_of_a_scheme_is_told_as_its_own() -> None:
    told = clean_reason(True, Basis.TEST, PASSED, "công trình «Khe Ngang»")
    assert "(công trình «Khe Ngang»: xét nghiệm ngày 12/08/2024 đạt)" in told
