"""The command line: the same functions as the window, for scripts and tests.

Exit codes: 0 done; 1 a fault of the world, told in one Vietnamese sentence; 2 wrong usage.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nsnt_desktop import __version__
from nsnt_desktop.errors import KnownError

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
Command = Callable[[argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or the window when none is named; return the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    try:
        if not words or (words[0] not in _COMMANDS and not words[0].startswith("-")):
            return _window(words)
        options = _parser().parse_args(words)
        options.run(options)
        print(end="", flush=True)  # a windowed program has no sys.stdout to flush itself
    except KnownError as error:
        print(error.message, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # `… | head` has seen enough; what the command had to do was done before it spoke.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _speak_utf8() -> None:
    # A Vietnamese Windows console is not UTF-8 by itself; a pipe never is.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _window(words: list[str]) -> int:
    if len(words) > 1:
        print("Chỉ mở được một tệp dữ liệu mỗi lần.", file=sys.stderr)
        return 2
    if sys.platform == "linux" and not any(map(os.environ.get, _SCREENS)):
        # Qt itself would end the process with a core dump.
        raise KnownError(
            "Máy này không có màn hình để mở cửa sổ. Chưa có gì thay đổi trong dữ liệu. "
            "Hãy chạy trong phiên làm việc có màn hình, hoặc dùng các lệnh của nsnt-desktop --help."
        )
    from nsnt_desktop.ui.app import run  # noqa: PLC0415 - scripts need no Qt

    return run(Path(words[0]) if words else None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nsnt-desktop", description="Bộ chỉ số theo dõi - đánh giá nước sạch nông thôn."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="LỆNH")

    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text)
        made.set_defaults(run=_COMMANDS[name])
        return made

    sample = command("sample", "tạo tệp dữ liệu minh họa")
    sample.add_argument("file", type=Path)
    new = command("new", "tạo tệp dữ liệu cho một xã")
    new.add_argument("file", type=Path)
    new.add_argument("--commune", required=True)
    new.add_argument("--year", type=int, required=True)
    new.add_argument("--villages", required=True, help="tên các thôn, cách nhau bằng dấu chấm phẩy")
    take_in = command("import", "nhập danh sách hộ do các thôn gửi")
    take_in.add_argument("file", type=Path)
    take_in.add_argument("workbooks", type=Path, nargs="+")
    take_in.add_argument("--village", default="", help="thôn của những dòng không ghi thôn")
    take_in.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
    indicators = command("indicators", "tính sáu chỉ số")
    indicators.add_argument("file", type=Path)
    indicators.add_argument("--by", choices=["village", "former_commune", "poverty", "source"])
    check = command("check", "kiểm tra số liệu")
    check.add_argument("file", type=Path)
    warnings = command("warnings", "cảnh báo thiếu nước mùa khô, ô nhiễm, xét nghiệm")
    warnings.add_argument("file", type=Path)
    for made in (take_in, indicators, check, warnings):
        made.add_argument("--json", action="store_true")
    document = command("document", "lập kế hoạch, báo cáo và các văn bản khác (PDF và DOCX)")
    document.add_argument("file", type=Path)
    document.add_argument(
        "kind", choices=["plan", "report", "request", "invitation", "minutes", "cover_letter"]
    )
    document.add_argument("--out", type=Path, required=True)
    workbook = command("workbook", "xuất mọi chỉ số kèm danh sách hộ và công thức ra Excel")
    workbook.add_argument("file", type=Path)
    workbook.add_argument("--out", type=Path, required=True)
    for made in (take_in, indicators, check, warnings, document, workbook):
        made.add_argument("--year", type=int)
    backup = command("backup", "sao lưu tệp dữ liệu")
    backup.add_argument("file", type=Path)
    backup.add_argument("--to", type=Path)
    restore = command("restore", "khôi phục từ bản sao lưu")
    restore.add_argument("backup", type=Path)
    restore.add_argument("file", type=Path)
    return parser


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _sample(options: argparse.Namespace) -> None:
    from nsnt_desktop.sample import make_sample  # noqa: PLC0415 - each command loads what it needs

    make_sample(options.file)
    print(f"Đã tạo dữ liệu minh họa: {options.file}")


def _new(options: argparse.Namespace) -> None:
    from nsnt_desktop.registry.new_commune import NewCommune, create_commune  # noqa: PLC0415

    villages = options.villages.split(";")
    create_commune(options.file, NewCommune(options.commune, options.year, villages)).close()
    print(f"Đã tạo tệp dữ liệu: {options.file}")


def _import(options: argparse.Namespace) -> None:
    from nsnt_desktop import cli_import  # noqa: PLC0415

    results = cli_import.take_in(
        options.file, options.workbooks, options.village, options.year, dry_run=options.dry_run
    )
    for result in results:
        if not options.json:
            print(cli_import.sentence(result, dry_run=options.dry_run))
    if options.json:
        _print_json(results[0] if len(results) == 1 else results)


def _indicators(options: argparse.Namespace) -> None:
    from nsnt_desktop import cli_figures  # noqa: PLC0415

    printed = cli_figures.figures_of(options.file, options.year, options.by)
    if options.json:
        _print_json(cli_figures.as_json(printed))
    else:
        print(cli_figures.as_text(printed))


def _check(options: argparse.Namespace) -> None:
    from nsnt_desktop import cli_figures  # noqa: PLC0415

    findings = cli_figures.findings_of(options.file, options.year)
    if options.json:
        _print_json(cli_figures.findings_json(findings))
    else:
        print(cli_figures.findings_text(findings))


def _warnings(options: argparse.Namespace) -> None:
    from nsnt_desktop import cli_figures  # noqa: PLC0415

    warnings, decimals = cli_figures.warnings_of(options.file, options.year)
    told = cli_figures.warnings_json(warnings, decimals)
    if options.json:
        _print_json(told)
    else:
        print("\n".join((f"Năm {warnings.year}", *told["sentences"])))


def _document(options: argparse.Namespace) -> None:
    from nsnt_desktop.documents.gather import save_year_paper  # noqa: PLC0415
    from nsnt_desktop.models.words import DocumentKind  # noqa: PLC0415
    from nsnt_desktop.storage.datafile import open_data_file  # noqa: PLC0415

    data = open_data_file(options.file, write=False)
    try:
        for path in save_year_paper(data, DocumentKind.of(options.kind), options.year, options.out):
            print(f"Đã lưu {path}")
    finally:
        data.close()


def _workbook(options: argparse.Namespace) -> None:
    from nsnt_desktop.documents.figure_workbook import save_year_workbook  # noqa: PLC0415
    from nsnt_desktop.storage.datafile import open_data_file  # noqa: PLC0415

    data = open_data_file(options.file, write=False)
    try:
        print(f"Đã lưu {save_year_workbook(data, options.year, options.out)}")
    finally:
        data.close()


def _backup(options: argparse.Namespace) -> None:
    from nsnt_desktop.storage.backup import make_backup  # noqa: PLC0415
    from nsnt_desktop.storage.identity import check_is_ours  # noqa: PLC0415

    check_is_ours(options.file)
    print(f"Đã sao lưu: {make_backup(options.file, options.to)}")


def _restore(options: argparse.Namespace) -> None:
    from nsnt_desktop.storage.backup import restore  # noqa: PLC0415

    kept = restore(options.backup, options.file)
    print(f"Đã khôi phục {options.file} từ {options.backup}.")
    if kept:
        print(f"Dữ liệu trước khi khôi phục được giữ ở: {kept}")


_COMMANDS: dict[str, Command] = {
    "sample": _sample,
    "new": _new,
    "import": _import,
    "indicators": _indicators,
    "check": _check,
    "warnings": _warnings,
    "document": _document,
    "workbook": _workbook,
    "backup": _backup,
    "restore": _restore,
}
