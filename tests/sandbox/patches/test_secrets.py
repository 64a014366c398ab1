"""Secrets from a template."""

import json
import string

import pytest

from tests.sandbox.identity.waiting import wait_until
from tests.sandbox.making import unique

GENERATED = {
    "SecretStringTemplate": json.dumps({"previous": ""}),
    "GenerateStringKey": "current",
    "PasswordLength": 44,
    "ExcludePunctuation": True,
}


def template(description):
    secret = {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {"Description": description, "GenerateSecretString": GENERATED},
    }
    return json.dumps({"Resources": {"Secret": secret}, "Outputs": {"Ref": {"Value": {"Ref": "Secret"}}}})


@pytest.fixture
def stack(sandbox):
    """Deploy the template under one name; the answer is what `Ref` gives."""
    cloudformation, name = sandbox.client("cloudformation"), unique("stack")

    def deploy(operation, description):
        getattr(cloudformation, f"{operation}_stack")(StackName=name, TemplateBody=template(description))
        wait_until(lambda: status(cloudformation, name).endswith(f"{operation.upper()}_COMPLETE"))
        (output,) = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]
        return output["OutputValue"]

    deploy.name = name
    return deploy


def status(cloudformation, name):
    return cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]


def test_the_string_is_as_the_template_says(sandbox, stack):
    """A generated secret keeps the template's other members, has the length, and none of what is excluded."""
    arn = stack("create", "first")
    value = json.loads(sandbox.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
    assert value["previous"] == ""
    assert len(value["current"]) == 44
    assert not set(value["current"]) & set(string.punctuation)


def test_ref_is_the_arn_through_the_secrets_life(sandbox, stack):
    """`Ref` is the secret's ARN when it is made and when it is changed, and by it the secret is deleted."""
    secrets = sandbox.client("secretsmanager")
    arn = stack("create", "first")
    assert arn.startswith("arn:aws:secretsmanager:us-east-1:100000000001:secret:")
    assert stack("update", "second") == arn
    assert secrets.describe_secret(SecretId=arn)["Description"] == "second"
    sandbox.client("cloudformation").delete_stack(StackName=stack.name)
    wait_until(lambda: arn not in [s["ARN"] for s in secrets.list_secrets()["SecretList"]])
