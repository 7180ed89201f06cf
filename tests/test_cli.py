"""The command line: every command, its exit codes, and what it prints."""

import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cli_running import FAULTY, FORM, OLD_FONT, PROJECT, TRUTH, as_process, new_file, refused, result, run
from communes import VILLAGES, count, file_digest, year_id
from nsnt_desktop import __version__, cli_import
from nsnt_desktop.indicators.cuts import Cut
from nsnt_desktop.models import Household, ImportBatch, SurveyYear
from nsnt_desktop.models.words import YearState
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import open_data_file
from taking_in import SAMPLES, register_digest

# The samples


def figures(found: dict[str, Any]) -> dict[str, Any]:
    values = {i["code"]: i["value"] for i in found["indicators"]}
    return {name: found[name] for name in ("households", "persons", "poor")} | values


@pytest.mark.parametrize(
    "sample",
    [
        "1-phac-le-bieu-in.xlsx",
        "2-thon-1-nfd.xlsx",
        OLD_FONT.name,
        "4-hai-thon-sheet-an.xlsx",
        "5-thon-5.csv",
    ],
)
def test_a_sample_gives_exactly_its_indicators(data_path: Path, sample: str) -> None:
    truth = TRUTH[sample]
    new_file(data_path, ";".join(truth["villages"]))
    taken = result("import", data_path, SAMPLES / sample)
    rows = truth["indicators"]["households"]
    assert taken == {
        "file": sample,
        "encoding": {"5-thon-5.csv": "UTF-8", OLD_FONT.name: "TCVN3"}.get(sample, "Unicode"),
        "new": rows,
        **dict.fromkeys(("changed", "same", "skipped", "asked"), 0),
        "rejected": [],
        "batch": 1,
    }
    found = result("indicators", data_path)
    assert found["year"] == 2024
    assert figures(found) | truth["indicators"] == figures(found)
    again = result("import", data_path, SAMPLES / sample)
    assert (again["same"], again["new"], again["changed"], again["batch"]) == (rows, 0, 0, 2)
    assert result("indicators", data_path) == found


def test_the_same_file_again_changes_no_row_but_the_trail(data_path: Path) -> None:
    new_file(data_path, VILLAGES[0])
    digests = []
    for _ in range(2):
        assert run("import", data_path, FORM)[0] == 0
        data = open_data_file(data_path)
        digests.append((register_digest(data), count(data, Household)))
        data.close()
    assert digests[0] == digests[1]


def test_the_faulty_sample_takes_in_what_is_sound(data_path: Path) -> None:
    new_file(data_path, "Thôn 6")
    taken = result("import", data_path, FAULTY)
    assert (taken["new"], taken["asked"], taken["changed"], taken["skipped"]) == (52, 3, 0, 0)
    assert [(r["sheet"], r["row"], r["column"], r["value"]) for r in taken["rejected"]] == [
        ("Sheet", 4, "C", ""),
        ("Sheet", 7, "D", "-2"),
        ("Sheet", 10, "D", "ba"),
        ("Sheet", 13, "D", "400"),
        ("Sheet", 28, "C", ""),
    ]
    assert all(r["reason"] for r in taken["rejected"])
    code, out, _ = run("import", data_path, FAULTY)
    assert code == 0
    first, *wrong = out.splitlines()
    for part in ("0 mới", "0 thay đổi", "52 giữ nguyên", "0 bỏ qua", "3 chờ trả lời", "5 từ chối"):
        assert part in first
    assert wrong[1] == "  Sheet, dòng 7, cột D, «-2»: số nhân khẩu phải từ 1 đến 50"
    assert "ô trống" in wrong[0]


# import


def test_a_dry_run_tells_the_same_and_writes_nothing(closed_file: Path) -> None:
    before = file_digest(closed_file)
    told = result("import", closed_file, FORM, "--dry-run")
    assert told["batch"] is None
    code, out, _ = run("import", closed_file, FORM, "--dry-run")
    assert (code, out.startswith("Sẽ nhập 1-phac-le-bieu-in.xlsx: 172 mới")) == (0, True)
    assert file_digest(closed_file) == before
    done = result("import", closed_file, FORM)
    assert {**done, "batch": None} == told


def test_a_dry_run_beside_an_open_window_is_allowed(closed_file: Path) -> None:
    window = open_data_file(closed_file)
    assert result("import", closed_file, FORM, "--dry-run")["new"] == 172
    window.close()


