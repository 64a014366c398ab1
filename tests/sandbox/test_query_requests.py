"""Requests of the query protocol, read back."""

import botocore.session
import pytest
from botocore.serialize import create_serializer

from sandbox.emulator.query_requests import parse_form


@pytest.mark.parametrize(
    ("service", "operation", "members"),
    [
        ("iam", "AttachRolePolicy", {"RoleName": "r", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        ("iam", "CreateRole", {"RoleName": "r", "AssumeRolePolicyDocument": "{}", "MaxSessionDuration": 3600}),
        ("iam", "TagRole", {"RoleName": "r", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}]}),
        ("iam", "UpdateAccountPasswordPolicy", {"RequireSymbols": False, "MinimumPasswordLength": 14}),
        ("sns", "CreateTopic", {"Name": "t", "Attributes": {"DisplayName": "d", "FifoTopic": "false"}}),
        ("sns", "AddPermission", {"TopicArn": "t", "Label": "l", "AWSAccountId": ["1", "2"], "ActionName": ["*"]}),
        ("sns", "Unsubscribe", {"SubscriptionArn": "s"}),
        ("autoscaling", "DeletePolicy", {"AutoScalingGroupName": "g.1", "PolicyName": "p"}),
    ],
)
def test_what_a_client_writes_is_read_back(service, operation, members):
    """Every kind of member comes back as the caller gave it to botocore."""
    model = botocore.session.get_session().get_service_model(service).operation_model(operation)
    form = create_serializer("query").serialize_to_request(members, model)["body"]
    assert parse_form(model.input_shape, {key: str(value) for key, value in form.items()}) == members
