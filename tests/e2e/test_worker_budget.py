"""What an offboarding costs in AWS calls, counted as boto3 makes them: the function's code on the deployed stacks."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from lambdas.aws.clients import make_client
from lambdas.core.policy import Policy
from lambdas.core.workers import WorkerSignal, parse_worker_event
from lambdas.flows.apply import Limits
from lambdas.flows.worker_changed import handle_worker_signal
from lambdas.settings import FunctionSettings
from lambdas.wiring import AwsPorts
from sandbox.demo.stage import Stage

pytestmark = pytest.mark.usefixtures("new_hour")

FIXED, TO_THE_DENY = 15, 6
Calls = list[str]


@pytest.fixture
def calls(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    """Every call that boto3's default session makes from here on, in order."""
    for name, value in stage.sandbox.environment().items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)
    made: Calls = []
    make_client.cache_clear()
    boto3.setup_default_session()
    boto3.DEFAULT_SESSION.events.register("before-call", lambda model, **_: made.append(model.name))
    yield made
    make_client.cache_clear()
    boto3.setup_default_session()


@pytest.fixture
def ports(stage: Stage, calls: Calls) -> AwsPorts:
    """The function's own ports: its settings as its stack wrote them."""
    about = stage.sandbox.client("lambda").get_function_configuration(
        FunctionName=stage.outputs["WorkerChangedFunction"]
    )
    return AwsPorts(FunctionSettings.from_environment(about["Environment"]["Variables"]))


def add_user(stage: Stage, groups: int, accounts: int) -> str:
    """A user with so many memberships and direct assignments; its address."""
    name, store = f"budget-{uuid.uuid4().hex[:8]}@example.com", stage.sandbox.client("identitystore")
    center = stage.sandbox.client("sso-admin")
    (instance,) = center.list_instances()["Instances"]
    where = {"IdentityStoreId": instance["IdentityStoreId"]}
    person = {"GivenName": "A", "FamilyName": "B"}
    user_id = store.create_user(UserName=name, DisplayName=name, Name=person, **where)["UserId"]
    for group in store.list_groups(**where)["Groups"][:groups]:
        store.create_group_membership(GroupId=group["GroupId"], MemberId={"UserId": user_id}, **where)
    arn = {"InstanceArn": instance["InstanceArn"]}
    permission_set = center.list_permission_sets(**arn)["PermissionSets"][0]
    for account in stage.sandbox.client("organizations").list_accounts()["Accounts"][1 : 1 + accounts]:
        target = {"TargetId": account["Id"], "TargetType": "AWS_ACCOUNT", "PermissionSetArn": permission_set}
        center.create_account_assignment(PrincipalType="USER", PrincipalId=user_id, **target, **arn)
    while len(held := list_direct(center, arn, user_id)) < accounts:
        assert len(held) <= accounts
    return name


def list_direct(center: Any, arn: dict[str, str], user_id: str) -> list[Any]:
    found: list[Any] = center.list_account_assignments_for_principal(PrincipalType="USER", PrincipalId=user_id, **arn)[
        "AccountAssignments"
    ]
    return found


@pytest.mark.parametrize(("groups", "accounts"), [(0, 0), (1, 0), (0, 1), (2, 1), (3, 4)])
def test_an_offboarding_stays_in_its_budget(
    stage: Stage, ports: AwsPorts, calls: Calls, groups: int, accounts: int
) -> None:
    """At most 6 calls until the id stands in the policy, and 15 + 2 for each membership and assignment in all."""
    now = datetime.now(UTC)
    facts = {"email": add_user(stage, groups, accounts), "worker_id": uuid.uuid4().hex, "effective_at": now.isoformat()}
    event = parse_worker_event(uuid.uuid4().hex, {"type": "worker.left", "timestamp": now.isoformat(), "data": facts})
    limits = Limits(5, now + timedelta(seconds=60))
    calls.clear()
    assert handle_worker_signal(WorkerSignal(event), Policy(), ports, limits) == "offboarded"
    assert calls.index("UpdatePolicy") < TO_THE_DENY, calls
    assert len(calls) <= FIXED + 2 * (groups + accounts), calls
