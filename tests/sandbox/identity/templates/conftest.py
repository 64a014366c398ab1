"""Stacks with one resource."""

import json

import pytest


@pytest.fixture
def deploy(identity, unique, wait_until):
    """Create or update one stack with one resource; answers the stack."""
    cloudformation, name = identity.sandbox.client("cloudformation"), unique("stack")

    def deploy(type_name, properties, attribute):
        resources = {"It": {"Type": type_name, "Properties": properties}}
        outputs = {"Ref": {"Value": {"Ref": "It"}}, "Attribute": {"Value": {"Fn::GetAtt": ["It", attribute]}}}
        body = json.dumps({"Resources": resources, "Outputs": outputs})
        known = [one["StackName"] for one in cloudformation.list_stacks()["StackSummaries"]]
        (cloudformation.update_stack if name in known else cloudformation.create_stack)(
            StackName=name, TemplateBody=body
        )
        return wait_until(settled)

    def settled():
        (stack,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
        if stack["StackStatus"].endswith("_IN_PROGRESS"):
            return None
        return stack["StackStatus"], {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}

    deploy.delete = lambda: cloudformation.delete_stack(StackName=name)
    return deploy
