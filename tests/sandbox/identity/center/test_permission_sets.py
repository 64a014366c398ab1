"""Permission sets."""

import re


def test_arn_has_aws_form(identity):
    """A permission set's ARN names the instance and an id of sixteen characters."""
    arn = identity.make_permission_set()
    assert re.fullmatch(r"arn:aws:sso:::permissionSet/ssoins-[0-9a-f]{16}/ps-[a-z0-9]{16}", arn)
    assert identity.instance_arn.rpartition("/")[2] in arn


def test_instance_is_described(identity):
    """The instance says which identity store and account it belongs to."""
    found = identity.sso.describe_instance(InstanceArn=identity.instance_arn)
    assert found["IdentityStoreId"] == identity.store_id
    assert found["OwnerAccountId"] == "100000000001"


def test_created_as_asked(identity):
    """What was asked for at creation is what describing answers."""
    arn = identity.make_permission_set(Description="for tests", SessionDuration="PT8H", RelayState="https://x.example")
    found = identity.sso.describe_permission_set(InstanceArn=identity.instance_arn, PermissionSetArn=arn)
    shown = {name: found["PermissionSet"][name] for name in ("Description", "SessionDuration", "RelayState")}
    assert shown == {"Description": "for tests", "SessionDuration": "PT8H", "RelayState": "https://x.example"}


def test_name_is_unique(identity, error_of):
    """A second permission set of one name is refused as a conflict."""
    found = identity.sso.describe_permission_set(
        InstanceArn=identity.instance_arn, PermissionSetArn=identity.make_permission_set()
    )
    name = found["PermissionSet"]["Name"]
    code, message = error_of(identity.sso.create_permission_set, InstanceArn=identity.instance_arn, Name=name)
    assert code == "ConflictException"
    assert name in message


def test_update_keeps_the_rest(identity):
    """An update changes what it names and nothing else."""
    arn = identity.make_permission_set(Description="before", SessionDuration="PT8H")
    identity.sso.update_permission_set(InstanceArn=identity.instance_arn, PermissionSetArn=arn, Description="after")
    found = identity.sso.describe_permission_set(InstanceArn=identity.instance_arn, PermissionSetArn=arn)
    assert found["PermissionSet"]["Description"] == "after"
    assert found["PermissionSet"]["SessionDuration"] == "PT8H"


def test_missing_one_is_named(identity, error_of):
    """A permission set that does not exist is reported by its id."""
    arn = identity.instance_arn.replace("instance", "permissionSet") + "/ps-0000000000000000"
    code, message = error_of(
        identity.sso.describe_permission_set, InstanceArn=identity.instance_arn, PermissionSetArn=arn
    )
    assert code == "ResourceNotFoundException"
    assert "ps-0000000000000000" in message


def test_foreign_instance_is_refused(identity, error_of):
    """Another instance's ARN is not found, rather than taken for ours."""
    code, _ = error_of(identity.sso.list_permission_sets, InstanceArn="arn:aws:sso:::instance/ssoins-0000000000000000")
    assert code == "ResourceNotFoundException"


def test_assigned_one_cannot_go(identity, error_of):
    """A permission set that is assigned anywhere cannot be deleted until it is not."""
    arn, account, user = identity.make_permission_set(), identity.make_account(), identity.make_user()
    key = {"InstanceArn": identity.instance_arn, "PermissionSetArn": arn}
    identity.assign(account, arn, user)
    assert error_of(identity.sso.delete_permission_set, **key)[0] == "ConflictException"
    identity.unassign(account, arn, user)
    identity.sso.delete_permission_set(**key)
    assert error_of(identity.sso.describe_permission_set, **key)[0] == "ResourceNotFoundException"


def test_list_has_pages(identity):
    """The list of permission sets is paged and complete."""
    made = {identity.make_permission_set() for _ in range(3)}
    pages = list(
        identity.sso.get_paginator("list_permission_sets").paginate(
            InstanceArn=identity.instance_arn, PaginationConfig={"PageSize": 2}
        )
    )
    assert len(pages) > 1
    assert made <= {arn for page in pages for arn in page["PermissionSets"]}


def test_tags(identity):
    """Tags are added, replaced, removed and listed."""
    arn = identity.make_permission_set(Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "1"}])
    resource = {"InstanceArn": identity.instance_arn, "ResourceArn": arn}
    identity.sso.tag_resource(**resource, Tags=[{"Key": "a", "Value": "2"}, {"Key": "c", "Value": "3"}])
    identity.sso.untag_resource(**resource, TagKeys=["b"])
    tags = identity.sso.list_tags_for_resource(**resource)["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"a": "2", "c": "3"}
