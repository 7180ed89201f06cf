"""The window. PySide6 lives only here; a screen holds no rule and no SQL."""
