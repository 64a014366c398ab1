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
from tests.e2e.saying import edit_document

pytestmark = pytest.mark.usefixtures("new_hour")

FIXED, TO_THE_DENY = 15, 6
Calls = list[str]
# That a worker is somebody's, and nobody's group.
POLICY = Policy.model_validate({"workers": {"groups": {"Nobody": {"department": "None"}}}})


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


@pytest.fixture(scope="module")
def account_access(stage: Stage) -> Iterator[None]:
    """The account access manager is on, as it has been for a while: a leaver of before has been asked about there."""
    manager, instance = stage.sandbox.client("account-access"), stage.seeded.instance_arn
    source = {"identityCenter": {"instanceArn": instance}}
    arn = manager.create_application(identitySource=source)["applicationArn"]
    edit_document(stage, "account-access", "current", {"arns": [arn]})
    yield
    manager.delete_application(applicationArn=arn)


def add_user(stage: Stage, groups: int, accounts: int, *, by_name: bool = True) -> str:
    """A user with so many memberships and direct assignments, and another user name than its address unless `by_name`;
    its address.
    """
    name, store = f"budget-{uuid.uuid4().hex[:8]}@example.com", stage.sandbox.client("identitystore")
    center = stage.sandbox.client("sso-admin")
    (instance,) = center.list_instances()["Instances"]
    where = {"IdentityStoreId": instance["IdentityStoreId"]}
    person = {"GivenName": "A", "FamilyName": "B"}
    told = {"UserName": name if by_name else f"login-{name[:14]}", "Emails": [{"Value": name, "Primary": True}]}
    user_id = store.create_user(DisplayName=name, Name=person, **told, **where)["UserId"]
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
    """Those of the user itself: AWS lists what it has through groups as well."""
    found = center.list_account_assignments_for_principal(PrincipalType="USER", PrincipalId=user_id, **arn)
    return [each for each in found["AccountAssignments"] if each["PrincipalId"] == user_id]


def leave(ports: AwsPorts, email: str, **facts: str) -> None:
    """The worker leaves, now."""
    at = datetime.now(UTC).isoformat()
    result = handle(ports, "worker.left", {"email": email, "effective_at": at, **facts})
    assert result == "offboarded", certificates(ports, email)


def certificates(ports: AwsPorts, email: str) -> Any:
    user_id = ports.store.find_user_id(email)
    return user_id and ports.ledger.find_certificate(user_id)


def handle(ports: AwsPorts, kind: str, facts: dict[str, Any]) -> str:
    now = datetime.now(UTC)
    event = parse_worker_event(uuid.uuid4().hex, {"type": kind, "timestamp": now.isoformat(), "data": facts})
    return handle_worker_signal(WorkerSignal(event), POLICY, ports, Limits(5, now + timedelta(seconds=60)))


HOLDINGS = [(0, 0), (1, 0), (0, 1), (2, 1), (3, 4)]


@pytest.mark.parametrize("holding", HOLDINGS)
@pytest.mark.parametrize("way", ["by name", "by address", "by HR's id"])
def test_an_offboarding_stays_in_its_budget(
    stage: Stage, ports: AwsPorts, calls: Calls, holding: tuple[int, int], way: str
) -> None:
    """At most 6 calls until the id stands in the policy, and 15 + 2 for each membership and assignment in all."""
    email, worker_id = add_user(stage, *holding, by_name=way == "by name"), uuid.uuid4().hex
    known = way == "by HR's id"
    if known:
        handle(ports, "worker.changed", {"email": email, "worker_id": worker_id, "attributes": {"department": "Sales"}})
    calls.clear()
    leave(ports, email, **({} if known else {"worker_id": worker_id}))
    assert calls.index("UpdatePolicy") < TO_THE_DENY, calls
    assert len(calls) <= FIXED + 2 * sum(holding), calls


@pytest.mark.usefixtures("account_access")
@pytest.mark.parametrize("holding", HOLDINGS)
@pytest.mark.parametrize("way", ["by name", "by address"])
def test_the_account_access_manager_fits_into_it(
    stage: Stage, ports: AwsPorts, calls: Calls, holding: tuple[int, int], way: str
) -> None:
    """The same where a leaver's entitlements are read as well: there are none, so nothing has to be read again."""
    email = add_user(stage, *holding, by_name=way == "by name")
    calls.clear()
    leave(ports, email, worker_id=uuid.uuid4().hex)
    assert calls.index("UpdatePolicy") < TO_THE_DENY, calls
    assert calls.count("ListEntitlements") == 1
    assert len(calls) <= FIXED + 2 * sum(holding), calls
