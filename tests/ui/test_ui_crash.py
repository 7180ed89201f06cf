"""The last net: a bug opens one window that quotes no household; a fault of the world is told as one."""

import sys

import pytest
from PySide6.QtWidgets import QApplication

from nsnt_desktop.errors import KnownError
from nsnt_desktop.ui import crash
from nsnt_desktop.ui.dialogs import Dialogs


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> list[str]:  # noqa: ARG001
    shown: list[str] = []

    def look(window: crash.CrashWindow) -> int:
        shown.append(window.text.toPlainText())
        happen(RuntimeError("again, while the window is open"))
        return 0

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(crash.CrashWindow, "exec", look)
    crash.install()
    return shown


def happen(error: Exception) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        fail()
    sys.excepthook(caught.type, caught.value, caught.tb)


def test_a_bug_opens_one_window_that_names_the_place_and_no_household(
    reports: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    happen(ValueError("Trịnh Đức Khoẻ 0911222333"))
    assert len(reports) == 1
    assert "ValueError" in reports[0]
    assert "fail" in reports[0]
    assert "Khoẻ" not in reports[0] + capsys.readouterr().err


def test_a_windowed_program_has_no_stderr(reports: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    happen(ValueError())
    assert len(reports) == 1


def test_a_fault_of_the_world_is_told_in_its_sentence(
    reports: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(Dialogs, "error", lambda _self, _parent, message: told.append(message))
    happen(KnownError("USB bị rút."))
    assert told == ["USB bị rút."]
    assert not reports
