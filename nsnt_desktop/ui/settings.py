"""Cài đặt: the office, the thresholds, the assumptions, the lists, and the look."""

from PySide6.QtWidgets import QApplication, QButtonGroup, QRadioButton, QTabWidget, QWidget

from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.settings_checklist import ChecklistTab
from nsnt_desktop.ui.settings_import import ImportMemoryTab
from nsnt_desktop.ui.settings_lists import ListsTab
from nsnt_desktop.ui.settings_office import OfficeTab
from nsnt_desktop.ui.settings_rules import AssumptionsTab, CriteriaTab
from nsnt_desktop.ui.settings_sustainability import SustainabilityTab
from nsnt_desktop.ui.theme import SCHEMES, choose_scheme, chosen_scheme
from nsnt_desktop.ui.widgets import Page, card, column, label, scrolled


class LookTab(QWidget):
    """Light, dark, or as the system says."""

    title = "Giao diện"

    def __init__(self) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        self.choices = {scheme: QRadioButton(text) for scheme, text in SCHEMES.items()}
        for scheme, choice in self.choices.items():
            self.group.addButton(choice)
            choice.setAccessibleName(f"Giao diện: {SCHEMES[scheme]}")
            choice.clicked.connect(lambda _checked=False, s=scheme: self._choose(s))
        told = label("«Theo máy» đổi sáng, tối theo cài đặt của Windows. Đổi được ngay.", "dim", wrap=True)
        layout = column(card(label("Màu sắc", "h2"), *self.choices.values(), told, gap=10), None, gap=12)
        layout.setContentsMargins(0, 12, 6, 0)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Show which scheme is chosen."""
        self.choices[chosen_scheme()].setChecked(True)

    @staticmethod
    def _choose(scheme: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            choose_scheme(app, scheme)


class SettingsPage(Page):
    """Everything the officer sets once and then forgets."""

    title = "Cài đặt"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.office, self.criteria = OfficeTab(context), CriteriaTab(context)
        self.assumptions, self.lists, self.look = AssumptionsTab(context), ListsTab(context), LookTab()
        self.sustainability, self.checklist = SustainabilityTab(context), ChecklistTab(context)
        self.memory = ImportMemoryTab(context)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Các nhóm cài đặt")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for name, tab in self._by_name().items():
            long = name in {"office", "sustainability", "lists", "memory", "look"}
            self.tabs.addTab(scrolled(tab) if long else tab, tab.title)
        self.tabs.currentChanged.connect(lambda _at: self.refresh())
        layout = column(label(self.title, "h1"), self.tabs, gap=10)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def refresh(self) -> None:
        list(self._by_name().values())[self.tabs.currentIndex()].refresh()

    def show_argument(self, argument: object) -> None:
        """Show one tab by its name: one of the keys of the tabs, "office" to "look"."""
        names = list(self._by_name())
        if argument in names:
            self.tabs.setCurrentIndex(names.index(str(argument)))

    def _by_name(
        self,
    ) -> dict[
        str,
        OfficeTab
        | CriteriaTab
        | AssumptionsTab
        | SustainabilityTab
        | ChecklistTab
        | ListsTab
        | ImportMemoryTab
        | LookTab,
    ]:
        return {
            "office": self.office,
            "criteria": self.criteria,
            "assumptions": self.assumptions,
            "sustainability": self.sustainability,
            "checklist": self.checklist,
            "lists": self.lists,
            "memory": self.memory,
            "look": self.look,
        }
