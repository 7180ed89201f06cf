"""The office's own fields and the editable lists behind the rules, changed one value at a time."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.criteria import OPERATORS, indicator_unit
from nsnt_desktop.indicators.definitions import PERCENT
from nsnt_desktop.models import (
    Assumption,
    Base,
    Commune,
    Criterion,
    LegalBasisRow,
    MainSource,
    Regulation,
)
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.storage.assumptions import parse_assumption
from nsnt_desktop.storage.changes import Change, change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean, match_key

M = TypeVar("M", bound=Base)
CRITERION_INDICATORS = ("1", "2", "2a", "2b", "3", "4", "4a", "4b", "5", "6")
_TO_CONFIRM = frozenset({"value", "operator", "indicator", "legal_document"})
"""What of a criterion was held against its document: another one has to be confirmed again."""
_DECIMAL = re.compile(r"\d{1,6}([.,]\d{1,4})?")


def office_fields(session: Session) -> dict[str, Any]:
    """Return every column of the office by name."""
    commune = session.scalars(select(Commune)).one()
    return {column.key: getattr(commune, column.key) for column in Commune.__table__.columns}


# Legal bases of the papers


def list_legal_bases(session: Session) -> list[LegalBasisRow]:
    """Return the legal bases, the plan's before the report's, in printing order."""
    rows = session.scalars(select(LegalBasisRow).order_by(LegalBasisRow.position, LegalBasisRow.id))
    return sorted(rows, key=lambda row: row.document_kind is DocumentKind.REPORT)


def add_legal_basis(data: DataFile, document_kind: DocumentKind, number: str, issued_on: date) -> int:
    """Add a legal basis by its number and symbol; the rest is filled in afterwards."""
    with change(data, f"Thêm căn cứ {clean(number)}") as made:
        _demand(clean(number), "Chưa ghi số, ký hiệu văn bản.", "Hãy nhập số, ký hiệu, ví dụ 05/QĐ-UBND.")
        row = LegalBasisRow(
            document_kind=document_kind,
            position=_next_position(made.session, LegalBasisRow),
            kind="Quyết định",
            number=clean(number),
            issued_on=issued_on,
            issuer="",
            subject="",
        )
        made.session.add(row)
        return made.action_id


def set_legal_basis_field(data: DataFile, row_id: int, field: str, value: Any) -> int | None:
    """Save one field of a legal basis; raise KnownError if its date or number is left out."""

    def check(_made: Change, row: LegalBasisRow) -> None:
        _demand(row.issued_on, "Chưa ghi ngày của văn bản.", "Hãy nhập ngày theo dạng ngày/tháng/năm.")
        _demand(row.number, "Chưa ghi số, ký hiệu văn bản.", "Hãy nhập số, ký hiệu, hoặc xóa cả dòng.")

    return _set(data, LegalBasisRow, row_id, field=field, value=value, what="Sửa căn cứ", check=check)


def remove_legal_basis(data: DataFile, row_id: int) -> int:
    """Remove a legal basis; it can be undone."""
    return _remove(data, LegalBasisRow, row_id, "Xóa căn cứ")


# Criteria of nông thôn mới


def list_criteria(session: Session) -> list[Criterion]:
    """Return the criteria in order."""
    return list(session.scalars(select(Criterion).order_by(Criterion.position, Criterion.id)))


def add_criterion(data: DataFile, code: str) -> int:
    """Add a criterion by its code; nothing else of it is known yet."""
    with change(data, f"Thêm tiêu chí {clean(code)}") as made:
        _demand(clean(code), "Chưa ghi số hiệu tiêu chí.", "Hãy nhập số hiệu, ví dụ 17.1.")
        position = _next_position(made.session, Criterion)
        made.session.add(Criterion(code=clean(code), position=position, operator="≥"))
        return made.action_id


def set_criterion_field(data: DataFile, row_id: int, field: str, value: Any) -> int | None:
    """Save one field of a criterion; a new value, operator, indicator or document has to be confirmed again.

    The unit follows from the indicator. Raises KnownError: a threshold that is no number or that nothing can
    meet, an operator that is none, a confirmation without a threshold or without its document.
    """
    if field == "value":
        value = _decimal(value)

    def check(_made: Change, row: Criterion) -> None:
        _demand(row.code, "Chưa ghi số hiệu tiêu chí.", "Hãy nhập số hiệu, ví dụ 17.1.")
        _check_threshold(row)
        row.unit = indicator_unit(row.indicator)
        if field in _TO_CONFIRM:
            row.confirmed = False
        if row.confirmed:
            _demand(row.value, "Tiêu chí chưa có ngưỡng.", "Hãy nhập ngưỡng theo văn bản rồi mới đánh dấu.")
            _demand(row.legal_document, "Chưa ghi văn bản.", "Hãy ghi văn bản đã đối chiếu rồi mới đánh dấu.")

    return _set(
        data, Criterion, row_id, field=field, value=value, what="Sửa ngưỡng nông thôn mới", check=check
    )


def _check_threshold(row: Criterion) -> None:
    if row.operator not in OPERATORS:
        raise KnownError(
            f"«{row.operator}» không phải là dấu so sánh. {NOTHING_LOST} "
            f"Hãy chọn một trong các dấu {' '.join(OPERATORS)}."
        )
    if not row.value:
        return
    value = Fraction(row.value)
    percent = indicator_unit(row.indicator) == PERCENT
    if percent and value > 100:
        raise KnownError(
            f"Ngưỡng «{row.value.replace('.', ',')}» lớn hơn 100 %, mà chỉ số {row.indicator} là tỷ lệ "
            f"phần trăm. {NOTHING_LOST} Hãy nhập số từ 0 đến 100."
        )
    if (row.operator == "<" and value == 0) or (row.operator == ">" and percent and value == 100):
        raise KnownError(
            f"Không số liệu nào đạt được ngưỡng «{row.operator} {row.value.replace('.', ',')}». "
            f"{NOTHING_LOST} Hãy nhập lại dấu so sánh hoặc ngưỡng."
        )


def remove_criterion(data: DataFile, row_id: int) -> int:
    """Remove a criterion; it can be undone."""
    return _remove(data, Criterion, row_id, "Xóa tiêu chí")


# Numbers no published text gave us


def list_assumptions(session: Session) -> list[Assumption]:
    """Return the editable numbers in order."""
    return list(session.scalars(select(Assumption).order_by(Assumption.position)))


def set_assumption_field(data: DataFile, row_id: int, field: str, value: Any) -> int | None:
    """Save the value or the confirmation of an assumption; a new value has to be confirmed again.

    Raises KnownError with what is allowed.
    """

    def check(_made: Change, row: Assumption) -> None:
        _check_assumption(row)
        if field == "value":
            row.confirmed = False

    return _set(data, Assumption, row_id, field=field, value=value, what="Sửa thông số", check=check)


def _check_assumption(row: Assumption) -> None:
    try:
        parse_assumption(row)
    except KnownError as error:
        # Its sentence sends to the settings, where the officer is already: only what is allowed is kept.
        allowed = error.message.partition("nhập ")[2]
        raise KnownError(
            f"«{row.value}» không dùng được cho thông số này. {NOTHING_LOST} Hãy nhập {allowed}"
        ) from error


# Lists that screens choose from


def list_all_sources(session: Session) -> list[MainSource]:
    """Return every main source, those out of use as well."""
    return list(session.scalars(select(MainSource).order_by(MainSource.position)))


def set_source_field(data: DataFile, row_id: int, field: str, value: Any) -> int | None:
    """Save the label of a main source, or whether it may be chosen; raise KnownError on a taken label."""

    def check(made: Change, row: MainSource) -> None:
        _demand(row.label, "Tên nguồn nước không được để trống.", "Hãy nhập tên nguồn nước.")
        labels = made.session.scalars(select(MainSource.label).where(MainSource.id != row_id))
        _refuse_twice(row.label, labels.all())

    return _set(
        data, MainSource, row_id, field=field, value=value, what="Sửa danh mục nguồn nước", check=check
    )


def add_regulation(data: DataFile, name: str) -> int:
    """Add a water quality regulation by name; raise KnownError if it is there already."""
    with change(data, f"Thêm quy chuẩn {clean(name)}") as made:
        _demand(clean(name), "Chưa ghi tên quy chuẩn.", "Hãy nhập tên quy chuẩn.")
        _refuse_twice(clean(name), made.session.scalars(select(Regulation.name)).all())
        made.session.add(Regulation(name=clean(name)))
        return made.action_id


def set_regulation_field(data: DataFile, row_id: int, field: str, value: Any) -> int | None:
    """Save the name or a day of effect of a regulation; its days must stand in order."""

    def check(made: Change, row: Regulation) -> None:
        _demand(row.name, "Tên quy chuẩn không được để trống.", "Hãy nhập tên quy chuẩn.")
        names = made.session.scalars(select(Regulation.name).where(Regulation.id != row_id))
        _refuse_twice(row.name, names.all())
        if row.applies_from and row.applies_to and row.applies_from > row.applies_to:
            raise KnownError(
                f"Ngày hết hiệu lực của {row.name} đứng trước ngày có hiệu lực. {NOTHING_LOST} "
                "Hãy nhập lại một trong hai ngày."
            )

    return _set(data, Regulation, row_id, field=field, value=value, what="Sửa quy chuẩn", check=check)


def _set(
    data: DataFile,
    model: type[M],
    row_id: int,
    *,
    field: str,
    value: Any,
    what: str,
    check: Callable[[Change, M], None],
) -> int | None:
    if type(value) is str:
        value = clean(value)
    with change(data, what) as made, made.session.no_autoflush:
        row: M = made.session.get_one(model, row_id)
        if getattr(row, field) == value:
            return None
        setattr(row, field, value)
        check(made, row)
        return made.action_id


def _remove(data: DataFile, model: type[Base], row_id: int, what: str) -> int:
    with change(data, what) as made:
        made.session.delete(made.session.get_one(model, row_id))
        return made.action_id


def _next_position(session: Session, model: type[LegalBasisRow | Criterion]) -> int:
    return (session.scalar(select(func.max(model.position))) or 0) + 1


def _decimal(text: str) -> str:
    value = clean(text)
    if value and not _DECIMAL.fullmatch(value):
        raise KnownError(
            f"Ngưỡng «{value}» không phải là số. {NOTHING_LOST} "
            "Hãy nhập số, ví dụ 55 hoặc 15,5, hoặc để trống nếu chưa có."
        )
    return value.replace(",", ".")


def _demand(value: object, happened: str, advice: str) -> None:
    if not value:
        raise KnownError(f"{happened} {NOTHING_LOST} {advice}")


def _refuse_twice(name: str, others: Sequence[str]) -> None:
    if any(match_key(other) == match_key(name) for other in others):
        raise KnownError(f"Đã có «{name}» trong danh mục. {NOTHING_LOST} Hãy đặt tên khác.")
