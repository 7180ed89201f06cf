"""What a scheme's record, its tests and the assumptions say of one criterion of sustainability."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from nsnt_desktop import format as vn
from nsnt_desktop.models import SchemeRecord, SurveyYear, WaterScheme, WaterTest
from nsnt_desktop.models.words import OWN_MEASURE_LABEL, SchemeMeasure
from nsnt_desktop.storage.assumptions import Assumptions
from nsnt_desktop.storage.water_tests import tested_clean

Proposal = tuple[bool | None, str]
"""Met, not met or not known, and why."""
UNKNOWN: Proposal = (None, "chưa có số liệu")


@dataclass(frozen=True)
class SchemeFacts:
    """What is known of one scheme in a survey year."""

    scheme: WaterScheme
    record: SchemeRecord
    tests: list[WaterTest]
    year: SurveyYear


def measure_label(measure: SchemeMeasure | None, assumptions: Assumptions) -> str:
    """Return what a criterion is proposed from, its limit in numbers: "Gián đoạn không quá 30 ngày…"."""
    return measure.label.format(**asdict(assumptions)) if measure else OWN_MEASURE_LABEL


def propose(measure: SchemeMeasure | None, facts: SchemeFacts, assumptions: Assumptions) -> Proposal:
    """Return what the facts tell of a criterion; a measure of None is the officer's alone to answer."""
    return _READ[measure](facts, assumptions) if measure else (None, "cán bộ chưa đánh giá")


def _covers_cost(record: SchemeRecord) -> Proposal:
    income, cost = record.yearly_income, record.yearly_cost
    if income is None or cost is None:
        return UNKNOWN
    return income >= cost, f"thu {vn.number(income)} đồng, chi {vn.number(cost)} đồng"


def _water(facts: SchemeFacts, months: int) -> Proposal:
    return tested_clean(facts.tests, facts.year.as_of, months)


def _regular(record: SchemeRecord, most: int) -> Proposal:
    days = record.days_interrupted
    return UNKNOWN if days is None else (days <= most, f"gián đoạn {days} ngày trong năm")


def _trained(record: SchemeRecord) -> Proposal:
    told = record.trained_operator
    return UNKNOWN if told is None else (told, "theo số liệu công trình")


def _managed(record: SchemeRecord) -> Proposal:
    """Blank is not known, never "there is none": that is the officer's to say."""
    model = record.management_model
    told = record.managing_body.strip() or (model.label if model else "")
    return (True, told) if told else (None, "chưa ghi tổ chức quản lý")


def _capacity(facts: SchemeFacts, share: int) -> Proposal:
    since, record = facts.scheme.in_use_since, facts.record
    if since is not None and facts.year.year - since < 2:
        return True, "chưa đủ hai năm kể từ khi sử dụng"
    pairs = (
        (record.actual_capacity, record.design_capacity, "công suất"),
        (record.actual_connections, record.design_connections, "đấu nối"),
    )
    known = [(a, d, word) for a, d, word in pairs if a is not None and d]
    if not known:
        return UNKNOWN
    actual, design, word = max(known, key=lambda p: p[0] / p[1])
    return actual * 100 >= share * design, f"{word} thực tế {actual}/{design} thiết kế"


_READ: dict[SchemeMeasure, Callable[[SchemeFacts, Assumptions], Proposal]] = {
    SchemeMeasure.COVERS_COST: lambda facts, _assumed: _covers_cost(facts.record),
    SchemeMeasure.WATER_MEETS: lambda facts, assumed: _water(facts, assumed.test_valid_months),
    SchemeMeasure.REGULAR_SUPPLY: lambda facts, assumed: _regular(facts.record, assumed.days_interrupted_max),
    SchemeMeasure.CAPACITY_USED: lambda facts, assumed: _capacity(facts, assumed.capacity_share),
    SchemeMeasure.TRAINED_OPERATOR: lambda facts, _assumed: _trained(facts.record),
    SchemeMeasure.MANAGED: lambda facts, _assumed: _managed(facts.record),
}
