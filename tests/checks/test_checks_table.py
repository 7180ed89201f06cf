"""The table of rules: every rule has its words, every case its sentence, every sentence what it asks for."""

from string import Formatter

import pytest
from checks_support import add_working_scheme, all_findings, connected, sound

from communes import fill
from nsnt_desktop.checks.finding import opens_households, rule_scope, rule_titles
from nsnt_desktop.checks.rules import RULES, OwnRule, RecordRule
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.storage.datafile import DataFile

WORDS = {rule["code"]: rule for rule in read_toml("checks", "rules.toml")["rule"]}


def test_every_rule_stands_once_in_the_table_and_once_in_the_words_in_one_order() -> None:
    assert [rule.code for rule in RULES] == list(rule_titles()) == list(WORDS)


@pytest.mark.parametrize("rule", [rule for rule in RULES if not isinstance(rule, OwnRule)])
def test_every_condition_has_its_sentence(rule: RecordRule) -> None:
    assert list(rule.cases) == list(WORDS[rule.code]["case"])


@pytest.mark.parametrize("code", WORDS)
def test_the_words_are_whole(code: str) -> None:
    rule = WORDS[code]
    assert rule["scope"] in {"household", "village", "scheme", "commune"}
    for case in rule["case"].values():
        assert case["severity"] in {"error", "warning"}
        assert case["message"].endswith(".")
        assert "ãy " in case["message"]
        if "alone" in case:
            asked = {word for _, word, _, _ in Formatter().parse(case["alone"]) if word}
            assert asked.isdisjoint({"count", "heads", "village"})


def test_what_is_told_of_a_village_by_its_households_opens_them() -> None:
    assert [code for code in WORDS if opens_households(code)] == ["13", "18", "19"]


def test_a_finding_is_about_what_its_rule_is_about(data: DataFile) -> None:
    scheme_id, _ = add_working_scheme(data, working=False)
    bad = {"persons": None, "poverty": None, "hygienic": None}
    fill(data, [connected(scheme_id, **bad), connected(None), sound(basis=None), sound(year=2023)])
    found = all_findings(data)
    assert {f.rule for f in found} >= {"1", "2", "3", "4", "5", "7", "8", "9", "14"}
    assert next(f for f in found if f.rule == "3").subject_ids == (scheme_id,)
    assert all(f.scope == rule_scope(f.rule) == f.subject.partition(":")[0] for f in found)
