"""Faults to order."""

import time

import pytest
from botocore.exceptions import ClientError

from sandbox.emulator.identity.wire.faults import Faults
from sandbox.emulator.local_routes import LocalRequestError


def _list(identity):
    return identity.sso.list_permission_sets(InstanceArn=identity.instance_arn)


def test_error_for_the_next_calls(identity, faults, error_of):
    """An injected error hits as many calls as ordered, and no more."""
    faults(operation="ListPermissionSets", error="AccessDeniedException", message="not today", times=2)
    for _ in range(2):
        assert error_of(_list, identity=identity) == ("AccessDeniedException", "not today")
    assert _list(identity)["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_error_until_cleared(identity, faults):
    """A fault without a count hits until it is cleared."""
    faults(operation="ListPermissionSets", error="InternalServerException", times=None)
    for _ in range(3):
        with pytest.raises(ClientError):
            _list(identity)
    identity.sandbox.local("/_local/faults", {"clear": True})
    _list(identity)


def test_http_500(identity, faults):
    """An injected server error is an HTTP 500."""
    faults(operation="ListPermissionSets", status=500)
    with pytest.raises(ClientError) as caught:
        _list(identity)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500


def test_delay(identity, faults):
    """A delayed call answers late, and delays no other call."""
    faults(operation="ListPermissionSets", delay=0.3)
    started = time.monotonic()
    _list(identity)
    assert time.monotonic() - started >= 0.3


def test_empty_and_truncated_lists_say_nothing_of_it(identity, faults):
    """A list can be told to lose all or half of its items, without a token that would give it away."""
    for _ in range(2):
        identity.make_permission_set()
    whole = len(_list(identity)["PermissionSets"])
    faults(operation="ListPermissionSets", answer="empty")
    empty = _list(identity)
    faults(operation="ListPermissionSets", answer="truncated")
    truncated = _list(identity)
    assert (empty["PermissionSets"], len(truncated["PermissionSets"])) == ([], whole // 2)
    assert "NextToken" not in empty | truncated


def test_only_calls_that_match(identity, faults, error_of):
    """A fault can be meant for one request only, by a member's value."""
    hit, spared = identity.make_user(), identity.make_user()
    faults(operation="DescribeUser", error="AccessDeniedException", where={"UserId": hit})
    identity.store.describe_user(IdentityStoreId=identity.store_id, UserId=spared)
    code, _ = error_of(identity.store.describe_user, IdentityStoreId=identity.store_id, UserId=hit)
    assert code == "AccessDeniedException"


def test_organizations_has_faults_too(identity, faults, error_of):
    """Organizations can be made to fail as the others can."""
    faults(operation="ListRoots", error="TooManyRequestsException")
    assert error_of(identity.organizations.list_roots)[0] == "TooManyRequestsException"


@pytest.mark.parametrize(
    "fault",
    [
        {"operation": "X"},
        {"operation": "X", "error": "A", "status": 500},
        {"operation": "X", "answer": "half"},
        {"a": 1},
    ],
)
def test_senseless_fault_is_refused(fault):
    """A fault that is not exactly one kind of fault is refused."""
    with pytest.raises(LocalRequestError):
        Faults().change({"faults": [fault]})
