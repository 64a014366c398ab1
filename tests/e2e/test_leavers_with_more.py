"""Leavers whose access takes AWS its time, or stands where few look: through the function and its role."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.e2e.saying import add_user, make_event, put_events

pytestmark = pytest.mark.usefixtures("new_hour")

# Longer than an offboarding waits before it looks whether a deletion is done.
SLOW = 5.0


def assign(stage: Stage, user_id: str, number: int) -> None:
    """So many direct assignments, each in an account of its own."""
    center, accounts = stage.sandbox.client("sso-admin"), list(stage.seeded.accounts.values())
    instance = {"InstanceArn": stage.seeded.instance_arn}
    permission_set = center.list_permission_sets(**instance)["PermissionSets"][0]
    for account_id in accounts[:number]:
        center.create_account_assignment(
            TargetId=account_id,
            TargetType="AWS_ACCOUNT",
            PermissionSetArn=permission_set,
            PrincipalType="USER",
            PrincipalId=user_id,
            **instance,
        )
    found = wait_for(lambda: assignments(stage, user_id), lambda found: len(found) == number)
    assert len(found) == number


def assignments(stage: Stage, user_id: str) -> list[Any]:
    """Those of the user itself."""
    found = stage.sandbox.client("sso-admin").list_account_assignments_for_principal(
        InstanceArn=stage.seeded.instance_arn, PrincipalType="USER", PrincipalId=user_id
    )
    return [each for each in found["AccountAssignments"] if each["PrincipalId"] == user_id]


def certificate_of(stage: Stage, user_id: str) -> Any:
    """The complete one, when there is one."""
    found = wait_for(
        lambda: stage.documents(f"certificate#{user_id}"), lambda found: any(each["complete"] for each in found), 60
    )
    (complete,) = [each for each in found if each["complete"]]
    return complete


def test_deletions_that_take_their_time_are_followed_to_their_end(stage: Stage) -> None:
    """One is asked for by itself, three are looked for in AWS's list; complete means that none is left."""
    leavers = {number: add_user(stage) for number in (1, 3)}
    for number, (user_id, _) in leavers.items():
        assign(stage, user_id, number)
    with stage.sandbox.behaving(async_seconds=SLOW):
        put_events(stage, *(make_event("worker.left", email=address) for _, address in leavers.values()))
        for number, (user_id, _) in leavers.items():
            assert len(certificate_of(stage, user_id)["removed"]["assignments"]) == number
            assert assignments(stage, user_id) == []


@pytest.fixture
def application(stage: Stage) -> Iterator[str]:
    """The account access manager is on."""
    manager = stage.sandbox.client("account-access")
    source = {"identityCenter": {"instanceArn": stage.seeded.instance_arn}}
    arn = manager.create_application(identitySource=source)["applicationArn"]
    active = wait_for(lambda: manager.get_application(applicationArn=arn)["status"], lambda status: status == "ACTIVE")
    assert active == "ACTIVE"
    yield arn
    manager.delete_application(applicationArn=arn)
    assert not wait_for(lambda: manager.list_applications()["applications"], lambda found: not found)


def entitled_to(stage: Stage, application: str, user_id: str) -> list[str]:
    """The roles that the account access manager gives a user."""
    found = stage.sandbox.client("account-access").list_entitlements(
        applicationArn=application,
        filter={"principalRole": {"principal": {"identityCenter": {"userId": user_id}}}},
    )
    return [each["entitlement"]["principalRole"]["roleArn"] for each in found["entitlements"]]


def test_entitlements_of_the_account_access_manager_are_revoked(stage: Stage, application: str) -> None:
    """The leaver's alone: a colleague keeps the same role."""
    manager = stage.sandbox.client("account-access")
    (leaver, address), (colleague, _) = add_user(stage), add_user(stage)
    role = f"arn:aws:iam::{next(iter(stage.seeded.accounts.values()))}:role/Auditor"
    for user_id in (leaver, colleague):
        entitled = {"principal": {"identityCenter": {"userId": user_id}}, "roleArn": role}
        manager.create_entitlement(applicationArn=application, entitlement={"principalRole": entitled})
    put_events(stage, make_event("worker.left", email=address))
    certificate = certificate_of(stage, leaver)
    assert certificate["removed"]["entitlements"] == [role]
    assert [entitled_to(stage, application, user_id) for user_id in (leaver, colleague)] == [[], [role]]
