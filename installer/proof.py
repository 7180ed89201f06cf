"""Opens every page inside the built program and draws a paper: proof FILE PAPER FOLDER. Never shipped."""

import sys
import time
from pathlib import Path

STARTED = time.perf_counter()

from PySide6.QtCore import QSettings  # noqa: E402 - loading is part of what is measured

from nsnt_desktop.documents.previews import page_image  # noqa: E402
from nsnt_desktop.ui import screenshots  # noqa: E402

FILE, PAPER, FOLDER = map(Path, sys.argv[1:])
# The pictures choose a look: not in the settings of whoever builds.
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(FILE.parent / "settings"))
for picture in screenshots.take(FILE, FOLDER, "light", 1366, 768):
    print(picture.name)
(FOLDER / "paper.png").write_bytes(page_image(PAPER, 0).png())
print("paper.png")
print(f"{time.perf_counter() - STARTED:.1f} s")
