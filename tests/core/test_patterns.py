"""Our matcher against one that is not ours: ministack's, which follows EventBridge's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.core.break_glass import event_rules as break_glass_rules
from lambdas.core.patterns import holds
from lambdas.core.signals import event_rules as signal_rules
from lambdas.core.workers import event_rules as worker_rules
from sandbox.matching import matches
from tests.core.break_glass.world import WATCHED
from tests.events import FOLDER, load

RECORDS = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.json"))
RULES = (*signal_rules(), *break_glass_rules(WATCHED), *worker_rules())

KEYS = st.sampled_from(["a", "b", "c"])
TEXTS = st.text(alphabet="abA/:-*\\?[", max_size=6)
LEAVES = st.one_of(TEXTS, st.booleans(), st.none(), st.integers(-2, 2))
WILDCARDS = st.lists(st.sampled_from(["a", "b", "A", "/", "?", "[", "*", r"\*", r"\\"]), max_size=6).map(
    lambda parts: "".join(part for part, before in zip(parts, ["", *parts], strict=False) if not part == before == "*")
)
NAMED = st.text(alphabet="abA", min_size=1, max_size=3)
OPERATORS = st.one_of(
    st.builds(lambda value: {"exists": value}, st.booleans()),
    st.builds(lambda value: {"prefix": value}, NAMED),
    st.builds(lambda value: {"wildcard": value}, WILDCARDS),
    st.builds(lambda value: {"equals-ignore-case": value}, NAMED),
    st.builds(lambda value: {"anything-but": value}, st.one_of(NAMED, st.lists(NAMED, min_size=1, max_size=2))),
    st.builds(lambda value: {"anything-but": {"prefix": value}}, NAMED),
    st.builds(lambda value: {"anything-but": {"wildcard": value}}, st.lists(WILDCARDS, min_size=1, max_size=2)),
)
WANTED = st.lists(st.one_of(LEAVES, OPERATORS), min_size=1, max_size=3)
FLAT = st.dictionaries(KEYS, WANTED, min_size=1, max_size=2)
NESTED = st.dictionaries(KEYS, st.one_of(WANTED, FLAT), min_size=1, max_size=3)
# A key that stands both inside and outside of a $or is none of ours: see `holds`.
EITHER = st.builds(
    lambda branches, beside: {**beside, "$or": branches},
    st.lists(NESTED, min_size=2, max_size=3),
    st.dictionaries(st.just("d"), WANTED, max_size=1),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=500, deadline=None)
@given(pattern=st.one_of(NESTED, EITHER), detail=st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), VALUES))
def test_any_pattern_and_event(pattern, detail):
    """Whatever the pattern and the event, both matchers say the same."""
    event = {"source": "s", "detail": detail}
    assert holds({"detail": pattern}, event) is matches({"detail": pattern}, event)


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_and_rule(name):
    """For every record, both matchers find the same rules of ours."""
    event = load(name)
    ours = [rule.name for rule in RULES if holds(rule.pattern, event)]
    assert ours == [rule.name for rule in RULES if matches(rule.pattern, event)]


@pytest.mark.parametrize(
    ("pattern", "found", "expected"),
    [
        ({"a": [{"wildcard": "x*z"}]}, {"a": "xyyz"}, True),
        ({"a": [{"wildcard": r"x\*z"}]}, {"a": "xyz"}, False),
        ({"a": [{"wildcard": "x*"}]}, {"a": ["no", "xy"]}, True),
        ({"a": [{"exists": False}]}, {"a": None}, False),
        ({"a": [{"exists": False}]}, {}, True),
        ({"a": [{"exists": False}]}, {"a": []}, True),
        ({"a": [1]}, {"a": True}, False),
        ({"a": [{"anything-but": "x"}]}, {}, False),
        ({"a": {"b": [1], "c": [2]}}, {"a": [{"b": 1, "c": 3}, {"b": 2, "c": 2}]}, False),
        ({"$or": [{"a": ["x"]}, {"b": ["y"]}]}, {"b": "y"}, True),
        ({"$or": [{"a": ["x"]}, {"b": ["y"]}]}, {"a": "y", "b": "x"}, False),
    ],
)
def test_single_operators(pattern, found, expected):
    """What each operator means, one case a line."""
    assert holds(pattern, found) is expected
