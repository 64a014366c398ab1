"""A small organization with its policy, for the tests of the flows."""

from datetime import datetime, timedelta

from lambdas.core.accounts import Account
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.policy import Policy
from lambdas.core.workers import WorkerEvent, WorkerSignal, parse_worker_event
from lambdas.flows.apply import Limits
from lambdas.ports import Membership, User
from tests.flows.fakes import FakePorts

DEV, PROD, ROOT = "111111111111", "222222222222", "999999999999"
ARNS = {
    name: f"arn:aws:sso:::permissionSet/ssoins-1/ps-{name}" for name in ("DevPowerUser", "ReadOnly", "EmergencyAdmin")
}
GROUPS = {"Developers": "g-dev", "Operators": "g-ops", "Emergency": "g-911"}
LENA, BEN = "u-lena", "u-ben"

POLICY = Policy.model_validate(
    {
        "permission_sets": {name: {"managed_policies": ["ReadOnlyAccess"]} for name in ARNS},
        "access": [
            {"group": "Developers", "permission_set": "DevPowerUser", "accounts": {"ou": "Workloads/Dev"}},
            {"group": "Operators", "permission_set": "ReadOnly", "accounts": {"ou": "Workloads"}},
        ],
        "break_glass": {"permission_sets": ["EmergencyAdmin"], "groups": ["Emergency"], "roles": ["BreakGlass*"]},
    }
)


def make_world() -> FakePorts:
    """Two accounts, three groups, two users; nothing assigned."""
    ports = FakePorts()
    ports.organization.accounts = {
        DEV: Account(DEV, "payments-dev", ou_path=("Workloads", "Dev")),
        PROD: Account(PROD, "payments-prod", ou_path=("Workloads", "Prod")),
        ROOT: Account(ROOT, "management", is_management=True),
    }
    ports.center.permission_sets = dict(ARNS)
    ports.store.groups = dict(GROUPS)
    ports.store.users = {i: User(i, f"{i[2:]}@example.com") for i in (LENA, BEN)}
    ports.store.memberships = [
        Membership("m-1", "g-dev", LENA),
        Membership("m-2", "g-ops", LENA),
        Membership("m-3", "g-dev", BEN),
    ]
    return ports


def of_group(account_id: str, permission_set: str, group: str) -> Assignment:
    return Assignment(account_id, ARNS[permission_set], PrincipalType.GROUP, GROUPS[group])


def of_user(account_id: str, permission_set: str, user_id: str) -> Assignment:
    return Assignment(account_id, ARNS[permission_set], PrincipalType.USER, user_id)


def limits(ports: FakePorts, seconds: int = 600) -> Limits:
    return Limits(5, ports.clock.now() + timedelta(seconds=seconds))


def left(
    email: str = "lena@example.com", effective_at: str = "2026-05-04T11:00:00Z", event_id: str = "msg_1"
) -> WorkerEvent:
    data = {"email": email, "effective_at": effective_at, "worker_id": "e-17"}
    return parse_worker_event(event_id, {"type": "worker.left", "timestamp": "2026-05-04T10:00:00Z", "data": data})


def signal(**changes: str) -> WorkerSignal:
    return WorkerSignal(left(**changes))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
