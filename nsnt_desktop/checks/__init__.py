"""Is the data sound? Twenty rules over one survey year; what they find, and how much of it."""

from nsnt_desktop.checks.check import (
    check_household,
    check_households,
    check_scheme,
    check_villages,
    check_year,
)
from nsnt_desktop.checks.finding import Finding, Summary, beside, opens_households, rule_titles, summary

__all__ = [
    "Finding",
    "Summary",
    "beside",
    "check_household",
    "check_households",
    "check_scheme",
    "check_villages",
    "check_year",
    "opens_households",
    "rule_titles",
    "summary",
]
