"""The policies of a permission set."""

import pytest

_READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.fixture
def key(identity):
    return {"InstanceArn": identity.instance_arn, "PermissionSetArn": identity.make_permission_set()}


def test_managed_policies_in_pages(identity, key):
    """Managed policies are attached, listed in pages with their names, and detached."""
    arns = {f"arn:aws:iam::aws:policy/Policy{n}" for n in range(3)}
    for arn in arns:
        identity.sso.attach_managed_policy_to_permission_set(**key, ManagedPolicyArn=arn)
    identity.sso.detach_managed_policy_from_permission_set(**key, ManagedPolicyArn=arns.pop())
    first = identity.sso.list_managed_policies_in_permission_set(**key, MaxResults=1)
    second = identity.sso.list_managed_policies_in_permission_set(**key, MaxResults=1, NextToken=first["NextToken"])
    found = first["AttachedManagedPolicies"] + second["AttachedManagedPolicies"]
    assert {policy["Arn"] for policy in found} == arns
    assert all(policy["Arn"].endswith(policy["Name"]) for policy in found)


def test_policy_attaches_once(identity, key, error_of):
    """Attaching a policy twice is a conflict, and detaching one that is not there is not found."""
    policy = {**key, "ManagedPolicyArn": _READ_ONLY}
    identity.sso.attach_managed_policy_to_permission_set(**policy)
    assert error_of(identity.sso.attach_managed_policy_to_permission_set, **policy)[0] == "ConflictException"
    identity.sso.detach_managed_policy_from_permission_set(**policy)
    code, _ = error_of(identity.sso.detach_managed_policy_from_permission_set, **policy)
    assert code == "ResourceNotFoundException"


def test_policies_have_a_limit(identity, key, error_of):
    """The twenty-sixth managed policy exceeds the quota."""
    for n in range(25):
        identity.sso.attach_managed_policy_to_permission_set(**key, ManagedPolicyArn=f"{_READ_ONLY}{n}")
    code, _ = error_of(identity.sso.attach_managed_policy_to_permission_set, **key, ManagedPolicyArn=_READ_ONLY)
    assert code == "ServiceQuotaExceededException"


def test_customer_managed_references(identity, key):
    """A reference is a path and a name, and can be attached, listed in pages and detached."""
    references = [{"Name": "one", "Path": "/"}, {"Name": "two", "Path": "/team/"}]
    for reference in references:
        identity.sso.attach_customer_managed_policy_reference_to_permission_set(
            **key, CustomerManagedPolicyReference=reference
        )
    pages = identity.sso.get_paginator("list_customer_managed_policy_references_in_permission_set").paginate(
        **key, PaginationConfig={"PageSize": 1}
    )
    found = [reference for page in pages for reference in page["CustomerManagedPolicyReferences"]]
    assert found == references
    identity.sso.detach_customer_managed_policy_reference_from_permission_set(
        **key, CustomerManagedPolicyReference={"Name": "one"}
    )
    left = identity.sso.list_customer_managed_policy_references_in_permission_set(**key)
    assert left["CustomerManagedPolicyReferences"] == references[1:]


def test_inline_policy(identity, key, error_of):
    """An inline policy is JSON, is answered as it was put, and is empty when deleted."""
    assert error_of(identity.sso.put_inline_policy_to_permission_set, **key, InlinePolicy="no")[0] == (
        "ValidationException"
    )
    identity.sso.put_inline_policy_to_permission_set(**key, InlinePolicy='{"Version":"2012-10-17"}')
    assert identity.sso.get_inline_policy_for_permission_set(**key)["InlinePolicy"] == '{"Version":"2012-10-17"}'
    identity.sso.delete_inline_policy_from_permission_set(**key)
    assert identity.sso.get_inline_policy_for_permission_set(**key)["InlinePolicy"] == ""


def test_permissions_boundary(identity, key, error_of):
    """A boundary is put, answered, and gone when deleted."""
    boundary = {"ManagedPolicyArn": _READ_ONLY}
    identity.sso.put_permissions_boundary_to_permission_set(**key, PermissionsBoundary=boundary)
    assert identity.sso.get_permissions_boundary_for_permission_set(**key)["PermissionsBoundary"] == boundary
    identity.sso.delete_permissions_boundary_from_permission_set(**key)
    code, _ = error_of(identity.sso.get_permissions_boundary_for_permission_set, **key)
    assert code == "ResourceNotFoundException"
