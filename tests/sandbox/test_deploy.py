"""Deploying with the real CDK command line: what the end-to-end tests, which deploy the stacks, do not show."""

from pathlib import Path

import pytest

from sandbox.deploy import DeployError, deploy, read_context
from sandbox.supervisor import target


def test_the_context_is_read_from_the_organization(sandbox):
    """The settings of a deployment are the ids that AWS tells, and this machine as the target."""
    context = read_context(sandbox)
    instance = sandbox.client("sso-admin").list_instances()["Instances"][0]
    assert context["instance_arn"] == instance["InstanceArn"]
    assert context["management_account_id"] == "100000000001"
    assert context["organization_id"].startswith("o-")
    assert context["root_id"].startswith("r-")
    assert context["target"] == target()


def test_a_failing_deployment_shows_cdks_words(sandbox, monkeypatch, tmp_path):
    """When cdk fails, the error ends with what it said; and it leaves nothing in the person's home."""
    # jsii unpacks 200 MB into the home, once: it may go on using what it has.
    monkeypatch.setenv("JSII_RUNTIME_PACKAGE_CACHE_ROOT", str(Path.home() / ".cache/aws/jsii/package-cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(DeployError, match=r"(?s)cdk deploy ended with 1:.*python-three"):
        deploy(sandbox, context={"target": "python-three"})
    assert not list(tmp_path.iterdir())
