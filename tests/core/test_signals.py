"""Events to scopes: what counts, what does not, and that rule and reader agree."""

import copy
import json

import pytest

from lambdas.core.assignments import Action, Principal, PrincipalType
from lambdas.core.errors import RejectError
from lambdas.core.scopes import Place, Requested, Scope, merge_scopes
from lambdas.core.signal_kinds import KINDS
from lambdas.core.signals import Signal, edge_rules, event_rules, make_wake, parse_signal
from tests.events import load

CREATED = load("organizations/CreateAccountResult-succeeded.json")
MOVED = load("organizations/MoveAccount.json")


def test_created_account():
    """A created account is looked at, under CloudTrail's own event id."""
    signal = parse_signal(CREATED)
    assert signal.scope == Scope(frozenset({"210987654321"}))
    assert (signal.kind, signal.event_id) == ("CreateAccountResult", CREATED["detail"]["eventID"])


def test_moved_account():
    """A moved account is looked at."""
    assert parse_signal(MOVED).scope == Scope(frozenset({"345678901234"}))


def test_an_event_that_names_no_account_means_all_of_them():
    """A kind we know without the id we expect still means that something changed: everything is looked at."""
    event = copy.deepcopy(CREATED)
    del event["detail"]["serviceEventDetails"]["createAccountStatus"]["accountId"]
    assert parse_signal(event).scope == Scope(everything=True)


def test_failures_are_no_signals():
    """An account that was not made, and a move that was refused, are of no kind in the table."""
    failed, refused = copy.deepcopy(CREATED), copy.deepcopy(MOVED)
    failed["detail"]["serviceEventDetails"]["createAccountStatus"]["state"] = "FAILED"
    refused["detail"]["errorCode"] = "AccessDenied"
    for event in (failed, refused):
        with pytest.raises(RejectError, match="no kind of signal"):
            parse_signal(event)


@pytest.mark.parametrize("event", [{}, {"detail": None}, {"detail": "x"}, {"source": "gatehouse", "detail-type": "x"}])
def test_no_signal(event):
    """What is of no kind in the table is refused with a reason, never guessed at."""
    with pytest.raises(RejectError):
        parse_signal(event)


def test_a_wake_up_reads_back_as_what_it_was_written():
    """A scope that comes back is the same scope, one attempt later."""
    scope = Scope(
        accounts=frozenset({"111122223333", "444455556666"}),
        deep=True,
        principals=frozenset({Principal(PrincipalType.USER, "u-1"), Principal(PrincipalType.GROUP, "g-1")}),
        permission_sets=frozenset({"arn"}),
        places=frozenset({Place("111122223333", "arn")}),
        requested=frozenset({Requested(Action.REVOKE, "req-1")}),
        retagged=frozenset({"111122223333"}),
    )
    signal = Signal("MoveAccount", scope, "event-1", "2026-05-04T12:00:00Z", 3, "0123456789ab", "111122223333")
    assert parse_signal(json.loads(json.dumps(make_wake(signal)))) == signal


def test_a_damaged_wake_up_is_refused():
    """A wake-up that lacks a part is an error that says so."""
    with pytest.raises(RejectError, match="wake-up"):
        parse_signal({"source": "gatehouse", "detail-type": "AccountDue", "detail": {"scope": {"accounts": []}}})


def test_scopes_merge():
    """A batch is one scope: all of its accounts, and everything if one of them means everything."""
    merged = merge_scopes(parse_signal(event).scope for event in (CREATED, MOVED, CREATED))
    assert merged == Scope(frozenset({"210987654321", "345678901234"}))


def test_one_rule_a_kind():
    """Each row of the table has its rule, named after it."""
    assert [rule.name for rule in event_rules()] == [kind.name for kind in KINDS]


def test_the_edge_forwards_only_what_exists_there():
    """Of the rules, the edge has those of Organizations: what Identity Center reports is reported at home."""
    names = {rule.name for rule in edge_rules()}
    assert {"MoveAccount", "TagChange"} < names < {rule.name for rule in event_rules()}
    assert not names & {"AssignmentByHand", "GroupNotified", "CreateManagedAccount"}
