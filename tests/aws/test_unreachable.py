"""Every adapter, and an AWS that does not answer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from lambdas.aws.account_access import AwsAccountAccess
from lambdas.aws.alarm_path import AwsAlarmPath
from lambdas.aws.dead_letters import AwsDeadLetters
from lambdas.aws.handshakes import Handshakes
from lambdas.aws.held import DynamoHeldPlans
from lambdas.aws.identity_center import AwsIdentityCenter
from lambdas.aws.identity_store import AwsIdentityStore
from lambdas.aws.instance import find_instance
from lambdas.aws.lanes import AwsLanes
from lambdas.aws.ledger import DynamoLedger
from lambdas.aws.memory import DynamoMemory
from lambdas.aws.notify import AwsNotifier
from lambdas.aws.organization import AwsOrganization
from lambdas.aws.quarantine import ScpQuarantine
from lambdas.aws.schedules import AwsSchedules
from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.drills import Drill
from lambdas.core.entitlements import Entitlement
from lambdas.core.errors import RetryError
from lambdas.ports import Membership, Operation, WorkerWrite
from tests.aws.offline import NOBODY_LISTENS, make_offline_client

NOW = datetime(2031, 2, 3, 4, 5, tzinfo=UTC)
USER = "aaaa1111bb-5d0c3a52-8a51-4d3c-9a3e-2f61f0c5a001"
ENTITLEMENT = Entitlement(
    "arn:aws:account-access:eu-north-1:210987654321:application/app-0123456789abcdef", "ent-1", "arn"
)
ASSIGNMENT = Assignment("210987654321", "arn:aws:sso:::permissionSet/x/y", PrincipalType.USER, USER)


def make(adapter: Callable[..., Any], service: str, *rest: Any) -> Any:
    return adapter(make_offline_client(service), *rest)


def organization() -> Any:
    return make(AwsOrganization, "organizations")


def center() -> Any:
    return make(AwsIdentityCenter, "sso-admin", "arn:aws:sso:::instance/ssoins-x")


def store() -> Any:
    return make(AwsIdentityStore, "identitystore", "d-1234567890")


def quarantine() -> Any:
    return make(ScpQuarantine, "organizations", ["p-quarantine1"])


def alarm_path() -> AwsAlarmPath:
    events, sns, sqs = (make_offline_client(service) for service in ("events", "sns", "sqs"))
    return AwsAlarmPath(lambda _: events, sns, sqs, topic_arn="arn:topic", inbox_url=f"{NOBODY_LISTENS}/inbox")


def ledger() -> Any:
    return make(DynamoLedger, "dynamodb", "state")


def notifier() -> Any:
    topic_arn = "arn:aws:sns:eu-north-1:210987654321:alerts"
    return AwsNotifier(make_offline_client("events"), "bus", make_offline_client("sns"), topic_arn)


def schedules() -> Any:
    return make(AwsSchedules, "scheduler", "group", "arn:aws:iam::210987654321:role/wake", {"accounts": "arn:q"})


def dead_letters() -> Any:
    return make(AwsDeadLetters, "sqs", f"{NOBODY_LISTENS}/queue")


CALLS: list[Callable[[], Any]] = [
    lambda: organization().find_account("210987654321"),
    lambda: organization().list_accounts(),
    lambda: center().list_permission_set_arns(),
    lambda: center().find_permission_set_name(ASSIGNMENT.permission_set_arn),
    lambda: center().is_assigned(ASSIGNMENT),
    lambda: center().list_undecided(Action.GRANT),
    lambda: center().list_assignments("210987654321", ["arn"]),
    lambda: center().list_assignments_of(PrincipalType.USER, USER),
    lambda: center().request(Action.GRANT, ASSIGNMENT),
    lambda: center().request(Action.REVOKE, ASSIGNMENT),
    lambda: center().poll([Operation("0c9fb3c6-6a4e-4f0e-8d43-000000000001", Action.GRANT, ASSIGNMENT)]),
    lambda: store().find_groups(["Developers"]),
    lambda: store().find_user("zoe@example.org"),
    lambda: store().describe_user(USER),
    lambda: store().describe_groups([USER]),
    lambda: store().list_memberships(USER),
    lambda: store().delete_membership(Membership("m", "g", USER)),
    lambda: store().delete_user(USER),
    lambda: find_instance(make_offline_client("sso-admin"), "210987654321"),
    lambda: quarantine().deny(USER),
    lambda: quarantine().list_denied(),
    lambda: quarantine().is_denied(USER),
    lambda: quarantine().release(USER),
    lambda: make(AwsAccountAccess, "account-access").list_entitlements(USER),
    lambda: make(AwsAccountAccess, "account-access").delete_entitlement(ENTITLEMENT),
    lambda: store().find_user_id("zoe@example.org"),
    lambda: store().create_user("zoe@example.org", {"given_name": "Z", "family_name": "O", "display_name": "Z O"}),
    lambda: store().create_membership(USER, USER),
    lambda: ledger().find_documents(["known-worker#e-1"]),
    lambda: ledger().save_worker(WorkerWrite({"known-worker#e-1": {}}), NOW),
    lambda: ledger().record("account#210987654321", "e-1", {}, NOW),
    lambda: ledger().list_records("account#210987654321"),
    lambda: ledger().save_certificate(USER, {}, NOW),
    lambda: ledger().find_certificate(USER),
    lambda: ledger().save_incident({"id": "i-1"}, None),
    lambda: ledger().list_incidents(),
    lambda: ledger().find_incident("i-1"),
    lambda: alarm_path().send(Drill("d-1")),
    lambda: alarm_path().has_arrived(Drill("d-1")),
    lambda: alarm_path().count_listeners(),
    lambda: alarm_path().list_rules("eu-north-1"),
    lambda: make(DynamoMemory, "dynamodb", "state").recall("account"),
    lambda: make(DynamoMemory, "dynamodb", "state").recall_one("account", "210987654321"),
    lambda: make(DynamoMemory, "dynamodb", "state").remember("account", {"210987654321": {}}),
    lambda: make(DynamoMemory, "dynamodb", "state").forget("account", ["210987654321"]),
    lambda: make(DynamoHeldPlans, "dynamodb", "state").list_held(),
    lambda: make(DynamoHeldPlans, "dynamodb", "state").find_held("0123456789ab"),
    lambda: make(DynamoHeldPlans, "dynamodb", "state").save_held("0123456789ab", {}),
    lambda: make(AwsLanes, "sqs", {"sweep": f"{NOBODY_LISTENS}/queue"}).send("sweep", {}),
    lambda: notifier().publish("DriftFound", {}),
    lambda: notifier().alert("subject", "message"),
    lambda: schedules().wake("accounts", "name", NOW, {}),
    lambda: Handshakes(make_offline_client("dynamodb"), "state").keep("gusto", "token", NOW),
    lambda: dead_letters().park("{", "not JSON"),
]


@pytest.mark.parametrize("call", CALLS)
def test_no_answer_is_worth_repeating(call: Callable[[], Any]) -> None:
    """An endpoint nobody listens on is a RetryError from every call: never an empty answer, never botocore's error."""
    with pytest.raises(RetryError, match="got no answer"):
        call()
