"""Bỏ qua vì…: asks why warnings are passed over, and who says so."""

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from nsnt_desktop.text import clean
from nsnt_desktop.ui.widgets import button, column, label, row


class PassOver(QDialog):
    """The reason and the name kept beside every warning chosen; both are needed."""

    def __init__(self, parent: QWidget | None, count: int, by: str) -> None:
        """Offer the officer responsible, who may not be the one who looked into it."""
        super().__init__(parent)
        self.setWindowTitle("Bỏ qua cảnh báo")
        self.reason, self.by = QLineEdit(), QLineEdit(by)
        self.reason.setPlaceholderText("ví dụ: đã hỏi trưởng thôn, số liệu đúng")
        self.reason.setAccessibleName("Bỏ qua vì")
        self.by.setAccessibleName("Người xem xét")
        self.agree = button("Bỏ qua", "primary", "check")
        self.give_up = button("Hủy")
        self.agree.clicked.connect(self.accept)
        self.give_up.clicked.connect(self.reject)
        for line in (self.reason, self.by):
            line.textChanged.connect(self._typed)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("Bỏ qua vì", self.reason)
        form.addRow("Người xem xét", self.by)
        told = "Lý do và tên người được lưu cùng số liệu của năm, hiện bên cảnh báo."
        if count > 1:
            told = f"{count} cảnh báo cùng một lý do. {told}"
        layout = column(form, label(told, "dim", wrap=True), None, gap=10)
        layout.addLayout(row(None, self.agree, self.give_up))
        layout.setContentsMargins(16, 14, 16, 14)
        self.setLayout(layout)
        self.setMinimumWidth(480)
        self._typed()

    def _typed(self) -> None:
        self.agree.setEnabled(bool(clean(self.reason.text()) and clean(self.by.text())))
