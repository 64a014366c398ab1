"""No role is allowed what its function does not call: asked when every other end-to-end test has run."""

from pathlib import Path
from typing import Any

import pytest

from sandbox.demo.stage import Stage

# The services that count who calls what, by their namespace in IAM.
COUNTED = {"account-access": "account-access", "identitystore": "identitystore", "organizations": "organizations"} | {
    "sso": "sso-admin"
}
FUNCTIONS = ("AccountChanged", "Sweep", "Audit", "WorkerChanged", "BreakGlass", "Drill", "WorkerWebhook")
# The loops run the same code on lanes of their own: what one of them has called is used.
LOOPS = frozenset({"AccountChanged", "Sweep", "Audit"})
# What is allowed and was not called, and why it is allowed all the same.
WITHOUT_PATHS = "the place of an account that AWS describes without Paths"
LOST = "one thing is asked for by itself when a list has lost it"
BY_ID = "only for what the policy names by an id"
UNUSED = {
    **{f"{loop} organizations:ListParents": WITHOUT_PATHS for loop in LOOPS},
    **{f"{loop} identitystore:GetUserId": "only for users that the policy names" for loop in LOOPS},
    "Drill organizations:ListParents": WITHOUT_PATHS,
    "Drill organizations:DescribeAccount": LOST,
    "Drill organizations:DescribeOrganizationalUnit": LOST,
    "Drill identitystore:GetUserId": "only for users that the policy names",
    "Drill identitystore:DescribeUser": BY_ID,
    "Drill sso:DescribePermissionSet": "only for what no loop has remembered the name of",
    "WorkerChanged identitystore:GetGroupId": LOST,
    "BreakGlass identitystore:DescribeUser": "only for a directory user that an event has by its id",
    "BreakGlass sso:ListPermissionSets": "only for an event with the name of what the policy has by id",
}


@pytest.fixture
def everything_has_run(request: pytest.FixtureRequest) -> None:
    """What has been called says nothing of what would have been, had all tests run."""
    run = {item.path.name for item in request.session.items}
    missing = {path.name for path in Path(__file__).parent.glob("test_*.py")} - run
    if missing:
        pytest.skip(f"without {', '.join(sorted(missing))} not every call has been made")


def role_name(stage: Stage, function: str) -> str:
    name = stage.outputs[f"{function}Function"]
    role = stage.sandbox.client("lambda").get_function_configuration(FunctionName=name)["Role"]
    return str(role.rpartition("/")[2])


def allowed(stage: Stage, role: str) -> set[str]:
    """The actions of the counted services that the role's policies allow."""
    iam = stage.sandbox.client("iam")
    policies = [
        iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
    ]
    statements = [each for policy in policies for each in policy["Statement"] if each["Effect"] == "Allow"]
    actions = {action for each in statements for action in _listed(each["Action"])}
    return {action for action in actions if action.partition(":")[0] in COUNTED}


def _listed(found: Any) -> list[str]:
    return [found] if isinstance(found, str) else list(found)


def called(stage: Stage, role: str) -> set[str]:
    """The same actions as the role has called them."""
    namespaces = {service: namespace for namespace, service in COUNTED.items()}
    callers = stage.sandbox.local("/_local/calls", {})["callers"]
    made = {call for arn, calls in callers.items() if arn.endswith(f":role/{role}") for call in calls}
    return {f"{namespaces[service]}:{name}" for service, _, name in (call.partition(":") for call in made)}


@pytest.mark.usefixtures("everything_has_run")
def test_every_permission_is_used(stage: Stage) -> None:
    """Each action of Identity Center, its directory and Organizations that a role has was called by its function."""
    roles = {function: role_name(stage, function) for function in FUNCTIONS}
    calls = {function: called(stage, role) for function, role in roles.items()}
    of_a_loop = set().union(*(calls[function] for function in LOOPS))
    unused = {
        f"{function} {action}"
        for function, role in roles.items()
        for action in allowed(stage, role) - (of_a_loop if function in LOOPS else calls[function])
    }
    surprising = sorted(unused ^ UNUSED.keys())
    assert not surprising, "\n".join(surprising)
