"""AWS::Organizations::Policy."""

import json

import pytest

_TYPE = "AWS::Organizations::Policy"


def _content(action):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*"}]}


@pytest.fixture
def properties(identity, unique):
    return {
        "Name": unique("cfn-scp"),
        "Type": "SERVICE_CONTROL_POLICY",
        "Content": _content("iam:*"),
        "TargetIds": [identity.root_id],
    }


def _targets(identity, policy_id):
    targets = identity.organizations.list_targets_for_policy(PolicyId=policy_id)["Targets"]
    return {target["TargetId"] for target in targets}


def test_made_and_attached(identity, deploy, properties):
    """The stack makes the policy, attaches it to its targets and answers its ids."""
    status, outputs = deploy(_TYPE, properties, "Arn")
    assert status == "CREATE_COMPLETE"
    found = identity.organizations.describe_policy(PolicyId=outputs["Ref"])["Policy"]
    assert found["PolicySummary"]["Arn"] == outputs["Attribute"]
    assert json.loads(found["Content"]) == _content("iam:*")
    assert _targets(identity, outputs["Ref"]) == {identity.root_id}
    deploy.delete()


def test_updated_in_place(identity, deploy, properties):
    """An update writes the new content and moves the attachments, and the policy keeps its id."""
    account = identity.make_account()
    _, before = deploy(_TYPE, properties, "Id")
    changed = {**properties, "Content": _content("s3:*"), "TargetIds": [account]}
    status, after = deploy(_TYPE, changed, "Id")
    assert (status, after) == ("UPDATE_COMPLETE", before)
    found = identity.organizations.describe_policy(PolicyId=after["Ref"])["Policy"]
    assert json.loads(found["Content"]) == _content("s3:*")
    assert _targets(identity, after["Ref"]) == {account}


def test_untouched_resource_keeps_what_was_written_at_run_time(identity, deploy, properties):
    """Content written after the deployment survives a deployment that changes nothing of the policy."""
    _, outputs = deploy(_TYPE, properties, "Id")
    written = json.dumps(_content("ec2:*"))
    identity.organizations.update_policy(PolicyId=outputs["Ref"], Content=written)
    deploy(_TYPE, properties, "Arn")
    assert identity.organizations.describe_policy(PolicyId=outputs["Ref"])["Policy"]["Content"] == written
    deploy.delete()


def test_deleted_wherever_it_is_attached(identity, deploy, properties, wait_until):
    """With the stack goes the policy, even if somebody attached it elsewhere."""
    _, outputs = deploy(_TYPE, properties, "Id")
    identity.organizations.attach_policy(PolicyId=outputs["Ref"], TargetId=identity.make_account())
    deploy.delete()

    def gone():
        pages = identity.organizations.get_paginator("list_policies").paginate(Filter="SERVICE_CONTROL_POLICY")
        return outputs["Ref"] not in {policy["Id"] for page in pages for policy in page["Policies"]}

    wait_until(gone)
