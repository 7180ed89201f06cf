"""The fields of a household in words: their labels, and how a value of each is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.models import Household, MainSource, Village, WaterScheme
from nsnt_desktop.models.words import CLEAN_LABELS, UNKNOWN_LABEL, YES_NO_LABELS, LabelledEnum

FIELD_LABELS = {
    "head": "Họ tên chủ hộ",
    "village_id": "Thôn",
    "code": "Mã hộ",
    "birth_year": "Năm sinh chủ hộ",
    "phone": "Điện thoại",
    "address": "Địa chỉ",
    "persons": "Số khẩu",
    "poverty": "Hộ nghèo, cận nghèo",
    "status": "Tình trạng",
    "status_note": "Lý do, nơi đến",
    "merged_into_id": "Nhập vào hộ",
    "split_from_id": "Tách từ hộ",
    "main_source_id": "Nguồn nước chính",
    "second_source_id": "Nguồn nước phụ",
    "scheme_id": "Công trình cấp nước tập trung",
    "litres_per_month": "m³ nước sạch/tháng",
    "volume_estimated": "Lượng nước ước tính",
    "has_meter": "Có đồng hồ nước",
    "hygienic": "Nước hợp vệ sinh",
    "clean": "Nước sạch",
    "basis": "Căn cứ",
    "treatment": "Thiết bị xử lý nước",
    "dry_season_shortage": "Mùa khô thiếu nước",
    "pollution_risk": "Nguy cơ ô nhiễm",
    "note": "Ghi chú",
    "verified": "Đã đối chiếu",
}
"""By the name of the column, in the order a household is told of."""
NOTHING = "(trống)"
_YES_NO = {True: "Có", False: "Không"}


@dataclass(frozen=True)
class Names:
    """What the ids in a household's fields stand for, those out of use as well."""

    villages: Mapping[int, str]
    sources: Mapping[int, str]
    schemes: Mapping[int, str]
    households: Mapping[int, str]
    """Only of the households that are named."""


def load_names(session: Session, *household_ids: int | None) -> Names:
    """Return the names of villages, sources and schemes, and of the households asked for."""
    heads = select(Household.id, Household.head).where(Household.id.in_([i for i in household_ids if i]))
    return Names(
        villages=dict(session.execute(select(Village.id, Village.name)).all()),
        sources=dict(session.execute(select(MainSource.id, MainSource.label)).all()),
        schemes=dict(session.execute(select(WaterScheme.id, WaterScheme.name)).all()),
        households=dict(session.execute(heads).all()) if any(household_ids) else {},
    )


def value_words(field: str, value: Any, names: Names) -> str:
    """Return a value of a field as the officer reads it; a blank is told as one, never as a zero or a no."""
    if field in _OPTIONAL and value is None:
        return _OPTIONAL[field]
    tell = _TELL.get(field)
    if tell is not None:
        return tell(value, names)
    if value is None:
        return UNKNOWN_LABEL
    return value.label if isinstance(value, LabelledEnum) else str(value) or NOTHING


_OPTIONAL = {"second_source_id": "Không có", "scheme_id": "Không nối", "merged_into_id": "Không"}
"""Fields whose blank is an answer."""
_TELL: dict[str, Callable[[Any, Names], str]] = {
    "village_id": lambda value, names: names.villages.get(value, UNKNOWN_LABEL),
    "main_source_id": lambda value, names: names.sources.get(value, UNKNOWN_LABEL),
    "second_source_id": lambda value, names: names.sources.get(value, UNKNOWN_LABEL),
    "scheme_id": lambda value, names: names.schemes.get(value, UNKNOWN_LABEL),
    "merged_into_id": lambda value, names: names.households.get(value, UNKNOWN_LABEL),
    "split_from_id": lambda value, names: names.households.get(value, NOTHING),
    "persons": lambda value, _names: UNKNOWN_LABEL if value is None else vn.number(value),
    "litres_per_month": lambda value, _names: vn.cubic_metres(value) or UNKNOWN_LABEL,
    "hygienic": lambda value, _names: YES_NO_LABELS[value],
    "clean": lambda value, _names: CLEAN_LABELS[value],
    "has_meter": lambda value, _names: YES_NO_LABELS[value],
    "dry_season_shortage": lambda value, _names: YES_NO_LABELS[value],
    "volume_estimated": lambda value, _names: _YES_NO[bool(value)],
    "verified": lambda value, _names: _YES_NO[bool(value)],
}
