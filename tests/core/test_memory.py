"""What is remembered between loops: written and read, joined with today's, and told apart from who is gone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.assignments import Principal, PrincipalType
from lambdas.core.desired import Known, Pair
from lambdas.core.memory import (
    Holder,
    KnownAccount,
    Recalled,
    find_strays,
    holder_to_document,
    make_holders,
    merge_holders,
    parse_holder,
    settle,
)
from lambdas.core.policy import Policy

DEVELOPERS = Principal(PrincipalType.GROUP, "g-dev")
ANA = Principal(PrincipalType.USER, "u-ana")

names = st.text(max_size=8)
arns = st.sampled_from(["ps-1", "ps-2", "ps-3"])
principals = st.builds(Principal, st.sampled_from(PrincipalType), st.sampled_from(["1", "2", "3"]))
holders = st.builds(Holder, principals, names, st.frozensets(arns, max_size=3), names)
memories = st.lists(holders, max_size=4).map(lambda found: {holder.principal: holder for holder in found})
known_accounts = st.builds(
    KnownAccount,
    tags=st.dictionaries(names, names, max_size=3),
    desired=names,
    told=st.frozensets(names, max_size=3),
    doubted_since=names,
)

POLICY = Policy.model_validate(
    {
        "permission_sets": {"ReadOnly": {}},
        "access": [{"group": "Developers", "permission_set": "ReadOnly", "accounts": "all"}],
        "exceptions": [
            {
                "user": "ana@example.com",
                "permission_set": "ReadOnly",
                "accounts": "all",
                "until": "2026-12-31",
                "owner": "ben@example.com",
                "reason": "INC-1",
            }
        ],
    }
)


@given(known_accounts)
def test_an_account_written_and_parsed_is_the_same(known):
    """It goes through JSON and comes back equal."""
    assert KnownAccount.parse(json.loads(json.dumps(known.to_document()))) == known


@given(holders)
def test_a_holder_written_and_parsed_is_the_same(holder):
    """It goes through JSON under its principal and comes back equal."""
    assert parse_holder(holder.principal, json.loads(json.dumps(holder_to_document(holder)))) == holder


@given(memories, memories)
def test_joining_todays_holders_forgets_no_pair(remembered, today):
    """Every pair of either is a pair of both, and nothing else is."""
    merged = merge_holders(remembered, today)
    assert Recalled(holders=merged).pairs == Recalled(holders=remembered).pairs | Recalled(holders=today).pairs


@given(memories, memories)
def test_joining_the_same_again_changes_nothing(remembered, today):
    """A loop that finds nothing new has nothing to remember."""
    once = merge_holders(remembered, today)
    assert merge_holders(once, today) == once


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [("Developers", "Engineers", "Engineers"), ("Developers", "", "Developers"), ("", "Engineers", "Engineers")],
)
def test_todays_name_is_the_name(before, now, after):
    """A name that the policy has now takes the place of the one it had; no name takes the place of none."""
    arns_then, arns_now = frozenset({"ps-1"}), frozenset({"ps-2"})
    merged = merge_holders(
        {DEVELOPERS: Holder(DEVELOPERS, before, arns_then)}, {DEVELOPERS: Holder(DEVELOPERS, now, arns_now)}
    )
    assert merged == {DEVELOPERS: Holder(DEVELOPERS, after, arns_then | arns_now)}


def test_a_name_is_settled_until_another_one_is():
    """A loop over one account brings a new name, not that every account was looked at under it."""
    arns = frozenset({"ps-1"})
    settled = settle({DEVELOPERS: Holder(DEVELOPERS, "Developers", arns)})
    renamed = merge_holders(settled, {DEVELOPERS: Holder(DEVELOPERS, "Engineers", arns)})
    assert renamed == {DEVELOPERS: Holder(DEVELOPERS, "Engineers", arns, "Developers")}
    assert merge_holders(renamed, settle(renamed)) == {DEVELOPERS: Holder(DEVELOPERS, "Engineers", arns, "Engineers")}


def test_holders_are_made_of_pairs():
    """Each principal once, with all of its permission sets and the policy's name for it."""
    known = Known(groups={"Developers": "g-dev"}, users={"ana@example.com": "u-ana"})
    pairs = [Pair(*DEVELOPERS, "ps-1"), Pair(*DEVELOPERS, "ps-2"), Pair(*ANA, "ps-1")]
    assert make_holders(pairs, known) == {
        DEVELOPERS: Holder(DEVELOPERS, "Developers", frozenset({"ps-1", "ps-2"})),
        ANA: Holder(ANA, "ana@example.com", frozenset({"ps-1"})),
    }


@given(memories)
def test_holders_stand_for_exactly_their_pairs(memory):
    """Taken apart into pairs and made again, the memory manages the same."""
    pairs = Recalled(holders=memory).pairs
    assert Recalled(holders=make_holders(pairs, Known())).pairs == pairs


#  the holder's name     the policy names it      AWS knows the name      stray
@pytest.mark.parametrize(
    ("holder", "known", "is_stray"),
    [
        (Holder(DEVELOPERS, "Developers", frozenset()), Known(groups={"Developers": "g-dev"}), False),
        (Holder(DEVELOPERS, "Developers", frozenset()), Known(), True),
        # Another group has the name now: a rule means that one, and this one has retired.
        (Holder(DEVELOPERS, "Developers", frozenset()), Known(groups={"Developers": "g-new"}), False),
        (Holder(DEVELOPERS, "Contractors", frozenset()), Known(), False),
        (Holder(DEVELOPERS, "", frozenset()), Known(), False),
        (Holder(ANA, "ana@example.com", frozenset()), Known(), True),
        (Holder(ANA, "ana@example.com", frozenset()), Known(users={"ana@example.com": "u-ana"}), False),
        # A user called like a group is no group.
        (Holder(ANA, "Developers", frozenset()), Known(), False),
    ],
)
def test_strays(holder, known, is_stray):
    """Who stands in the policy under a name that AWS no longer knows is looked at by its id."""
    assert find_strays(POLICY, known, [holder]) == ((holder,) if is_stray else ())
