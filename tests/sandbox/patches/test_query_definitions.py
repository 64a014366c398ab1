"""The contract of saved queries in a stack."""

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import WaiterError

from sandbox.supervisor import Sandbox


def _deploy(sandbox: Sandbox, **properties: Any) -> None:
    client, name = sandbox.client("cloudformation"), f"queries-{uuid.uuid4().hex[:8]}"
    query = {"Type": "AWS::Logs::QueryDefinition", "Properties": properties}
    client.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"Query": query}}))
    client.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})


def test_a_stack_may_have_saved_queries(sandbox: Sandbox) -> None:
    """A saved query with a name and a text is made."""
    _deploy(sandbox, Name="Gatehouse/Errors", QueryString="fields @message")


def test_a_query_needs_its_text(sandbox: Sandbox) -> None:
    """A saved query without a text fails its stack."""
    with pytest.raises(WaiterError):
        _deploy(sandbox, Name="Gatehouse/Errors")
