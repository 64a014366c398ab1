"""Reading a policy that is right, and compiling it."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.policy import Policy
from policy_file import Reading, Severity, compile_policy, read_policy

TODAY = date(2030, 1, 15)
TEXT = """\
permission_sets:
  ReadOnly: {session: 8h}

access:
  - {group: Developers, permission_set: ReadOnly, accounts: {ou: Workloads/Dev}}
  - groups: [Operators]
    permission_set: ReadOnly
    accounts: all

exceptions:
  - {user: a@example.com, permission_set: ReadOnly, accounts: all, until: 2030-01-15, owner: b@example.com, reason: x}
"""


def _policy(text: str) -> Policy:
    reading = read_policy(text.encode(), "access.yaml", today=TODAY)
    assert reading.problems == ()
    assert reading.policy is not None
    return reading.policy


def test_every_rule_knows_where_it_stands() -> None:
    """A reason can say "rule 2, access.yaml:6", also after the policy was compiled."""
    policy = Policy.model_validate_json(compile_policy(_policy(TEXT)))
    assert [(rule.number, rule.source) for rule in policy.access] == [(1, "access.yaml:5"), (2, "access.yaml:6")]
    assert [(found.number, found.source) for found in policy.exceptions] == [(1, "access.yaml:11")]


def test_an_exception_holds_to_the_end_of_its_last_day() -> None:
    """On the last day it is no mistake yet; on the day after it is."""
    assert _policy(TEXT).exceptions[0].until == TODAY
    reading = read_policy(TEXT.encode(), "access.yaml", today=date(2030, 1, 16))
    assert [problem.place for problem in reading.problems] == ["access.yaml:11:75"]


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter() -> None:
    """A file from any editor is the same policy."""
    windows = "\ufeff" + TEXT.replace("\n", "\r\n")
    assert compile_policy(_policy(windows)) == compile_policy(_policy(TEXT))


def test_warnings_come_with_a_policy() -> None:
    """A warning does not stop anything, and says that it is one."""
    reading = read_policy(b"break_glass: {permission_sets: [Emergency]}\n", "access.yaml", today=TODAY)
    assert reading.policy is not None
    assert [warning.severity for warning in reading.warnings] == [Severity.WARNING]
    assert str(reading.warnings[0]).startswith("access.yaml:1:33: warning: no permission set 'Emergency'")


def test_the_compiled_policy_does_not_depend_on_how_it_was_written() -> None:
    """Order of keys, quotes, shorthands and comments leave the asset as it is, so nothing is deployed for them."""
    other = TEXT.replace("{session: 8h}", "{relay_state: '', session: PT8H} # comment").replace(
        "{group: Developers, permission_set: ReadOnly, accounts: {ou: Workloads/Dev}}",
        "{accounts: [{ou: ['Workloads/Dev']}], permission_sets: [ReadOnly], groups: [Developers]}",
    )
    assert compile_policy(_policy(other)) == compile_policy(_policy(TEXT))


def test_the_compiled_policy_is_one_line_of_json() -> None:
    """Stable order, no spaces, one line."""
    compiled = compile_policy(_policy(TEXT))
    assert compiled.count("\n") == 1
    assert compiled == json.dumps(json.loads(compiled), sort_keys=True, separators=(",", ":")) + "\n"


NAMES = st.text(min_size=1, max_size=8)
SETS = st.sampled_from(["ReadOnly", "Operator"])
MANY = st.lists(NAMES, min_size=1, max_size=2)
CONDITIONS = st.fixed_dictionaries(
    {"name": MANY},
    optional={
        "tag": st.dictionaries(NAMES, NAMES | MANY, min_size=1, max_size=2),
        "id": st.sampled_from(["000000000000", "111122223333"]),
        "ou": st.sampled_from(["/", "A/B", r"A\/B", ["A", "B"]]),
        "not": st.just({"ou_only": "A"}) | st.just("all"),
    },
)
SELECTORS = st.just("all") | CONDITIONS | st.lists(CONDITIONS | st.just("all"), min_size=1, max_size=2)
RULES = st.fixed_dictionaries({"groups": MANY, "permission_sets": st.lists(SETS, min_size=1), "accounts": SELECTORS})
EXCEPTIONS = st.fixed_dictionaries(
    {
        "user": NAMES,
        "permission_set": SETS,
        "accounts": SELECTORS,
        "until": st.dates(min_value=TODAY, max_value=date(2999, 12, 31)).map(str),
        "owner": NAMES,
        "reason": NAMES,
    }
)


@given(st.lists(RULES, max_size=3), st.lists(EXCEPTIONS, max_size=2))
def test_what_is_written_is_what_is_read_and_compiled(rules: list[Any], exceptions: list[Any]) -> None:
    """Any names, in any selector: the file, the models and the compiled form say the same."""
    written = {"permission_sets": {"ReadOnly": {}, "Operator": {}}, "access": rules, "exceptions": exceptions}
    reading = read_policy(json.dumps(written).encode(), "access.yaml", today=TODAY)
    if reading.policy is None:
        assert _only_about_overlaps(reading)
        return
    assert [list(rule.groups) for rule in reading.policy.access] == [rule["groups"] for rule in rules]
    assert Policy.model_validate_json(compile_policy(reading.policy)) == reading.policy


def _only_about_overlaps(reading: Reading) -> bool:
    words = ("has no effect", "repeats", "duplicate key")
    return all(any(word in problem.message for word in words) for problem in reading.problems)


@pytest.mark.parametrize("line", ["a", "#", ": x", "- y", "'", "\u2028", "\u00e9", "no", "012", "2030-01-01"])
def test_quoted_text_is_text(line: str) -> None:
    """Whatever it looks like, a name in quotes is that name."""
    text = TEXT.replace("Operators", json.dumps(line, ensure_ascii=False))
    assert _policy(text).access[1].groups == (line,)
