"""Peak memory of one list: python benchmarks/import_memory.py ours <data file> <list> | bare <list>."""

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the program is not installed in .venv


def _ours(data_file: Path, workbook: Path) -> None:
    from nsnt_desktop.importing.intake import preview_list  # noqa: PLC0415 - nor loaded for the yardstick
    from nsnt_desktop.importing.list_file import read_list  # noqa: PLC0415
    from nsnt_desktop.registry.register import load_register  # noqa: PLC0415
    from nsnt_desktop.registry.years import find_year  # noqa: PLC0415
    from nsnt_desktop.storage.datafile import open_data_file  # noqa: PLC0415

    data = open_data_file(data_file, write=False)
    with data.reading() as session:
        register = load_register(session, find_year(session))
    preview = preview_list(read_list(workbook), register)
    assert preview.batch.rows
    data.close()


def _bare(workbook: Path) -> None:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - the yardstick's own import

    sheet = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0)
    assert sheet.to_python(skip_empty_area=False)


if __name__ == "__main__":
    what, *paths = sys.argv[1:]
    if what == "ours":
        _ours(*map(Path, paths))
    else:
        _bare(*map(Path, paths))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