def test_the_village_option_names_the_village(closed_file: Path) -> None:
    assert result("import", closed_file, FORM, "--village", "do thuong")["new"] == 172
    found = result("indicators", closed_file, "--by", "village")
    assert [(v["name"], v["households"]) for v in found["villages"]] == [(VILLAGES[0], 0), (VILLAGES[1], 172)]


def test_an_unknown_village_waits(closed_file: Path) -> None:
    taken = result("import", closed_file, FORM, "--village", "Thôn Khác")
    assert (taken["asked"], taken["new"]) == (172, 0)
    assert result("indicators", closed_file)["households"] == 0


def test_several_workbooks_are_taken_in_one_after_the_other(data_path: Path) -> None:
    new_file(data_path, "Thôn Phác Lê;Thôn 1")
    both = result("import", data_path, FORM, SAMPLES / "2-thon-1-nfd.xlsx")
    assert [(taken["new"], taken["batch"]) for taken in both] == [(172, 1), (160, 2)]
    found = result("indicators", data_path, "--by", "village")
    assert found["households"] == 332
    for place, sample in zip(found["villages"], ("1-phac-le-bieu-in.xlsx", "2-thon-1-nfd.xlsx"), strict=True):
        assert figures(place) | TRUTH[sample]["indicators"] == figures(place)


