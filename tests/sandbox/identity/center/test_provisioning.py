"""Bringing an edited permission set to its accounts."""

import pytest

_OLD, _NEW = "LATEST_PERMISSION_SET_NOT_PROVISIONED", "LATEST_PERMISSION_SET_PROVISIONED"


@pytest.fixture
def held(identity):
    """A permission set, as a key, and an account that holds it."""
    account, permission_set = identity.make_account(), identity.make_permission_set()
    identity.assign(account, permission_set, identity.make_user())
    return account, {"InstanceArn": identity.instance_arn, "PermissionSetArn": permission_set}


def _holders(identity, key, status):
    return identity.sso.list_accounts_for_provisioned_permission_set(**key, ProvisioningStatus=status)["AccountIds"]


def test_edit_is_not_there_until_provisioned(identity, held, wait_until):
    """After an edit the account has the old version, until a provisioning has ended."""
    account, key = held
    assert _holders(identity, key, _NEW) == [account]
    identity.sso.update_permission_set(**key, SessionDuration="PT2H")
    assert _holders(identity, key, _OLD) == [account]
    started = identity.sso.provision_permission_set(**key, TargetType="ALL_PROVISIONED_ACCOUNTS")
    assert started["PermissionSetProvisioningStatus"]["Status"] == "IN_PROGRESS"
    wait_until(lambda: _holders(identity, key, _NEW) == [account])


def test_provisioning_can_fail(identity, held, faults, wait_until):
    """A provisioning that was told to fail says why, and the account keeps the old version."""
    account, key = held
    identity.sso.update_permission_set(**key, SessionDuration="PT2H")
    faults(operation="ProvisionPermissionSet", failed="out of roles")
    started = identity.sso.provision_permission_set(**key, TargetType="AWS_ACCOUNT", TargetId=account)
    request = started["PermissionSetProvisioningStatus"]["RequestId"]

    def reason():
        return identity.sso.describe_permission_set_provisioning_status(
            InstanceArn=identity.instance_arn, ProvisionPermissionSetRequestId=request
        )["PermissionSetProvisioningStatus"].get("FailureReason")

    assert wait_until(reason) == "out of roles"
    assert _holders(identity, key, _OLD) == [account]


def test_only_where_it_is(identity, held, error_of):
    """A permission set is provisioned only to accounts that hold it."""
    code, _ = error_of(
        identity.sso.provision_permission_set, **held[1], TargetType="AWS_ACCOUNT", TargetId=identity.make_account()
    )
    assert code == "ResourceNotFoundException"


def test_statuses_in_pages(identity, held, wait_until):
    """The statuses of provisionings are listed in pages."""
    for _ in range(2):
        wait_until(lambda: _provisioned(identity, held[1]))
    pages = identity.sso.get_paginator("list_permission_set_provisioning_status").paginate(
        InstanceArn=identity.instance_arn, PaginationConfig={"PageSize": 1, "MaxItems": 2}
    )
    assert len(list(pages)) == 2


def _provisioned(identity, key):
    """True once the request was accepted: while one is under way, the next is a conflict."""
    try:
        identity.sso.provision_permission_set(**key, TargetType="ALL_PROVISIONED_ACCOUNTS")
    except identity.sso.exceptions.ConflictException:
        return False
    return True
