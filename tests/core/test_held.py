"""A plan that waits for a person: what is kept of it, and what its states allow."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from lambdas.core.approval import NOT_APPROVED, digests
from lambdas.core.assignments import Action, Assignment, Names, PrincipalType
from lambdas.core.held import (
    EXPIRES_AFTER,
    IN_MESSAGE,
    MOST_CHANGES,
    MOST_DIGESTS,
    HeldStatus,
    Hold,
    ask_text,
    is_approvable,
    is_expired,
    is_open,
    is_waiting,
    parse_approval,
)
from lambdas.core.plan import Change, Plan
from lambdas.core.scopes import Scope

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
# The most a DynamoDB item holds, and what its keys need of it.
ITEM = 400 * 1024 - 1024
ARN = "arn:aws:sso:::permissionSet/ssoins-1111aaaa2222bbbb/ps-3333cccc4444dddd"
GROUP = "9067a4b21c-308fbf5d-887a-4577-883c-c9909730fc2f"
NAMES = Names(permission_sets={ARN: "DatabaseAdministrator"}, principals={GROUP: "Platform engineers of the whole EU"})


def revokes(number: int) -> Plan:
    accounts = (f"{n:012}" for n in range(number))
    return Plan(
        tuple(
            Change(Action.REVOKE, Assignment(account_id, ARN, PrincipalType.GROUP, GROUP), ("no rule gives it",))
            for account_id in accounts
        )
    )


def held(number: int = 21) -> Hold:
    return Hold(revokes(number), NAMES, f"{number} revokes are more than 20", "sweep", Scope(everything=True))


def document(status: HeldStatus = HeldStatus.WAITING, **more: object) -> dict:
    return {**held().to_document(NOW), "status": str(status), **more}


def test_the_same_plan_is_the_same_hold():
    """Its id is made of the changes alone: whenever and wherever the plan comes out, people see one question."""
    other = Hold(revokes(21), Names(), "another reason", "accounts", Scope(frozenset({"111111111111"})))
    assert held().id == other.id == held().plan.fingerprint()[:12]
    assert held().id != held(22).id


def test_what_is_kept_is_json_and_has_all_that_a_decision_needs():
    """The question, the plan, where it came from and until when: after JSON it is the same."""
    kept = document()
    assert json.loads(json.dumps(kept)) == kept
    assert (kept["revokes"], kept["grants"], kept["lane"], kept["status"]) == (21, 0, "sweep", "waiting")
    assert Scope.parse(kept["scope"]) == Scope(everything=True)
    assert kept["expires_at"] == (NOW + EXPIRES_AFTER).isoformat()
    assert [change["action"] for change in kept["plan"]["changes"]] == ["revoke"] * 21
    assert set(kept["digests"]) == digests(held().plan.changes)


@pytest.mark.parametrize("number", [MOST_CHANGES + 1, MOST_DIGESTS, 50_000])
def test_a_plan_of_any_size_can_be_kept(number):
    """The worse the plan, the more it matters that it is: it fits into one item of the state table."""
    kept = held(number).to_document(NOW)
    assert len(json.dumps(kept).encode()) < ITEM
    assert kept["plan"]["counts"]["revoke"] == number
    assert len(kept["plan"]["changes"]) == MOST_CHANGES


def test_what_is_left_of_a_plan_too_large_to_be_kept_is_asked_again():
    """An approval covers the whole of it, and once begun nothing that cannot be told to be a part of it."""
    whole = held(MOST_DIGESTS + 1)
    kept = {**whole.to_document(NOW), "status": "approved"}
    assert parse_approval(kept).covers(whole.plan)
    assert not parse_approval({**kept, "status": "applying"}).covers(revokes(25))


@pytest.mark.parametrize(
    ("status", "what_holds"),
    [
        (HeldStatus.WAITING, {"waiting", "open", "approvable"}),
        (HeldStatus.APPROVED, {"open", "approvable", "approved"}),
        (HeldStatus.APPLYING, {"open", "approved", "under way"}),
        (HeldStatus.APPLIED, set()),
        (HeldStatus.EXPIRED, set()),
        (HeldStatus.CHANGED, set()),
    ],
)
def test_states(status, what_holds):
    """Only what waits can be decided, and only what a person has approved is approved."""
    kept = document(status)
    approval = parse_approval(kept)
    holds = {
        "waiting": is_waiting(kept, NOW),
        "open": is_open(kept, NOW),
        "approvable": is_approvable(kept, NOW),
        "approved": approval.covers(held().plan),
        "under way": approval.under_way,
    }
    assert {name for name, does in holds.items() if does} == what_holds
    assert (approval == NOT_APPROVED) == ("approved" not in what_holds)


def test_what_is_not_there_is_neither_waiting_nor_approved():
    """No document is no question and no approval."""
    assert not is_waiting(None, NOW)
    assert not is_open(None, NOW)
    assert parse_approval(None) == NOT_APPROVED


@pytest.mark.parametrize(("passed", "over"), [(EXPIRES_AFTER - timedelta(seconds=1), False), (EXPIRES_AFTER, True)])
def test_a_question_expires(passed, over):
    """After its time it is no longer waiting, and the same plan is a new question."""
    kept = document()
    assert is_expired(kept, NOW + passed) == over
    then = NOW + passed
    assert is_waiting(kept, then) == is_open(kept, then) == is_approvable(kept, then) == (not over)


@pytest.mark.parametrize(
    ("number", "listed", "rest"), [(IN_MESSAGE, IN_MESSAGE, None), (IN_MESSAGE + 5, IN_MESSAGE, "  and 5 more")]
)
def test_the_message_says_what_and_how(number, listed, rest):
    """Why, how much, the first changes, and the two commands, with the id in the subject."""
    subject, message = ask_text(held(number))
    hold_id = held(number).id
    assert subject == f"Gatehouse holds a plan: gatehouse approve {hold_id}"
    lines = message.splitlines()
    assert f"gatehouse held {hold_id}" in message
    assert f"The plan has {number} revokes and 0 grants:" in lines
    assert len([line for line in lines if line.startswith("  revoke group Platform engineers")]) == listed
    assert [line for line in lines if line.startswith("  and")] == ([rest] if rest else [])