def test_a_folder_stands_for_the_lists_in_it(closed_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Các thôn gửi"
    folder.mkdir()
    shutil.copy(FORM, folder / "Thôn.xlsx")
    (folder / "~$Thôn.xlsx").write_bytes(b"x")
    assert result("import", closed_file, folder, "--dry-run")["file"] == "Thôn.xlsx"


@pytest.mark.parametrize("first", [True, False])
def test_one_bad_workbook_stops_them_all(closed_file: Path, tmp_path: Path, first: bool) -> None:
    bad = tmp_path / "hong.xlsx"
    bad.write_bytes(FORM.read_bytes()[:4_000])
    before = file_digest(closed_file)
    refused(run("import", closed_file, *((bad, FORM) if first else (FORM, bad))))
    assert file_digest(closed_file) == before


def test_a_closed_year_is_refused_and_nothing_changes(closed_file: Path) -> None:
    data = open_data_file(closed_file)
    with change(data, "Chốt") as made:
        made.session.get_one(SurveyYear, year_id(data)).state = YearState.CLOSED
    data.close()
    before = file_digest(closed_file)
    assert "đã chốt" in refused(run("import", closed_file, FORM))
    assert "đã chốt" in refused(run("import", closed_file, FORM, "--dry-run"))
    assert file_digest(closed_file) == before


# indicators


def test_the_json_of_the_indicators_has_the_documented_shape(closed_file: Path) -> None:
    run("import", closed_file, FORM)
    found = result("indicators", closed_file, "--year", 2024)
    assert list(found) == ["year", "households", "persons", "poor", "indicators"]
    assert [i["code"] for i in found["indicators"]] == ["1", "2", "2a", "2b", "3", "4", "4a", "4b", "5", "6"]
    keys = ["code", "name", "unit", "numerator", "denominator", "value", "unknown"]
    for indicator in found["indicators"]:
        assert list(indicator) == keys + (["classes"] if indicator["code"] == "6" else [])
        assert indicator["value"] is None or isinstance(indicator["value"], str)
    by_code = {i["code"]: i for i in found["indicators"]}
    assert (by_code["2a"]["numerator"], by_code["2a"]["denominator"]) == (29, 172)
    assert by_code["6"]["value"] is None  # no scheme: neither 0 nor 100
    assert set(by_code["6"]["classes"].values()) == {0}
    places = result("indicators", closed_file, "--by", "village")["villages"]
    assert [list(place) for place in places] == [["name", *list(found)[1:]]] * 2
    for name in ("households", "persons", "poor"):
        assert sum(place[name] for place in places) == found[name]


@pytest.mark.parametrize(
    ("cut", "key"),
    [
        (Cut.VILLAGE, "villages"),
        (Cut.FORMER_COMMUNE, "former_communes"),
        (Cut.POVERTY, "poverty"),
        (Cut.SOURCE, "sources"),
    ],
)
def test_the_indicators_by_every_cut_add_up(closed_file: Path, cut: Cut, key: str) -> None:
    run("import", closed_file, FORM)
    found = result("indicators", closed_file, "--by", cut)
    for name in ("households", "persons", "poor"):
        assert sum(group[name] for group in found[key]) == found[name]
    for at, indicator in enumerate(found["indicators"][:-1]):  # schemes belong to no group
        for name in ("numerator", "denominator", "unknown") if indicator["code"] != "5" else ("numerator",):
            assert sum(g["indicators"][at][name] for g in found[key]) == indicator[name]
    code, out, _ = run("indicators", closed_file, "--by", cut)
    assert code == 0
    assert all(f"\n{group['name']}\n" in out for group in found[key])


def test_the_text_of_the_indicators_is_vietnamese(closed_file: Path) -> None:
    run("import", closed_file, FORM)
    code, out, err = run("indicators", closed_file, "--by", "village")
    assert (code, err) == (0, "")
    assert "172 hộ, 691 khẩu, 9 hộ nghèo" in out
    assert "16,9 % (29/172)" in out
    assert "0 hộ, 0 khẩu, 0 hộ nghèo" in out  # the village that delivered nothing
    assert "— (0/0)" in out


# The other commands


def test_new_makes_the_villages_named(tmp_path: Path) -> None:
    path = new_file(tmp_path / "x.nsnt", " Thôn 1;thôn Hai ;; ")
    found = result("indicators", path, "--by", "village")
    assert [v["name"] for v in found["villages"]] == ["Thôn 1", "thôn Hai"]


def test_the_sample_its_checks_and_its_papers(tmp_path: Path) -> None:
    path, out = tmp_path / "mẫu.nsnt", tmp_path / "văn bản #1"
    assert run("sample", path)[::2] == (0, "")
    found = result("indicators", path)
    assert (found["households"], found["persons"], found["poor"]) == (1552, 5990, 47)
    findings = result("check", path)
    told = findings["findings"]
    assert findings["errors"] == sum(f["severity"] == "error" and not f["passed_over"] for f in told) > 0
    assert findings["warnings"] == sum(f["severity"] == "warning" and not f["passed_over"] for f in told) > 0
    code, text, _ = run("check", path)
    assert code == 0
    assert len(text.splitlines()) == len(told)
    assert text.startswith("Lỗi")
    for kind in ("plan", "report"):
        code, told_paths, err = run("document", path, kind, "--out", out)
        assert (code, err, told_paths.count("Đã lưu")) == (0, "", 3 if kind == "report" else 2)
    made = sorted(out.iterdir())
    assert [p.suffix for p in made] == [".docx", ".pdf", ".xlsx", ".docx", ".pdf"]
    assert [p.read_bytes()[:4] for p in made if p.suffix == ".pdf"] == [b"%PDF"] * 2
    assert all(p.read_bytes()[:4] == b"PK\x03\x04" for p in made if p.suffix != ".pdf")
    assert len({p.stem for p in made}) == 2
    refused(run("sample", path))  # never over what stands there


def test_a_sound_year_has_no_findings(closed_file: Path) -> None:
    assert result("check", closed_file, "--year", 2024)["errors"] == 0


def test_backup_and_restore_go_there_and_back(closed_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sao lưu 100% #2"
    code, out, _ = run("backup", closed_file, "--to", folder)
    (backup,) = folder.iterdir()
    assert (code, str(backup) in out) == (0, True)
    run("import", closed_file, FORM)
    code, out, err = run("restore", backup, closed_file)
    assert (code, err) == (0, "")
    assert "được giữ ở" in out
    assert result("indicators", closed_file)["households"] == 0
    kept = Path(out.strip().rpartition(": ")[2])
    assert run("restore", kept, closed_file)[0] == 0
    assert result("indicators", closed_file)["households"] == 172
    elsewhere = tmp_path / "khác.nsnt"
    code, out, _ = run("restore", backup, elsewhere)
    assert (code, "được giữ ở" in out) == (0, False)
    assert result("indicators", elsewhere)["households"] == 0


def test_a_backup_without_a_folder_goes_to_this_pc(closed_file: Path, nsnt_home: Path) -> None:
    assert run("backup", closed_file)[0] == 0
    assert len(list(nsnt_home.rglob("*.nsnt"))) == 1


@pytest.mark.parametrize("name", ["Xã Cẩm Tân (mới) #1 100%.nsnt", "%41 a'b;c [x].nsnt"])
def test_odd_paths_are_taken_as_they_are(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Người dùng %20 #"
    folder.mkdir()
    book = folder / "Thôn Phác Lê #1 (50%).xlsx"
    shutil.copyfile(FORM, book)
    path = new_file(folder / name, VILLAGES[0])
    assert result("import", path, book)["file"] == book.name
    assert result("indicators", path)["households"] == 172
    assert {p.name for p in folder.iterdir()} - {f"{name}.lock"} == {name, book.name}


# Usage


@pytest.mark.parametrize(
    "words",
    [
        ["import"],
        ["import", "x.nsnt"],
        ["new", "x.nsnt", "--commune", "A"],
        ["new", "x.nsnt", "--commune", "A", "--year", "hai", "--villages", "B"],
        ["indicators"],
        ["indicators", "x.nsnt", "--by", "xã"],
        ["indicators", "x.nsnt", "--nonsense"],
        ["document", "x.nsnt", "letter", "--out", "y"],
        ["document", "x.nsnt", "plan"],
        ["restore", "x.nsnt"],
        ["sample"],
        ["check", "x.nsnt", "y.nsnt"],
        ["--nonsense"],
        ["a.nsnt", "b.nsnt"],
        ["improt", "x.nsnt", "y.xlsx"],
    ],
)
def test_wrong_usage_is_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err
    assert [p for p in tmp_path.iterdir() if p.name != "home"] == []


@pytest.mark.parametrize(("words", "opened"), [([], None), (["Cẩm Tân.nsnt"], Path("Cẩm Tân.nsnt"))])
def test_no_command_opens_the_window(
    monkeypatch: pytest.MonkeyPatch, words: list[str], opened: Path | None
) -> None:
    asked: list[Path | None] = []
    window = ModuleType("nsnt_desktop.ui.app")
    window.run = lambda path: asked.append(path) or 7  # type: ignore[attr-defined, func-returns-value]
    monkeypatch.setitem(sys.modules, "nsnt_desktop.ui.app", window)
    assert run(*words)[0] == 7
    assert asked == [opened]


def test_help_and_version_are_no_fault() -> None:
    assert run("--version")[:2] == (0, f"{__version__}\n")
    code, out, _ = run("--help")
    assert code == 0
    assert all(
        command in out
        for command in ("sample", "new", "import", "indicators", "check", "document", "workbook", "warnings")
    )


# The process


def test_a_bug_is_not_swallowed(closed_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr(cli_import, "preview_list", broken)
    with pytest.raises(LookupError):
        run("import", closed_file, FORM)
    monkeypatch.undo()
    assert run("import", closed_file, FORM)[0] == 0  # the lock went with it


def test_the_output_is_utf8_whatever_the_console(closed_file: Path) -> None:
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = as_process("indicators", closed_file, **plain)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "Tỷ lệ hộ sử dụng nước hợp vệ sinh" in ran.stdout.decode("utf-8")
    refusal = as_process("indicators", closed_file.with_name("không có.nsnt"), **plain)
    assert refusal.returncode == 1
    assert refusal.stderr.decode("utf-8").startswith("Không tìm thấy tệp")
    assert b"Traceback" not in refusal.stderr


def test_a_reader_that_has_seen_enough_is_no_bug(closed_file: Path) -> None:
    command = [sys.executable, "-m", "nsnt_desktop", "indicators", str(closed_file), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


def test_what_is_taken_in_is_remembered(closed_file: Path) -> None:
    run("import", closed_file, FORM)
    data = open_data_file(closed_file)
    assert count(data, ImportBatch) == 1
    data.close()


# warnings


def test_the_warnings_are_counts_and_the_sentences_of_the_report(closed_file: Path) -> None:
    run("import", closed_file, FORM)
    found = result("warnings", closed_file, "--year", 2024)
    assert (found["year"], found["households"], found["shortage_two_years"]) == (2024, 172, None)
    answered = found["households"] - found["shortage_unknown"]
    assert (found["shortage"] is None) == (answered == 0)
    assert set(found["scheme_tests"].values()) == {0}
    code, out, err = run("warnings", closed_file)
    assert (code, err) == (0, "")
    assert out.splitlines() == ["Năm 2024", *found["sentences"]]
