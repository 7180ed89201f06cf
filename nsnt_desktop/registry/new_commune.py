"""A new data file for one commune: the office, its villages, the first year, and the editable lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import (
    Assumption,
    ChecklistQuestion,
    Commune,
    Criterion,
    LegalBasisRow,
    MainSource,
    Regulation,
    SustainabilityCriterion,
    Village,
)
from nsnt_desktop.models.words import DocumentKind, Levels, SchemeMeasure, SourceGroup
from nsnt_desktop.registry.place_names import split_kind, with_kind
from nsnt_desktop.registry.years import add_year
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, create_data_file, open_data_file
from nsnt_desktop.storage.identity import check_free
from nsnt_desktop.text import clean, match_key

TWO_LEVELS_FROM = date(2025, 7, 1)  # Nghị định 131/2025/NĐ-CP: no district from this day
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class NewCommune:
    """What the first-run wizard or the command line says of the office."""

    name: str
    year: int
    villages: Sequence[str]
    levels: Levels | None = None
    """None: by the year, two levels from 2025 (the report of 2025 goes out after 01/7/2025)."""
    code: str = ""
    district: str = ""
    province: str = ""
    signer: str = ""
    is_sample: bool = False


def create_commune(path: Path, new: NewCommune) -> DataFile:
    """Create the data file of a commune and leave it open; on any fault there is no file.

    Raises KnownError: no name, a year out of range, a village named twice, a file that exists.
    """
    unit, name = split_kind("name", new.name)
    villages = _village_names(new.villages)
    if not name:
        raise KnownError("Chưa có tên xã. Chưa tạo tệp nào. Hãy nhập tên xã.")
    if new.year not in YEARS:
        raise KnownError(f"Năm {new.year} không hợp lệ. Chưa tạo tệp nào. Hãy nhập năm từ 2000 đến 2100.")
    check_free(path)
    # Filled under another name: a file of the right name is always a whole one, whatever happens meanwhile.
    beside = path.with_name(path.name + ".moi")
    beside.unlink(missing_ok=True)
    data = create_data_file(beside)
    try:
        with change(data, f"Tạo dữ liệu xã {name}") as made:
            _fill(made.session, new, unit, name, villages)
        data.close()
        beside.replace(path)
    finally:
        data.close()
        beside.unlink(missing_ok=True)
        beside.with_name(beside.name + ".lock").unlink(missing_ok=True)
    return open_data_file(path)


def _village_names(names: Sequence[str]) -> list[str]:
    cleaned = [name for name in map(clean, names) if name]
    seen: dict[str, str] = {}
    for name in cleaned:
        if match_key(name) in seen:
            raise KnownError(f"Thôn «{name}» ghi hai lần. Chưa tạo tệp nào. Hãy bỏ bớt một tên.")
        seen[match_key(name)] = name
    return cleaned


def office_defaults(levels: Levels, district: str, province: str) -> dict[str, Any]:
    """Return the commune columns that follow from the levels of government; the officer may change each."""
    shipped = read_toml("reference", "office.toml")
    profile = shipped[levels.value]
    return {
        "superior": profile["superior"],
        "superior_full": profile["superior_full"].format(
            district=with_kind("huyện", district), province=with_kind("tỉnh", province)
        ),
        "superior_via": profile["superior_via"],
        "plan_recipients": "\n".join(profile["plan_recipients"]),
        "report_recipients": "\n".join(profile["report_recipients"]),
    }


def _fill(session: Session, new: NewCommune, unit: str, name: str, villages: list[str]) -> None:
    shipped = read_toml("reference", "office.toml")
    district, province = split_kind("district", new.district)[1], split_kind("province", new.province)[1]
    levels = new.levels or (Levels.TWO if new.year >= TWO_LEVELS_FROM.year else Levels.THREE)
    session.add(
        Commune(
            name=name,
            code=clean(new.code),
            unit=unit or shipped["unit"],
            district=district,
            province=province,
            levels=levels,
            responsible=shipped["responsible"],
            signing_lines="\n".join(shipped["signing_lines"]),
            signer=clean(new.signer),
            deadline_day=shipped["deadline_day"],
            deadline_month=shipped["deadline_month"],
            is_sample=new.is_sample,
            **office_defaults(levels, district, province),
        )
    )
    for position, basis in enumerate(shipped["basis"]):
        values = {key: value for key, value in basis.items() if key != "documents"}
        for kind in basis["documents"]:
            session.add(LegalBasisRow(document_kind=DocumentKind.of(kind), position=position, **values))
    session.add_all(Village(name=village, position=i) for i, village in enumerate(villages, 1))
    _fill_lists(session)
    session.flush()
    add_year(session, new.year)


def _fill_lists(session: Session) -> None:
    for position, row in enumerate(read_toml("reference", "main_sources.toml")["source"], 1):
        session.add(
            MainSource(
                code=row["code"], label=row["label"], group=SourceGroup.of(row["group"]), position=position
            )
        )
    for position, row in enumerate(read_toml("reference", "assumptions.toml")["assumption"], 1):
        session.add(Assumption(position=position, **row))
    for position, row in enumerate(read_toml("reference", "sustainability.toml")["criterion"], 1):
        measure = SchemeMeasure.of(row["measure"])
        session.add(SustainabilityCriterion(**{**row, "position": position, "measure": measure}))
    for position, row in enumerate(read_toml("reference", "hygienic_checklist.toml")["question"], 1):
        given = {"code": row["code"], "label": row["label"], "source_codes": " ".join(row["sources"])}
        session.add(ChecklistQuestion(position=position, **given))
    for position, row in enumerate(read_toml("reference", "criteria.toml")["criterion"], 1):
        session.add(Criterion(position=position, operator="≥", unit="", **row))
    for row in read_toml("reference", "regulations.toml")["regulation"]:
        session.add(Regulation(**row))
