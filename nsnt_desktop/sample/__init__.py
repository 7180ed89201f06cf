"""The sample commune ("dữ liệu minh họa"): one invented commune of real size, the same each time."""

from nsnt_desktop.sample.make import make_sample

__all__ = ["make_sample"]
