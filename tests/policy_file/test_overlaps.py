"""Rules that another rule already says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.accounts import Account, select
from lambdas.core.policy import Selector
from policy_file.overlaps import covers

# wide                          | narrow                                                | covered
CASES = [
    ("all", {"ou": "A"}, True),
    ({"ou": "A"}, "all", False),
    ("all", {"id": "111122223333"}, False),  # it may be the management account
    (["all", {"id": "111122223333"}], {"id": "111122223333"}, True),
    ({"id": ["111122223333", "111122224444"]}, {"id": "111122223333"}, True),
    ({"ou": "A"}, {"ou": "A/B"}, True),
    ({"ou": "A"}, {"ou_only": "A/B"}, True),
    ({"ou": "A"}, {"ou": "AB"}, False),
    ({"ou": "A/B"}, {"ou": ["A/B/C", "D"]}, False),
    ({"ou_only": "A"}, {"ou": "A"}, False),
    ({"tag": {"t": ["a", "b"]}}, {"tag": {"t": "a", "u": "c"}}, True),
    ({"tag": {"t": "a", "u": "c"}}, {"tag": {"t": "a"}}, False),
    ({"name": "pay*"}, {"name": "payments"}, True),
    ({"name": "pay*"}, {"name": "pay*"}, True),
    ({"name": "a*"}, {"name": "*"}, False),
    ({"ou": "A"}, {"ou": "A", "not": {"ou": "A/B"}}, True),
    ({"ou": "A", "not": {"ou": "A/B"}}, {"ou": "A"}, False),
    ({"ou": "A", "not": {"ou": "A/B/C"}}, {"ou": "A", "not": {"ou": "A/B"}}, True),
    ({"ou": "A", "not": {"ou": "A/B"}}, {"ou": "A", "not": {"ou": "A/B/C"}}, False),
]


@pytest.mark.parametrize(("wide", "narrow", "covered"), CASES)
def test_a_selector_covers_what_it_surely_means(wide: object, narrow: object, covered: bool) -> None:
    """Only what holds in every organization counts."""
    assert covers(Selector.of(wide), Selector.of(narrow)) is covered


NAMES = st.sampled_from(["a", "b", "ab"])
PATHS = st.lists(NAMES, min_size=1, max_size=2)
ACCOUNTS = st.builds(
    Account,
    id=st.sampled_from(["111122223333", "111122224444"]),
    name=NAMES,
    ou_path=st.lists(NAMES, max_size=3).map(tuple),
    tags=st.dictionaries(NAMES, NAMES, max_size=2),
    is_management=st.booleans(),
)
MAPPINGS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["a", "b", "a*", "*b", "*"]),
        "ou": PATHS.map("/".join),
        "ou_only": PATHS.map("/".join),
        "id": st.sampled_from(["111122223333", ["111122223333", "111122224444"]]),
        "tag": st.dictionaries(NAMES, NAMES, min_size=1, max_size=2),
    },
).map(lambda written: written or "all")
WITH_NOT = st.builds(lambda one, out: one if one == "all" else {**one, "not": out}, MAPPINGS, MAPPINGS)
SELECTORS = MAPPINGS | WITH_NOT | st.lists(MAPPINGS | WITH_NOT, min_size=1, max_size=2)


@given(SELECTORS, SELECTORS, ACCOUNTS)
def test_no_account_is_lost_with_a_covered_rule(wide: object, narrow: object, account: Account) -> None:
    """A rule that is called idle may be removed: whatever it means, the other one means."""
    if covers(Selector.of(wide), Selector.of(narrow)):
        assert select(Selector.of(narrow), [account]).keys() <= select(Selector.of(wide), [account]).keys()
