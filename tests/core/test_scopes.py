"""What a loop looks at: written and read, merged, and told wide from narrow."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.assignments import Action, Principal, PrincipalType
from lambdas.core.scopes import Place, Requested, Scope, merge_scopes

ids = st.text(min_size=1, max_size=12)
account_ids = st.sampled_from([f"{n:012}" for n in range(5)])
scopes = st.builds(
    Scope,
    accounts=st.frozensets(account_ids, max_size=3),
    everything=st.booleans(),
    deep=st.booleans(),
    principals=st.frozensets(st.builds(Principal, st.sampled_from(PrincipalType), ids), max_size=3),
    permission_sets=st.frozensets(ids, max_size=3),
    places=st.frozensets(st.builds(Place, account_ids, ids), max_size=3),
    requested=st.frozensets(st.builds(Requested, st.sampled_from(Action), ids), max_size=3),
    retagged=st.frozensets(account_ids, max_size=3),
)

USER = frozenset({Principal(PrincipalType.USER, "u-1")})
ACCOUNT = frozenset({"111122223333"})


@given(scopes)
def test_a_scope_written_and_parsed_is_the_same(scope):
    """It goes through JSON and comes back equal, whatever is in it."""
    assert Scope.parse(json.loads(json.dumps(scope.to_document()))) == scope


@given(scopes, scopes, scopes)
def test_merging_does_not_depend_on_order_or_repetition(one, other, third):
    """Commutative, associative, idempotent: events may come in any order, and twice."""
    assert one | other == other | one
    assert (one | other) | third == one | (other | third)
    assert merge_scopes([one, other, one, other]) == one | other


@given(scopes)
def test_nothing_is_merged_into_a_scope_by_an_empty_one(scope):
    """The empty scope is neutral."""
    assert merge_scopes([scope, Scope()]) == scope


@given(scopes, scopes)
def test_merging_never_narrows(one, other):
    """Whatever either looks at, both together look at."""
    both = one | other
    assert both.is_wide == (one.is_wide or other.is_wide)
    assert bool(both) == (bool(one) or bool(other))
    assert one.account_ids | other.account_ids == both.account_ids


@pytest.mark.parametrize(
    ("scope", "is_wide", "is_anything"),
    [
        (Scope(), False, False),
        (Scope(ACCOUNT), False, True),
        (Scope(ACCOUNT, deep=True), False, True),
        (Scope(places=frozenset({Place("111122223333", "arn")})), False, True),
        (Scope(everything=True), True, True),
        (Scope(principals=USER), True, True),
        (Scope(permission_sets=frozenset({"arn"})), True, True),
        (Scope(ACCOUNT, principals=USER), True, True),
        # How to look, without anywhere to look at.
        (Scope(deep=True), False, False),
        (Scope(retagged=ACCOUNT), False, False),
        (Scope(requested=frozenset({Requested(Action.GRANT, "req-1")})), False, False),
    ],
)
def test_what_is_wide_and_what_is_nothing(scope, is_wide, is_anything):
    """Wide is what reaches into accounts it does not name; nothing is what names no place."""
    assert (scope.is_wide, bool(scope)) == (is_wide, is_anything)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"accounts": ["111122223333"]},
        {"everything": False, "accounts": 7},
        {"everything": False, "principals": [["ROLE", "r-1"]]},
        {"everything": False, "principals": [["GROUP"]]},
        {"everything": False, "requested": [["stop", "req-1"]]},
    ],
)
def test_what_to_document_did_not_write_is_refused(document):
    """Another document is one of three errors, never half a scope."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        Scope.parse(document)
