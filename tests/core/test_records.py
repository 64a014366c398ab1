"""The record of an account: what it says of every way a loop can end."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Action, Assignment, Names, PrincipalType
from lambdas.core.outcomes import Outcome, Report, Result
from lambdas.core.plan import Change, Plan, Withheld
from lambdas.core.records import make_record, make_summary
from lambdas.core.review import Readings, Reviewed
from lambdas.core.safety import Freeze

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DEV, PROD = "111111111111", "222222222222"
NAMES = Names({DEV: "payments-dev"}, {"ps-1": "ReadOnly"}, {"g-1": "Developers"})


def assigned(account_id: str = DEV) -> Assignment:
    return Assignment(account_id, "ps-1", PrincipalType.GROUP, "g-1")


def change(action: Action = Action.GRANT, account_id: str = DEV) -> Change:
    return Change(action, assigned(account_id), ("rule 1",))


def report(
    *outcomes: Outcome,
    plan: Plan | None = None,
    held: str = "",
    state: AccountState = AccountState.ACTIVE,
    freezes: tuple[Freeze, ...] = (),
    gone: frozenset[str] = frozenset(),
    **found: tuple,
) -> Report:
    there = tuple(Account(i, i, state) for i in (DEV, PROD) if i not in gone)
    due = plan or Plan(tuple(o.change for o in outcomes))
    return Report(Reviewed(due, held, NAMES, Readings(there, freezes=freezes, gone=gone), **found), outcomes)


DOUBT = (Freeze("lost tags", accounts=frozenset({DEV}), grants_too=True),)


@pytest.mark.parametrize(
    ("made", "result"),
    [
        (report(), "nothing to do"),
        (report(Outcome(change(), Result.DONE)), "changed"),
        (report(Outcome(change(), Result.DONE), Outcome(change(Action.REVOKE), Result.LATER)), "unfinished"),
        (report(Outcome(change(), Result.FAILED, "not ready")), "unfinished"),
        (report(Outcome(change(), Result.STUCK, "denied")), "unfinished"),
        (report(Outcome(change(account_id=PROD), Result.DONE)), "nothing to do"),
        (report(plan=Plan((change(),)), held="21 revokes are more than 20"), "held: 21 revokes are more than 20"),
        (report(freezes=DOUBT), "not believed: looked at again"),
        (report(state=AccountState.SUSPENDED), "account is SUSPENDED: not written to"),
        (report(state=AccountState.PENDING_ACTIVATION), "account is PENDING_ACTIVATION: not written to"),
        (report(gone=frozenset({DEV})), "account no longer exists"),
    ],
)
def test_results(made, result):
    """Every way a loop can end has its words, and the strongest reason is the one that is said."""
    assert make_record(made, DEV)["result"] == result


def test_a_record_says_what_was_done_and_why():
    """By name, with the rules that give it, and AWS's reason where a change is not done."""
    made = report(
        Outcome(change(), Result.DONE),
        Outcome(change(Action.REVOKE), Result.DONE),
        Outcome(change(Action.REVOKE), Result.FAILED, "not ready"),
    )
    described = "group Developers, ReadOnly, in payments-dev (111111111111)"
    found = make_record(made, DEV)
    assert found["granted"] == [{"assignment": described, "reasons": ["rule 1"]}]
    assert found["revoked"] == [{"assignment": described, "reasons": ["rule 1"]}]
    assert found["unfinished"] == [{"assignment": described, "reasons": ["rule 1"], "detail": "not ready"}]


def test_what_is_not_done_is_neither_granted_nor_revoked():
    """A request that AWS has not decided is nothing but unfinished."""
    found = make_record(report(Outcome(change(), Result.LATER, request_id="req-1")), DEV)
    assert (found["granted"], found["revoked"], len(found["unfinished"])) == ([], [], 1)


def test_a_record_is_of_its_account_alone():
    """What was withheld, drifted or unmanaged elsewhere does not stand in it; what a person must mend does."""
    plan = Plan(
        (),
        withheld=tuple(Withheld(change(account_id=i), "frozen") for i in (DEV, PROD)),
        unmanaged=(assigned(DEV), assigned(PROD)),
        findings=("group 'X' is in the policy but not in AWS",),
    )
    found = make_record(report(plan=plan, drift=(change(), change(account_id=PROD))), DEV)
    assert [len(found[name]) for name in ("withheld", "drift", "unmanaged", "findings")] == [1, 1, 1, 1]
    assert found["drift"] == ["grant group Developers, ReadOnly, in payments-dev (111111111111)"]
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    ("made", "noteworthy"),
    [
        (report(), set()),
        (report(Outcome(change(), Result.DONE)), {DEV}),
        (report(plan=Plan((change(account_id=PROD),)), held="too many"), {PROD}),
        (report(plan=Plan((), withheld=(Withheld(change(), "frozen"),))), {DEV}),
        (report(news=(assigned(PROD),)), {PROD}),
        (report(plan=Plan((), unmanaged=(assigned(),))), set()),  # people were told before
        (report(state=AccountState.PENDING_ACTIVATION), {DEV, PROD}),
    ],
)
def test_the_log_has_the_accounts_in_which_there_is_something(made, noteworthy):
    """A sweep over thousands of accounts writes a line for those that matter."""
    assert make_summary([made]).keys() == noteworthy


def test_a_log_line_names_no_user():
    """In the log a user is its id, and a group its name; in the record both have their names."""
    user = Assignment(DEV, "ps-1", PrincipalType.USER, "u-1")
    done = [Outcome(Change(Action.GRANT, found, ("rule 1",)), Result.DONE) for found in (assigned(), user)]
    names = replace(NAMES, principals={"g-1": "Developers", "u-1": "mia.s"})
    made = report(*done)
    made = replace(made, reviewed=replace(made.reviewed, names=names))
    assert "user mia.s," in json.dumps(make_record(made, DEV))
    logged = json.dumps(make_summary([made]))
    assert "user u-1," in logged
    assert "mia.s" not in logged
    assert "group Developers," in logged
