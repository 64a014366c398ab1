"""What EventBridge hears of a stack."""

import json

import pytest

from tests.sandbox.identity.waiting import wait_until
from tests.sandbox.making import make_queue, make_rule, unique

TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "one"}}


def template(**resources):
    return json.dumps({"Resources": resources})


@pytest.fixture
def stack(sandbox):
    """A stack's name, gone when the test is over."""
    name = unique("stack")
    yield name
    sandbox.client("cloudformation").delete_stack(StackName=name)


@pytest.fixture
def heard(sandbox):
    """A function that gives the events heard so far of this stack, in order."""
    queue, found = make_queue(sandbox), []
    make_rule(sandbox, {"source": ["aws.cloudformation"]}, queue.arn)

    def listen(stack_name):
        found.extend(json.loads(body) for body in queue.bodies(seconds=1))
        return [event for event in found if f":stack/{stack_name}/" in event["detail"]["stack-id"]]

    return listen


def statuses(events):
    return [event["detail"]["status-details"]["status"] for event in events]


def ended(sandbox, stack, status):
    stacks = sandbox.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    return stacks[0]["StackStatus"] == status


def test_a_stack_tells_of_its_life(sandbox, stack, heard):
    """Creation, update and deletion are each told from IN_PROGRESS to COMPLETE, once, and nothing of its resources."""
    cloudformation = sandbox.client("cloudformation")
    arn = cloudformation.create_stack(StackName=stack, TemplateBody=template(Topic=TOPIC))["StackId"]
    wait_until(lambda: ended(sandbox, stack, "CREATE_COMPLETE"))
    changed = {**TOPIC, "Properties": {"DisplayName": "two"}}
    cloudformation.update_stack(StackName=stack, TemplateBody=template(Topic=changed))
    wait_until(lambda: ended(sandbox, stack, "UPDATE_COMPLETE"))
    cloudformation.delete_stack(StackName=stack)
    wait_until(lambda: ended(sandbox, arn, "DELETE_COMPLETE"))
    kinds = ("CREATE", "UPDATE", "DELETE")
    steps = [f"{kind}_{step}" for kind in kinds for step in ("IN_PROGRESS", "COMPLETE")]
    assert [status for status in statuses(heard(stack)) if "CLEANUP" not in status] == steps


def test_the_event_is_as_documented(sandbox, stack, heard):
    """The event names the stack among its resources and in its detail, with the status and the caller's token."""
    arn = sandbox.client("cloudformation").create_stack(
        StackName=stack, TemplateBody=template(Topic=TOPIC), ClientRequestToken="deploy-7"
    )["StackId"]
    wait_until(lambda: ended(sandbox, stack, "CREATE_COMPLETE"))
    *_, event = heard(stack)
    assert (event["source"], event["detail-type"]) == ("aws.cloudformation", "CloudFormation Stack Status Change")
    assert (event["account"], event["region"], event["resources"]) == ("100000000001", "us-east-1", [arn])
    assert event["detail"] == {
        "stack-id": arn,
        "status-details": {"status": "CREATE_COMPLETE", "status-reason": ""},
        "client-request-token": "deploy-7",
    }


def test_a_change_set_tells_too(sandbox, stack, heard):
    """A stack that is made by a change set, as the CDK makes its own, is told of."""
    cloudformation = sandbox.client("cloudformation")
    cloudformation.create_change_set(
        StackName=stack, ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=template(Topic=TOPIC)
    )
    cloudformation.execute_change_set(StackName=stack, ChangeSetName="first")
    wait_until(lambda: ended(sandbox, stack, "CREATE_COMPLETE"))
    assert statuses(heard(stack))[-2:] == ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"]


def test_a_rollback_is_told(sandbox, stack, heard):
    """A stack that cannot be made says that it rolls back, and when it has."""
    foreign = {"InstanceArn": "arn:aws:sso:::instance/ssoins-0000000000000000", "Name": "Foreign"}
    broken = {"Type": "AWS::SSO::PermissionSet", "Properties": foreign}
    sandbox.client("cloudformation").create_stack(StackName=stack, TemplateBody=template(Topic=TOPIC, Broken=broken))
    wait_until(lambda: ended(sandbox, stack, "ROLLBACK_COMPLETE"))
    assert statuses(heard(stack)) == ["CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"]
