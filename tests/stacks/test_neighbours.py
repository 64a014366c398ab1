"""Who may do what its neighbours may not: a function that is taken over is no way into the others' work."""

import json
from itertools import permutations
from typing import Any

import pytest

from tests.stacks.conftest import Synthesised
from tests.stacks.reading import FUNCTIONS, LOOPS, actions, role_of, statements

ASSIGNS = "sso:CreateAccountAssignment"
QUARANTINES = "organizations:UpdatePolicy"
LEAVES_GROUPS = "identitystore:DeleteGroupMembership"
ENTITLES = "account-access:DeleteEntitlement"
READS_SECRETS = "secretsmanager:GetSecretValue"
FORGETS = "dynamodb:DeleteItem"
UPDATES = "dynamodb:UpdateItem"
REMEMBERS = "dynamodb:BatchWriteItem"
REVOKES = "sso:DeleteAccountAssignment"
WAKES = "scheduler:CreateSchedule"
PASSES = "iam:PassRole"
SENDS = "sqs:SendMessage"
# What each may write, as actions that change something; nobody not named here may do it. Records, the bus and the
# topic, which every function writes, are left out.
WRITES = {
    ASSIGNS: {*LOOPS},
    REVOKES: {*LOOPS, "worker_changed"},
    QUARANTINES: {"worker_changed"},
    LEAVES_GROUPS: {"worker_changed"},
    ENTITLES: {"worker_changed"},
    READS_SECRETS: {"worker_webhook"},
    FORGETS: {"worker_changed", "worker_webhook"},
    UPDATES: {"worker_webhook"},
    REMEMBERS: {*LOOPS},
    WAKES: {*LOOPS, "break_glass", "worker_changed"},
    PASSES: {*LOOPS, "break_glass", "worker_changed"},
}
# What only this one has of all: action, and the end of the name of what it is allowed on.
OWN = {
    "account_changed": (("sqs:ReceiveMessage", "AccountsLaneQueue"), (SENDS, "AccountsLaneDeadLetters")),
    "sweep": (("sqs:ReceiveMessage", "SweepLaneQueue"), (SENDS, "SweepLaneDeadLetters")),
    "audit": (("sqs:ReceiveMessage", "AuditLaneQueue"), (SENDS, "AuditLaneDeadLetters")),
    "worker_changed": (
        ("sqs:ReceiveMessage", "WorkersLaneQueue"),
        (QUARANTINES, "QuarantinePolicy"),
        (LEAVES_GROUPS, ""),
    ),
    "break_glass": (("sqs:ReceiveMessage", "BreakGlassEventsQueue"),),
    "drill": (("sqs:ReceiveMessage", "DrillLaneQueue"), ("events:ListRules", "")),
    "worker_webhook": ((READS_SECRETS, "WebhookSecret"), (UPDATES, "State")),
}


def granted(synthesised: Synthesised, name: str) -> set[tuple[str, str]]:
    """Action and resource, one by one, of all that the function's role is allowed."""
    found: set[tuple[str, str]] = set()
    for statement in statements(synthesised.home, role_of(synthesised.home, name)):
        if statement["Effect"] == "Allow":
            found |= {(action, json.dumps(each)) for action in actions(statement) for each in _listed(statement)}
    return found


def _listed(statement: dict[str, Any]) -> list[Any]:
    found = statement["Resource"]
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize(("one", "other"), list(permutations(FUNCTIONS, 2)))
def test_each_lacks_what_the_other_has(synthesised: Synthesised, one: str, other: str) -> None:
    """Of every two functions the one has what is its own, and the other has not."""
    mine, theirs = granted(synthesised, one), granted(synthesised, other)
    for action, resource in OWN[one]:
        assert [each for each in mine if each[0] == action and resource in each[1]], (one, action)
        assert not [each for each in theirs if each[0] == action and resource in each[1]], (other, action)


@pytest.mark.parametrize("action", WRITES)
def test_writes_are_for_whom_they_are_named(synthesised: Synthesised, action: str) -> None:
    """An action that changes something is allowed to those who are named for it, and to nobody else."""
    assert {name for name in FUNCTIONS if action in {a for a, _ in granted(synthesised, name)}} == WRITES[action]


def test_no_other_write(synthesised: Synthesised) -> None:
    """An action that is no reading stands in the table above, or is what every function does."""
    reads = ("Describe", "Get", "List", "BatchGet", "Query")
    common = {"dynamodb:PutItem", "events:PutEvents", "kms:Decrypt", "kms:GenerateDataKey", "sns:Publish", SENDS}
    takes = {"sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"}
    runs = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}
    found = {action for name in FUNCTIONS for action, _ in granted(synthesised, name)}
    writes = {action for action in found if not action.partition(":")[2].startswith(reads)}
    assert writes - common - takes - runs <= set(WRITES)
