"""What AWS answers about assignments."""


def _of_principal(identity, kind, principal_id, **members):
    pages = identity.sso.get_paginator("list_account_assignments_for_principal").paginate(
        InstanceArn=identity.instance_arn, PrincipalType=kind, PrincipalId=principal_id, **members
    )
    return [item for page in pages for item in page["AccountAssignments"]]


def test_assignments_of_an_account_in_pages(identity):
    """The assignments of a permission set in an account are paged and complete."""
    account, permission_set = identity.make_account(), identity.make_permission_set()
    users = {identity.make_user() for _ in range(3)}
    for user in users:
        identity.assign(account, permission_set, user)
    pages = list(
        identity.sso.get_paginator("list_account_assignments").paginate(
            InstanceArn=identity.instance_arn,
            AccountId=account,
            PermissionSetArn=permission_set,
            PaginationConfig={"PageSize": 2},
        )
    )
    assert [len(page["AccountAssignments"]) for page in pages] == [2, 1]
    assert {item["PrincipalId"] for page in pages for item in page["AccountAssignments"]} == users


def test_assignments_of_a_user_name_the_groups(identity):
    """A user's assignments include those of the user's groups, which name the group as principal."""
    account, user, group = identity.make_account(), identity.make_user(), identity.make_group()
    own, shared = identity.make_permission_set(), identity.make_permission_set()
    identity.join(user, group)
    identity.assign(account, own, user)
    identity.assign(account, shared, group, "GROUP")
    found = {
        (item["PermissionSetArn"], item["PrincipalType"], item["PrincipalId"])
        for item in _of_principal(identity, "USER", user)
    }
    assert found == {(own, "USER", user), (shared, "GROUP", group)}


def test_assignments_of_a_group_are_its_own(identity):
    """A group's assignments are the group's, whoever is in it."""
    account, user, group = identity.make_account(), identity.make_user(), identity.make_group()
    identity.join(user, group)
    identity.assign(account, identity.make_permission_set(), user)
    assert _of_principal(identity, "GROUP", group) == []


def test_assignments_of_a_user_by_account_in_pages(identity):
    """A user's assignments are paged, and can be asked for one account."""
    accounts, user = [identity.make_account() for _ in range(2)], identity.make_user()
    permission_set = identity.make_permission_set()
    for account in accounts:
        identity.assign(account, permission_set, user)
    found = _of_principal(identity, "USER", user, PaginationConfig={"PageSize": 1})
    assert {item["AccountId"] for item in found} == set(accounts)
    (only,) = _of_principal(identity, "USER", user, Filter={"AccountId": accounts[0]})
    assert only["AccountId"] == accounts[0]


def test_what_is_provisioned_where_in_pages(identity):
    """Accounts of a permission set, and permission sets of an account, are paged and complete."""
    accounts, user = {identity.make_account() for _ in range(2)}, identity.make_user()
    sets = {identity.make_permission_set() for _ in range(2)}
    for account in accounts:
        for permission_set in sets:
            identity.assign(account, permission_set, user)
    held = identity.sso.get_paginator("list_permission_sets_provisioned_to_account").paginate(
        InstanceArn=identity.instance_arn, AccountId=min(accounts), PaginationConfig={"PageSize": 1}
    )
    holders = identity.sso.get_paginator("list_accounts_for_provisioned_permission_set").paginate(
        InstanceArn=identity.instance_arn, PermissionSetArn=min(sets), PaginationConfig={"PageSize": 1}
    )
    assert {arn for page in held for arn in page["PermissionSets"]} == sets
    assert {account for page in holders for account in page["AccountIds"]} == accounts
