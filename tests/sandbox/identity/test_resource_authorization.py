"""A policy on single resources of the identity services allows and denies exactly these."""

import pytest

from tests.sandbox.identity.waiting import error_of
from tests.sandbox.making import allow, document, make_user, unique

DENIED = {"AccessDenied", "AccessDeniedException"}
ASSIGN = "sso:CreateAccountAssignment"
WITHOUT = {"": (), "instance": (0,), "permission set": (1,), "account": (2,)}


@pytest.fixture
def assignment(identity):
    """Account, permission set and principal of an assignment that could be made."""
    return identity.make_account(), identity.make_permission_set(), identity.make_user()


def resources(identity, assignment):
    account_id, permission_set_arn, _ = assignment
    return [identity.instance_arn, permission_set_arn, f"arn:aws:sso:::account/{account_id}"]


@pytest.mark.parametrize("missing", WITHOUT)
def test_an_assignment_needs_all_three(identity, assignment, missing):
    """An assignment is made with rights to instance, permission set and account, and with no two of them."""
    arns = [arn for i, arn in enumerate(resources(identity, assignment)) if i not in WITHOUT[missing]]
    sso = make_user(identity.sandbox, allow(ASSIGN, arns)).client("sso-admin")
    if missing:
        assert error_of(sso.create_account_assignment, **identity.key(*assignment))[0] in DENIED
    else:
        sso.create_account_assignment(**identity.key(*assignment))


@pytest.mark.parametrize("denied", [0, 1, 2])
def test_one_denied_resource_is_enough(identity, assignment, denied):
    """An explicit deny on the instance, the permission set or the account outweighs a right to everything."""
    deny = allow(ASSIGN, resources(identity, assignment)[denied], "Deny")
    person = make_user(identity.sandbox, allow("sso:*"), deny)
    code, message = error_of(person.client("sso-admin").create_account_assignment, **identity.key(*assignment))
    assert code in DENIED
    assert "with an explicit deny" in message


def test_a_deny_on_one_permission_set_leaves_the_others(identity, assignment):
    """A permission set that is out of reach does not put any other out of reach."""
    account_id, permission_set_arn, user_id = assignment
    deny = allow(ASSIGN, permission_set_arn, "Deny")
    sso = make_user(identity.sandbox, allow("sso:*"), deny).client("sso-admin")
    sso.create_account_assignment(**identity.key(account_id, identity.make_permission_set(), user_id))


def test_reading_assignments_asks_for_the_account(identity, assignment):
    """Who may list one account's assignments may not list another's."""
    account_id, permission_set_arn, _ = assignment
    sso = make_user(identity.sandbox, allow("sso:ListAccountAssignments", resources(identity, assignment))).client(
        "sso-admin"
    )
    asked = {"InstanceArn": identity.instance_arn, "PermissionSetArn": permission_set_arn}
    assert sso.list_account_assignments(**asked, AccountId=account_id)["AccountAssignments"] == []
    assert error_of(sso.list_account_assignments, **asked, AccountId=identity.make_account())[0] in DENIED


def test_tagging_asks_for_what_is_tagged(identity):
    """Who may tag one permission set may not tag another."""
    mine, other = identity.make_permission_set(), identity.make_permission_set()
    sso = make_user(identity.sandbox, allow("sso:TagResource", [identity.instance_arn, mine])).client("sso-admin")
    tags = {"InstanceArn": identity.instance_arn, "Tags": [{"Key": "team", "Value": "platform"}]}
    sso.tag_resource(**tags, ResourceArn=mine)
    assert error_of(sso.tag_resource, **tags, ResourceArn=other)[0] in DENIED


def test_another_account_means_the_same_resources(identity):
    """In an account that administers Identity Center, a right to one account is a right to the organization's."""
    account_id, other = identity.make_account(), identity.make_account()
    identity.organizations.register_delegated_administrator(AccountId=account_id, ServicePrincipal="sso.amazonaws.com")
    arn = identity.organizations.describe_account(AccountId=other)["Account"]["Arn"]
    person = make_user(identity.sandbox, allow("organizations:DescribeAccount", arn), account=account_id)
    organizations = person.client("organizations")
    assert organizations.describe_account(AccountId=other)["Account"]["Arn"] == arn
    assert error_of(organizations.describe_account, AccountId=account_id)[0] in DENIED


def test_what_names_no_resource_needs_a_right_to_all(identity):
    """ListInstances names no resource: a right to one instance does not cover it."""
    person = make_user(identity.sandbox, allow("sso:ListInstances", identity.instance_arn))
    assert error_of(person.client("sso-admin").list_instances)[0] in DENIED


def test_identity_store_knows_users_and_groups(identity):
    """A right to the store and to one user is no right to another user."""
    user_id, other = identity.make_user(), identity.make_user()
    store_arn = f"arn:aws:identitystore::100000000001:identitystore/{identity.store_id}"
    arns = [store_arn, f"arn:aws:identitystore:::user/{user_id}"]
    store = make_user(identity.sandbox, allow("identitystore:DescribeUser", arns)).client("identitystore")
    assert store.describe_user(IdentityStoreId=identity.store_id, UserId=user_id)["UserId"] == user_id
    code, _ = error_of(store.describe_user, IdentityStoreId=identity.store_id, UserId=other)
    assert code in DENIED


def test_a_member_of_a_request_counts(identity):
    """The user of a membership, which stands inside `MemberId`, must be allowed too."""
    user_id, group_id = identity.make_user(), identity.make_group()
    store_arn = f"arn:aws:identitystore::100000000001:identitystore/{identity.store_id}"
    arns = [store_arn, f"arn:aws:identitystore:::group/{group_id}"]
    store = make_user(identity.sandbox, allow("identitystore:*", arns)).client("identitystore")
    code, _ = error_of(
        store.create_group_membership,
        IdentityStoreId=identity.store_id,
        GroupId=group_id,
        MemberId={"UserId": user_id},
    )
    assert code in DENIED


@pytest.mark.parametrize("kind", ["policy", "account", "root"])
def test_organizations_knows_its_things(identity, kind):
    """A right to one policy, account or root, by its ARN, is a right to that one."""
    arn, call, other = one_thing(identity, kind)
    organizations = make_user(identity.sandbox, allow("organizations:*", arn)).client("organizations")
    call(organizations)
    assert error_of(other, client=organizations)[0] in DENIED


def one_thing(identity, kind):
    """The ARN AWS gives the thing, a call on it, and the same call on another."""
    client = identity.organizations
    if kind == "policy":
        made = [make_policy(client) for _ in range(2)]
        return made[0]["Arn"], *describes("describe_policy", "PolicyId", *(policy["Id"] for policy in made))
    if kind == "account":
        ids = [identity.make_account() for _ in range(2)]
        arn = client.describe_account(AccountId=ids[0])["Account"]["Arn"]
        return arn, *describes("describe_account", "AccountId", *ids)
    arn = client.list_roots()["Roots"][0]["Arn"]
    return arn, *describes("list_tags_for_resource", "ResourceId", identity.root_id, identity.make_account())


def describes(operation, member, one, another):
    def call(value):
        return lambda client: getattr(client, operation)(**{member: value})

    return call(one), call(another)


def make_policy(client):
    content = document(allow("s3:DeleteBucket", effect="Deny"))
    made = client.create_policy(Name=unique("policy"), Description="", Type="SERVICE_CONTROL_POLICY", Content=content)
    return made["Policy"]["PolicySummary"]
