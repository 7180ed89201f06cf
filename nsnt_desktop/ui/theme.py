"""The look: Fusion with our own colours and style sheet, light and dark, and one bundled screen font."""

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from nsnt_desktop.errors import KnownError
from nsnt_desktop.resource_files import resource


@dataclass(frozen=True)
class Colours:
    """The colours of one scheme, by what they mean."""

    page: str
    card: str
    line: str
    text: str
    dim: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    met: str
    warning: str
    error: str
    met_soft: str
    warning_soft: str
    error_soft: str


LIGHT = Colours(
    page="#f4f6f9",
    card="#ffffff",
    line="#e1e6ec",
    text="#1c2733",
    dim="#5c6b7f",
    accent="#0b6bb5",
    accent_hover="#0d7bd0",
    on_accent="#ffffff",
    soft="#e6f1fa",
    met="#1a7a4a",
    warning="#8f5c0f",
    error="#c0392b",
    met_soft="#e3f4ea",
    warning_soft="#fdf2dd",
    error_soft="#fbe6e3",
)
DARK = Colours(
    page="#14191f",
    card="#1c232b",
    line="#2d3743",
    text="#e6ebf1",
    dim="#93a1b3",
    accent="#4aa3e0",
    accent_hover="#66b4ea",
    on_accent="#0d1620",
    soft="#203446",
    met="#4cc38a",
    warning="#e0a83f",
    error="#f07167",
    met_soft="#1c3328",
    warning_soft="#3a2f18",
    error_soft="#3d2422",
)
_chosen: Qt.ColorScheme | None = None  # asked for; not every platform answers with what it was asked for
SCHEMES = {"system": "Theo máy", "light": "Sáng", "dark": "Tối"}


def colours() -> Colours:
    """Return the colours in force now."""
    scheme = _chosen or QApplication.styleHints().colorScheme()
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def load_fonts(app: QApplication) -> None:
    """Set the bundled screen font, so that the window looks the same whatever is installed."""
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise KnownError(
                f"Thiếu phông chữ «{name}» trong thư mục cài đặt. Dữ liệu vẫn nguyên vẹn. "
                "Hãy cài lại chương trình."
            )
    app.setFont(QFont("Noto Sans", 10))


def apply_theme(app: QApplication) -> None:
    """Set palette and style sheet by the chosen scheme; called again when the system changes its own."""
    chosen = chosen_scheme()
    hints = app.styleHints()
    global _chosen  # noqa: PLW0603 - one look for the whole program
    wanted = _chosen = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(chosen)
    if wanted is None:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(wanted)
    now = colours()
    app.setPalette(_palette(now))
    template = Template(resource("style.qss").read_text(encoding="utf-8"))
    # The tick of a box is a black picture: what is under it is light in both schemes.
    tick = {
        "ticked": now.accent if now is DARK else now.soft,
        "tick": resource("icons", "check.svg").as_posix(),
    }
    app.setStyleSheet(template.substitute(asdict(now) | tick))


def chosen_scheme() -> str:
    """Return "system", "light" or "dark"."""
    return str(QSettings().value("scheme", "system"))


def choose_scheme(app: QApplication, scheme: str) -> None:
    """Remember a scheme and show it at once."""
    QSettings().setValue("scheme", scheme)
    apply_theme(app)


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.page,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Base: c.card,
        QPalette.ColorRole.AlternateBase: c.page,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.PlaceholderText: c.dim,
        QPalette.ColorRole.Button: c.card,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.ToolTipBase: c.card,
        QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.Mid: c.line,
        QPalette.ColorRole.Midlight: c.line,
        QPalette.ColorRole.Dark: c.line,
        QPalette.ColorRole.Light: c.card,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.dim))
    return palette
