"""Organizations made to order."""

import time

import pytest

from sandbox.supervisor import SandboxError

NAME = {"GivenName": "A", "FamilyName": "B"}


def account(name, **members):
    return {"AccountName": name, "Email": f"{name}@example.com", **members}


@pytest.fixture
def unit(identity, unique):
    made = identity.organizations.create_organizational_unit(ParentId=identity.root_id, Name=unique("unit"))
    return made["OrganizationalUnit"]["Id"]


def test_everything_is_there(identity, unit, unique):
    """Everything seeded shows in AWS's answers: accounts in their OU with tags, sets, people and assignments."""
    name = unique("seeded")
    made = identity.sandbox.local(
        "/_local/seed",
        {
            "accounts": [account(name, ParentId=unit, Tags=[{"Key": "env", "Value": "dev"}])],
            "permission_sets": [{"Name": name, "SessionDuration": "PT4H"}],
            "groups": [{"DisplayName": name}],
            "users": [{"UserName": name, "DisplayName": name, "Name": NAME}],
            "memberships": [[name, name]],
            "assignments": [[name, name, "GROUP", name], [name, name, "USER", name]],
        },
    )
    account_id, arn = made["accounts"][name], made["permission_sets"][name]
    group_id, user_id = made["groups"][name], made["users"][name]
    (found,) = identity.organizations.list_accounts_for_parent(ParentId=unit)["Accounts"]
    assert (found["Id"], found["Name"], found["State"]) == (account_id, name, "ACTIVE")
    tags = identity.organizations.list_tags_for_resource(ResourceId=account_id)["Tags"]
    assert tags == [{"Key": "env", "Value": "dev"}]
    key = {"InstanceArn": identity.instance_arn, "PermissionSetArn": arn}
    assert identity.sso.describe_permission_set(**key)["PermissionSet"]["SessionDuration"] == "PT4H"
    (membership,) = identity.store.list_group_memberships(IdentityStoreId=identity.store_id, GroupId=group_id)[
        "GroupMemberships"
    ]
    assert membership["MemberId"] == {"UserId": user_id}
    assert identity.assigned(account_id, arn) == {group_id, user_id}


def test_what_is_there_is_named_by_its_id(identity):
    """Assignments and memberships can name what existed before the call."""
    account_id, arn = identity.make_account(), identity.make_permission_set()
    user_id, group_id = identity.make_user(), identity.make_group()
    assignments = [[account_id, arn, "USER", user_id]]
    identity.sandbox.local("/_local/seed", {"assignments": assignments, "memberships": [[group_id, user_id]]})
    assert identity.assigned(account_id, arn) == {user_id}


def test_nobody_hears_of_it(identity, recorder, unique):
    """No event and no record tells of what was seeded."""
    name = unique("quiet")
    groups, users = [{"DisplayName": name}], [{"UserName": name, "DisplayName": name, "Name": NAME}]
    identity.sandbox.local(
        "/_local/seed",
        {
            "accounts": [account(name)],
            "permission_sets": [{"Name": name}],
            "groups": groups,
            "users": users,
            "memberships": [[name, name]],
            "assignments": [[name, name, "GROUP", name]],
        },
    )
    assert recorder.events() == []


def test_no_quota_holds_it(identity, settings, unique):
    """Quotas hold callers of the API, and not what is seeded."""
    settings(throttle=True, tps=0.01, burst=1, directory_tps=0.01, directory_burst=1)
    made = identity.sandbox.local("/_local/seed", {"permission_sets": [{"Name": unique("Set")} for _ in range(50)]})
    assert len(made["permission_sets"]) == 50


@pytest.mark.parametrize(
    ("request_of", "message"),
    [
        (lambda ids: {"assignments": [["000000000009", ids["arn"], "USER", ids["user"]]]}, "no such account"),
        (lambda ids: {"assignments": [[ids["account"], ids["arn"], "USER", "ghost"]]}, "no such account or principal"),
        (lambda ids: {"assignments": [[ids["account"], "ps-none", "USER", ids["user"]]]}, "Could not find Permission"),
        (lambda _: {"memberships": [["ghost", "ghost"]]}, "GROUP not found"),
        (lambda _: {"accounts": [account("lost", ParentId="ou-none-00000000")]}, "ParentNotFound"),
        (lambda _: {"users": [{"UserName": "nameless"}]}, "required"),
        (lambda _: {"assignments": [["too", "short"]]}, "not enough values"),
    ],
)
def test_what_aws_would_refuse_is_refused(identity, request_of, message):
    """A seed that names what is not there, or lacks what is required, is an error that says what."""
    ids = {"account": identity.make_account(), "arn": identity.make_permission_set(), "user": identity.make_user()}
    with pytest.raises(SandboxError, match=message):
        identity.sandbox.local("/_local/seed", request_of(ids))


def test_a_large_organization_takes_seconds(large_sandbox):
    """5,000 accounts and 200,000 assignments are there within the half minute that a request may take."""
    accounts = [f"large-{number}" for number in range(5_000)]
    names = [f"many-{number}" for number in range(40)]
    started = time.monotonic()
    made = large_sandbox.local(
        "/_local/seed",
        {
            "accounts": [account(name) for name in accounts],
            "permission_sets": [{"Name": name} for name in names],
            "groups": [{"DisplayName": name} for name in names],
            "assignments": [[one, name, "GROUP", name] for one in accounts for name in names],
        },
    )
    assert time.monotonic() - started < 30
    sso, organizations = large_sandbox.client("sso-admin"), large_sandbox.client("organizations")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    found = sso.get_paginator("list_permission_sets_provisioned_to_account").paginate(
        InstanceArn=instance, AccountId=made["accounts"]["large-4999"]
    )
    assert len([arn for page in found for arn in page["PermissionSets"]]) == 40
    assert len(organizations.list_accounts()["Accounts"]) == 20
