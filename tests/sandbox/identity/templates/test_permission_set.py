"""AWS::SSO::PermissionSet."""

import pytest

_TYPE = "AWS::SSO::PermissionSet"


@pytest.fixture
def properties(identity, unique):
    return {
        "InstanceArn": identity.instance_arn,
        "Name": unique("Cfn"),
        "Description": "made by a stack",
        "SessionDuration": "PT4H",
        "RelayStateType": "https://console.example",
        "ManagedPolicies": ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/Billing"],
        "CustomerManagedPolicyReferences": [{"Name": "extra", "Path": "/"}],
        "InlinePolicy": {"Version": "2012-10-17", "Statement": []},
        "PermissionsBoundary": {"ManagedPolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"},
        "Tags": [{"Key": "owner", "Value": "stack"}],
    }


def _read(identity, arn):
    key = {"InstanceArn": identity.instance_arn, "PermissionSetArn": arn}
    sso, found = (
        identity.sso,
        identity.sso.describe_permission_set(PermissionSetArn=arn, InstanceArn=key["InstanceArn"]),
    )
    managed = sso.list_managed_policies_in_permission_set(**key)["AttachedManagedPolicies"]
    references = sso.list_customer_managed_policy_references_in_permission_set(**key)
    tags = sso.list_tags_for_resource(InstanceArn=key["InstanceArn"], ResourceArn=arn)["Tags"]
    return {
        "Session": found["PermissionSet"]["SessionDuration"],
        "RelayState": found["PermissionSet"].get("RelayState"),
        "Managed": [policy["Name"] for policy in managed],
        "References": [one["Name"] for one in references["CustomerManagedPolicyReferences"]],
        "Inline": sso.get_inline_policy_for_permission_set(**key)["InlinePolicy"],
        "Tags": tags,
    }


def test_made_as_written(identity, deploy, properties):
    """The stack makes the permission set with everything the template says, and answers its ARN."""
    status, outputs = deploy(_TYPE, properties, "PermissionSetArn")
    assert status == "CREATE_COMPLETE"
    assert outputs["Ref"] == f"{identity.instance_arn}|{outputs['Attribute']}"
    assert _read(identity, outputs["Attribute"]) == {
        "Session": "PT4H",
        "RelayState": "https://console.example",
        "Managed": ["Billing", "ReadOnlyAccess"],
        "References": ["extra"],
        "Inline": '{"Version":"2012-10-17","Statement":[]}',
        "Tags": [{"Key": "owner", "Value": "stack"}],
    }
    boundary = identity.sso.get_permissions_boundary_for_permission_set(
        InstanceArn=identity.instance_arn, PermissionSetArn=outputs["Attribute"]
    )
    assert boundary["PermissionsBoundary"] == properties["PermissionsBoundary"]


def test_update_reaches_the_accounts(identity, deploy, properties):
    """An update edits the same permission set, takes away what the template dropped, and provisions it."""
    _, before = deploy(_TYPE, properties, "PermissionSetArn")
    account = identity.make_account()
    identity.assign(account, before["Attribute"], identity.make_user())
    kept = {name: properties[name] for name in ("InstanceArn", "Name", "Description")}
    changed = {**kept, "SessionDuration": "PT1H", "ManagedPolicies": [properties["ManagedPolicies"][0]]}
    status, after = deploy(_TYPE, changed, "PermissionSetArn")
    assert (status, after) == ("UPDATE_COMPLETE", before)
    found = _read(identity, after["Attribute"])
    assert (found["Session"], found["Managed"], found["References"]) == ("PT1H", ["ReadOnlyAccess"], [])
    assert (found["Inline"], found["Tags"]) == ("", [])
    latest = identity.sso.list_accounts_for_provisioned_permission_set(
        InstanceArn=identity.instance_arn,
        PermissionSetArn=after["Attribute"],
        ProvisioningStatus="LATEST_PERMISSION_SET_PROVISIONED",
    )
    assert latest["AccountIds"] == [account]


def test_new_name_is_a_new_one(identity, deploy, properties, unique, error_of):
    """Another name replaces the permission set: a new ARN, and the old one gone."""
    _, before = deploy(_TYPE, properties, "PermissionSetArn")
    _, after = deploy(_TYPE, {**properties, "Name": unique("Cfn")}, "PermissionSetArn")
    assert after["Attribute"] != before["Attribute"]
    key = {"InstanceArn": identity.instance_arn, "PermissionSetArn": before["Attribute"]}
    assert error_of(identity.sso.describe_permission_set, **key)[0] == "ResourceNotFoundException"


def test_deleted_with_the_stack(identity, deploy, properties, wait_until):
    """With the stack goes the permission set."""
    _, outputs = deploy(_TYPE, properties, "PermissionSetArn")
    deploy.delete()

    def gone():
        pages = identity.sso.get_paginator("list_permission_sets").paginate(InstanceArn=identity.instance_arn)
        return outputs["Attribute"] not in {arn for page in pages for arn in page["PermissionSets"]}

    wait_until(gone)


def test_stack_leaves_records(identity, deploy, properties, recorder):
    """What a stack does is in CloudTrail, as done by CloudFormation."""
    deploy(_TYPE, properties, "PermissionSetArn")
    detail = recorder.one("CreatePermissionSet")["detail"]
    assert detail["userIdentity"]["invokedBy"] == "cloudformation.amazonaws.com"
    assert detail["requestParameters"]["name"] == properties["Name"]


def test_taken_name_fails_the_stack(identity, deploy, properties):
    """A name that is taken fails the stack."""
    name = properties["Name"]
    identity.sso.create_permission_set(InstanceArn=identity.instance_arn, Name=name)
    status, _ = deploy(_TYPE, properties, "PermissionSetArn")
    assert status in {"ROLLBACK_COMPLETE", "CREATE_FAILED"}
