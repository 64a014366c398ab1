"""Requests that break the service's model."""

import boto3
from botocore.config import Config


def _unchecked(identity, service):
    """A client that leaves all checking to the server."""
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=identity.sandbox.endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )


def test_missing_member_is_named(identity, error_of):
    """A required member that is missing is named, in the words AWS uses."""
    code, message = error_of(_unchecked(identity, "sso-admin").list_permission_sets)
    assert code == "ValidationException"
    assert message == (
        "1 validation error detected: Value null at 'instanceArn' failed to satisfy constraint: Member must not be null"
    )


def test_every_mistake_is_named(identity, error_of):
    """One answer names every member that breaks its pattern, its length or its set of values."""
    key = identity.key("12", "not-an-arn", "nobody", "ROBOT")
    code, message = error_of(_unchecked(identity, "sso-admin").create_account_assignment, **key)
    assert code == "ValidationException"
    for named in ("'targetId'", "'permissionSetArn'", "'principalId'", "'principalType'", "enum value set"):
        assert named in message


def test_number_out_of_range(identity, error_of):
    """A page size beyond the service's is refused."""
    code, message = error_of(identity.sso.list_permission_sets, InstanceArn=identity.instance_arn, MaxResults=101)
    assert code == "ValidationException"
    assert "less than or equal to 100" in message


def test_nested_member_has_a_path(identity, error_of):
    """A mistake inside a list is named by its place."""
    _, message = error_of(
        _unchecked(identity, "sso-admin").create_permission_set,
        InstanceArn=identity.instance_arn,
        Name="tagged",
        Tags=[{"Key": "a"}],
    )
    assert "'tags.1.member.value'" in message


def test_organizations_calls_it_invalid_input(identity, error_of):
    """Organizations answers its own code for the same mistakes."""
    code, _ = error_of(_unchecked(identity, "organizations").describe_account)
    assert code == "InvalidInputException"


def test_unknown_operation_is_a_clear_error(identity, error_of):
    """An operation the sandbox lacks is named in an AWS error with a code."""
    code, message = error_of(identity.sso.list_applications, InstanceArn=identity.instance_arn)
    assert code == "UnknownOperationException"
    assert "ListApplications" in message
