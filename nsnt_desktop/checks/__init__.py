"""Is the data sound? Sixteen rules over one survey year; what they find, and how much of it."""

from nsnt_desktop.checks.check import check_household, check_year
from nsnt_desktop.checks.finding import Finding, Summary, rule_titles, summary

__all__ = ["Finding", "Summary", "check_household", "check_year", "rule_titles", "summary"]
