"""Open a data file in the window, walk through its households, print the megabytes the process holds."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the program is not installed in .venv

from nsnt_desktop.storage.datafile import open_data_file
from nsnt_desktop.ui.app import make_application
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.households import HouseholdsPage
from nsnt_desktop.ui.main_window import MainWindow


def main() -> None:
    """Show the page, type a search and take it back, sort, and scroll to a hundred places."""
    app = make_application()
    window = MainWindow(Context(open_data_file(Path(sys.argv[1])), 2024))
    window.resize(1366, 768)
    window.show()
    window.show_page("households")
    page = window.page()
    assert isinstance(page, HouseholdsPage)
    app.processEvents()
    for text in ("n", "nguyen", ""):
        page.search.setText(text)
        app.processEvents()
    page.model.sort(2)
    bar = page.table.verticalScrollBar()
    for part in range(101):
        bar.setValue(bar.maximum() * part // 100)
        app.processEvents()
        window.grab()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    print(int(kilobytes) / 1024)


if __name__ == "__main__":
    main()
