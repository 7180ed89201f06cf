"""The import command: the same walk as the window's, with nobody there to answer questions."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nsnt_desktop.importing.files.folders import files_in
from nsnt_desktop.importing.intake import Preview, preview_list
from nsnt_desktop.importing.letters.letters import Encoding
from nsnt_desktop.importing.list_file import ListFile, read_list
from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.registry.apply_batch import Outcome, apply_batch
from nsnt_desktop.registry.import_memory import load_memory
from nsnt_desktop.registry.register import load_register
from nsnt_desktop.registry.years import check_open, find_year
from nsnt_desktop.storage.datafile import DataFile, open_data_file


@no_cycle_search()
def take_in(
    file: Path, workbooks: Sequence[Path], village: str, year: int | None, *, dry_run: bool
) -> list[dict[str, Any]]:
    """Take lists in, each in its own transaction; rows that ask something are left waiting.

    A folder stands for the lists in it. Every workbook is read before the first is taken in, so that one bad
    file stops them all unharmed.
    """
    data = open_data_file(file, write=not dry_run)
    try:
        with data.reading() as session:
            memory = load_memory(session)
        lists = [read_list(path, village, memory) for path in files_in(workbooks)]
        results = []
        for found in lists:
            with data.reading() as session:
                wanted = find_year(session, year)
                check_open(session, wanted.id)
                preview = preview_list(found, load_register(session, wanted))
            results.append(_as_json(preview, None if dry_run else _apply(data, preview)))
        return results
    finally:
        data.close()


def _apply(data: DataFile, preview: Preview) -> int:
    return apply_batch(data, preview.batch).batch_id


def _as_json(preview: Preview, batch_id: int | None) -> dict[str, Any]:
    return {
        "file": preview.file.workbook.name,
        "encoding": _encoding(preview.file),
        **{outcome.value: preview.count(outcome) for outcome in Outcome if outcome is not Outcome.REJECTED},
        "rejected": [
            {
                "sheet": error.sheet,
                "row": error.excel_row,
                "column": error.column,
                "value": error.value,
                "reason": error.reason,
            }
            for error in preview.rejected
        ],
        "batch": batch_id,
    }


def _encoding(file: ListFile) -> str:
    """Return how the letters were written: the old fonts met ("TCVN3, VNI"), else the file's own way."""
    met = {column.encoding for _, layout in file.sheets for column in layout.columns}
    old = [encoding.value.upper() for encoding in Encoding if encoding in met - {Encoding.UNICODE}]
    return ", ".join(old) or file.workbook.encoding


def sentence(result: dict[str, Any], *, dry_run: bool) -> str:
    """Return what was done with one list, and each cell that kept a row out."""
    rows = len({(r["sheet"], r["row"]) for r in result["rejected"]})
    done = "Sẽ nhập" if dry_run else "Đã nhập"
    first = (
        f"{done} {result['file']}: {result['new']} mới, {result['changed']} thay đổi, "
        f"{result['same']} giữ nguyên, "
        f"{result['skipped']} bỏ qua, {result['asked']} chờ trả lời, {rows} từ chối."
    )
    wrong = [
        f"  {r['sheet']}, dòng {r['row']}, cột {r['column']}, {_shown(r['value'])}: {r['reason']}"
        for r in result["rejected"]
    ]
    return "\n".join([first, *wrong])


def _shown(value: str) -> str:
    return f"«{value}»" if value else "ô trống"
