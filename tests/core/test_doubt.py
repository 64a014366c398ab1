"""Which answers of AWS are not believed: the table in `doubt`, row by row."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.accounts import Account
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.doubt import BELIEVED_AFTER, doubt_tags, find_missing
from lambdas.core.memory import KnownAccount
from lambdas.core.plan import Change

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ID, OTHER = "111111111111", "222222222222"
USED = frozenset({"env", "team"})

tags = st.dictionaries(st.sampled_from(["env", "team", "cost"]), st.sampled_from(["a", "b"]))


def doubts(before: dict[str, str], now: dict[str, str], *, retagged: bool = False, since: str = "", used=USED):
    remembered = {ID: KnownAccount(before, doubted_since=since)}
    account = Account(ID, "payments", tags=now)
    return tuple(doubt_tags([account], remembered, {ID} if retagged else (), NOW, used))


def ago(passed: timedelta) -> str:
    return (NOW - passed).isoformat()


ENV = {"env": "dev"}


#  the account had   AWS tells   an event said so   AWS has said so since               then
@pytest.mark.parametrize(
    ("before", "now", "retagged", "since", "is_doubted"),
    [
        ({}, {}, False, "", False),
        ({}, ENV, False, "", False),
        (ENV, ENV, False, "", False),
        (ENV, {"env": "prod"}, False, "", False),  # another value is no lost page
        (ENV, {}, True, "", False),
        (ENV, {}, False, "", True),
        (ENV, {}, False, ago(BELIEVED_AFTER - timedelta(seconds=1)), True),
        (ENV, {}, False, ago(BELIEVED_AFTER), False),
        (ENV, {"team": "a"}, False, "", True),
    ],
)
def test_a_tag_that_is_gone(before, now, retagged, since, is_doubted):
    """It is believed when an event said so, or when AWS has said so for an hour; until then it is doubted."""
    assert bool(doubts(before, now, retagged=retagged, since=since)) == is_doubted


def test_a_tag_that_no_rule_looks_at_is_not_doubted():
    """Where nothing rests on the tag, nothing has to wait for it."""
    assert doubts({"cost": "7"}, {}) == ()
    assert doubts(ENV, {}, used=frozenset()) == ()


def test_a_doubt_keeps_everything_in_that_account_and_nothing_elsewhere():
    """Grants too, since a rule may say `not`; another account goes on."""
    (found,) = doubts(ENV, {})
    assert found.because == f"account {ID} no longer has the tags env, and no event said so"
    here, there = (Assignment(i, "ps-1", PrincipalType.GROUP, "g-1") for i in (ID, OTHER))
    assert all(found.covers(Change(action, here, ())) for action in Action)
    assert not any(found.covers(Change(action, there, ())) for action in Action)


def test_an_account_that_is_seen_for_the_first_time_is_believed():
    """Nothing is remembered of it, so nothing can be missing."""
    assert tuple(doubt_tags([Account(OTHER, "new")], {ID: KnownAccount(ENV)}, (), NOW, USED)) == ()


@given(tags, tags)
def test_more_tags_are_never_doubted(before, added):
    """A page can lose tags; it cannot make any up."""
    assert doubts(before, before | added) == ()


@pytest.mark.parametrize(
    ("listed", "remembered", "missing"),
    [
        ([ID], [ID], ()),
        ([ID, OTHER], [ID], ()),
        ([ID], [OTHER, ID], (OTHER,)),
        ([], [OTHER, ID], (ID, OTHER)),
        ([], [], ()),
    ],
)
def test_accounts_that_are_remembered_and_not_listed(listed, remembered, missing):
    """They are named, in order, for somebody to ask AWS about each."""
    assert find_missing([Account(i, i) for i in listed], remembered) == missing
