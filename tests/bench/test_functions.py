"""The bench's functions: what they leave behind, and that nothing of a call is missed."""

import os

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError

from bench.calls import Calls, counted
from bench.functions import Deployment, function_of
from lambdas import wiring
from lambdas.settings import FunctionSettings
from sandbox.process import free_port


def test_a_function_leaves_nothing_behind(tmp_path) -> None:
    """Environment and policy file are those of before, and inside those of the deployment and its lane."""
    before, file = dict(os.environ), wiring.POLICY_FILE
    deployment = Deployment({"AWS_REGION": "eu-west-1"}, FunctionSettings(table_name="state"), tmp_path / "access.json")
    with function_of(deployment, "sweep"):
        assert wiring.settings() == FunctionSettings(table_name="state", lane="sweep")
        assert os.environ["AWS_REGION"] == "eu-west-1"
    assert (dict(os.environ), wiring.POLICY_FILE) == (before, file)


def test_a_retry_is_counted() -> None:
    """One call that botocore sends twice is two requests, and the change it asks for is one."""
    calls = Calls()
    with counted(calls), pytest.raises(EndpointConnectionError):
        _ask_nobody()
    assert calls.count("sso-admin", "CreateAccountAssignment") == 2
    assert [operation for operation, _ in calls.writes] == ["CreateAccountAssignment"]


def test_the_hook_can_end_the_function() -> None:
    """What the hook raises comes out of the call in its place, and nothing was sent."""

    class EndedError(BaseException):
        pass

    def end(_calls: Calls, operation: str) -> None:
        raise EndedError(operation)

    calls = Calls()
    with counted(calls, end), pytest.raises(EndedError, match="CreateAccountAssignment"):
        _ask_nobody()
    assert not calls.sent


def _ask_nobody() -> None:
    client = boto3.client(
        "sso-admin",
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{free_port()}",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 2}),
    )
    client.create_account_assignment(
        InstanceArn="arn:aws:sso:::instance/ssoins-31aa0000bb00cc01",
        TargetId="210987654321",
        TargetType="AWS_ACCOUNT",
        PermissionSetArn="arn:aws:sso:::permissionSet/ssoins-31aa0000bb00cc01/ps-31aa0000bb00cc01",
        PrincipalType="GROUP",
        PrincipalId="906755f1-a081-70a6-0000-6e0e3a1b2c3d",
    )
