"""How assignments come and go."""

import pytest

_GHOST = "90674be21c-00000000-0000-4000-8000-000000000000"


@pytest.fixture
def key(identity):
    """Account, permission set and user of an assignment that does not exist yet."""
    return identity.make_account(), identity.make_permission_set(), identity.make_user()


def test_accepted_first_decided_later(identity, key, settings):
    """A creation answers IN_PROGRESS, and the assignment is there when its status says SUCCEEDED."""
    settings(async_seconds=0.3)
    made = identity.sso.create_account_assignment(**identity.key(*key))["AccountAssignmentCreationStatus"]
    assert made["Status"] == "IN_PROGRESS"
    assert identity.assigned(*key[:2]) == set()
    ended = identity.assign_status(made["RequestId"])
    assert ended["Status"] == "SUCCEEDED"
    assert identity.assigned(*key[:2]) == {key[2]}


def test_status_names_the_assignment(identity, key):
    """The status of a creation repeats what was asked for."""
    status = identity.assign(*key)
    named = (status["TargetId"], status["PermissionSetArn"], status["PrincipalId"], status["PrincipalType"])
    assert named == (*key, "USER")


def test_created_twice_is_there_once(identity, key):
    """Creating an assignment that exists succeeds and doubles nothing."""
    identity.assign(*key)
    assert identity.assign(*key)["Status"] == "SUCCEEDED"
    listed = identity.sso.list_account_assignments(
        InstanceArn=identity.instance_arn, AccountId=key[0], PermissionSetArn=key[1]
    )
    assert len(listed["AccountAssignments"]) == 1


def test_deleted_is_gone(identity, key):
    """A deletion ends SUCCEEDED and takes the permission set out of the account with the last assignment."""
    identity.assign(*key)
    assert identity.unassign(*key)["Status"] == "SUCCEEDED"
    held = identity.sso.list_permission_sets_provisioned_to_account(InstanceArn=identity.instance_arn, AccountId=key[0])
    assert held["PermissionSets"] == []


def test_missing_one_is_not_found(identity, key, error_of):
    """Deleting an assignment that does not exist is refused."""
    code, _ = error_of(identity.sso.delete_account_assignment, **identity.key(*key))
    assert code == "ResourceNotFoundException"


def test_missing_one_can_end_failed(identity, key, settings):
    """Where the sandbox is told so, deleting a missing assignment is accepted and ends FAILED."""
    settings(missing_assignment="failed")
    status = identity.unassign(*key)
    assert status["Status"] == "FAILED"
    assert "does not exist" in status["FailureReason"]


def test_ghost_principal_fails(identity, key):
    """A principal that does not exist is found out later, and named in the reason."""
    status = identity.assign(*key[:2], _GHOST)
    assert status["Status"] == "FAILED"
    assert _GHOST in status["FailureReason"]
    assert identity.assigned(*key[:2]) == set()


def test_user_is_no_group(identity, key):
    """A user's id under the principal type GROUP is a ghost."""
    assert identity.assign(*key, "GROUP")["Status"] == "FAILED"


def test_unknown_account_fails(identity, key):
    """An account outside the organization is found out later."""
    status = identity.assign("999999999999", *key[1:])
    assert status["Status"] == "FAILED"
    assert "999999999999" in status["FailureReason"]


def test_closed_account_fails(identity, key):
    """An account that is not ACTIVE cannot be entered, in AWS's words for it."""
    identity.organizations.close_account(AccountId=key[0])
    assert "takes longer than usual" in identity.assign(*key)["FailureReason"]


def test_one_write_at_a_time(identity, key, settings, error_of):
    """While a write to an account and permission set goes on, another one is a conflict; then it is not."""
    settings(async_seconds=0.3)
    first = identity.sso.create_account_assignment(**identity.key(*key))["AccountAssignmentCreationStatus"]
    other = identity.key(*key[:2], identity.make_user())
    code, message = error_of(identity.sso.create_account_assignment, **other)
    assert (code, "409" in message) == ("ConflictException", True)
    identity.assign_status(first["RequestId"])
    assert identity.assign(*key[:2], other["PrincipalId"])["Status"] == "SUCCEEDED"


def test_other_permission_set_does_not_wait(identity, key, settings):
    """Two permission sets of one account are written at once."""
    settings(async_seconds=0.2)
    started = [
        identity.sso.create_account_assignment(**identity.key(key[0], permission_set, key[2]))
        for permission_set in (key[1], identity.make_permission_set())
    ]
    requests = [one["AccountAssignmentCreationStatus"]["RequestId"] for one in started]
    assert [identity.assign_status(request)["Status"] for request in requests] == ["SUCCEEDED"] * 2


def test_outstanding_creations_have_a_limit(identity, key, settings, error_of):
    """One creation more than may be outstanding is throttled, in the words AWS uses."""
    settings(throttle=True, tps=1000, burst=1000, outstanding=3, async_seconds=0.5)
    sets = [identity.make_permission_set() for _ in range(4)]
    for permission_set in sets[:3]:
        identity.sso.create_account_assignment(**identity.key(key[0], permission_set, key[2]))
    code, message = error_of(identity.sso.create_account_assignment, **identity.key(key[0], sets[3], key[2]))
    assert code == "ThrottlingException"
    assert message == "There are too many requests processing. Please try again later."


def test_injected_failure(identity, key, faults):
    """A creation can be told to end FAILED with a reason, for the next calls only."""
    faults(operation="CreateAccountAssignment", failed="the moon", where={"TargetId": key[0]})
    failed = identity.assign(*key)
    assert (failed["Status"], failed["FailureReason"]) == ("FAILED", "the moon")
    assert identity.assign(*key)["Status"] == "SUCCEEDED"


def test_unknown_request(identity, error_of):
    """The status of a request nobody made is not found."""
    code, _ = error_of(
        identity.sso.describe_account_assignment_creation_status,
        InstanceArn=identity.instance_arn,
        AccountAssignmentCreationRequestId=_GHOST[11:],
    )
    assert code == "ResourceNotFoundException"


def test_deleted_user_takes_assignments_along(identity, key):
    """Deleting a user of Identity Center's own directory deletes the user's assignments."""
    identity.assign(*key)
    identity.store.delete_user(IdentityStoreId=identity.store_id, UserId=key[2])
    assert identity.assigned(*key[:2]) == set()


def test_orphans_can_stay(identity, key, settings):
    """As with Active Directory, a deleted user's assignments can stay behind, and can then be deleted by id."""
    settings(keep_orphans=True)
    identity.assign(*key)
    identity.store.delete_user(IdentityStoreId=identity.store_id, UserId=key[2])
    assert identity.assigned(*key[:2]) == {key[2]}
    assert identity.unassign(*key)["Status"] == "SUCCEEDED"
