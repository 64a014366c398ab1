"""Rules that send events to buses of other Regions and accounts."""

import json

import pytest

from sandbox.seed import make_accounts
from tests.sandbox.making import allow, document, make_queue, make_rule, unique

HOME, SENDER, THIRD = "100000000001", "200000000031", "200000000032"


def bus_arn(region="us-east-1", account=HOME, name="default"):
    return f"arn:aws:events:{region}:{account}:event-bus/{name}"


def forwarder(sandbox, bus, account=HOME, may=True):
    """A role of this account that may put events on the bus, or may nothing."""
    iam, name = sandbox.client("iam", access_key=account), unique("forwarder")
    trust = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    if may:
        iam.put_role_policy(RoleName=name, PolicyName="put", PolicyDocument=document(allow("events:PutEvents", bus)))
    return arn


def put(sandbox, source, account=HOME, region="us-east-1"):
    event = {"source": source, "detail-type": "Something", "detail": {"n": 1}, "account": account, "region": region}
    sandbox.local("/_local/aws-event", event)


@pytest.fixture
def source():
    return f"aws.{unique('service')}"


@pytest.fixture
def home(sandbox, source):
    """A queue behind the management account's default bus at home."""
    queue = make_queue(sandbox)
    make_rule(sandbox, {"source": [source]}, queue.arn)
    return queue


@pytest.fixture
def member(sandbox):
    """An account of the organization."""
    return make_accounts(sandbox, [unique("member")]).popitem()[1]


@pytest.fixture
def policy(sandbox):
    """Add a statement to the home bus's policy, until the test is over."""
    events, ids = sandbox.client("events"), []

    def permit(**members):
        ids.append(unique("statement"))
        events.put_permission(StatementId=ids[-1], Action="events:PutEvents", **members)

    yield permit
    for statement_id in ids:
        events.remove_permission(StatementId=statement_id)


def test_another_region_forwards(sandbox, source, home):
    """An event of another Region reaches the home bus under a role that may put it there, and stays what it was."""
    role = forwarder(sandbox, bus_arn())
    make_rule(sandbox, {"source": [source]}, bus_arn(), region="eu-west-1", RoleArn=role)
    put(sandbox, source, region="eu-west-1")
    (body,) = home.bodies()
    event = json.loads(body)
    assert (event["region"], event["account"], event["detail"]) == ("eu-west-1", HOME, {"n": 1})


@pytest.mark.parametrize("exists", [True, False])
def test_without_the_right_nothing_crosses(sandbox, source, home, exists):
    """Under a role that may not put events there, or that nobody made, an event stays in its Region."""
    role = forwarder(sandbox, bus_arn(), may=False) if exists else f"arn:aws:iam::{HOME}:role/nobodys"
    make_rule(sandbox, {"source": [source]}, bus_arn(), region="eu-west-1", RoleArn=role)
    put(sandbox, source, region="eu-west-1")
    assert home.bodies(seconds=1) == []


@pytest.mark.parametrize("principal", [None, SENDER, THIRD])
def test_another_account_needs_the_bus_to_take_it(sandbox, source, home, policy, principal):
    """A role that may is not enough for another account's bus: its policy must name the sender."""
    if principal:
        policy(Principal=principal)
    role = forwarder(sandbox, bus_arn(), SENDER)
    make_rule(sandbox, {"source": [source]}, bus_arn(), account=SENDER, RoleArn=role)
    put(sandbox, source, SENDER)
    bodies = home.bodies(seconds=1)
    assert [json.loads(body)["account"] for body in bodies] == ([SENDER] if principal == SENDER else [])


def test_members_of_the_organization_are_taken(sandbox, source, home, policy, member):
    """A policy for the organization takes events of its accounts, and of no account outside."""
    organization = sandbox.client("organizations").describe_organization()["Organization"]["Id"]
    policy(Principal="*", Condition={"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": organization})
    for account in (member, SENDER):
        role = forwarder(sandbox, bus_arn(), account)
        make_rule(sandbox, {"source": [source]}, bus_arn(), account=account, RoleArn=role)
        put(sandbox, source, account)
    assert [json.loads(body)["account"] for body in home.bodies(seconds=1)] == [member]


def test_what_is_not_delivered_is_parked(sandbox, source):
    """An event that the bus does not take, or for which there is no bus, goes to the target's dead-letter queue."""
    parked = make_queue(sandbox, account=SENDER)
    nowhere = bus_arn(name="nowhere")
    role = forwarder(sandbox, nowhere, SENDER)
    dead_letters = {"Arn": parked.arn}
    make_rule(sandbox, {"source": [source]}, nowhere, account=SENDER, RoleArn=role, DeadLetterConfig=dead_letters)
    put(sandbox, source, SENDER)
    assert len(parked.bodies()) == 1


def test_two_regions_that_forward_to_each_other_end(sandbox, source, home):
    """Rules that send an event round in a circle deliver it once on each bus."""
    there = bus_arn("eu-west-1")
    for region, bus in (("eu-west-1", bus_arn()), ("us-east-1", there)):
        make_rule(sandbox, {"source": [source]}, bus, region=region, RoleArn=forwarder(sandbox, bus))
    put(sandbox, source, region="eu-west-1")
    assert len(home.bodies()) == 1


def test_a_bus_policy_is_deployed(sandbox, source, home):
    """A template's EventBusPolicy opens the bus to a sender, and closes it again when the stack is deleted."""
    cloudformation, stack = sandbox.client("cloudformation"), unique("stack")
    take = {**allow("events:PutEvents", bus_arn()), "Principal": {"AWS": f"arn:aws:iam::{SENDER}:root"}}
    properties = {"StatementId": "members", "Statement": take}
    resource = {"Type": "AWS::Events::EventBusPolicy", "Properties": properties}
    cloudformation.create_stack(StackName=stack, TemplateBody=json.dumps({"Resources": {"Take": resource}}))
    role = forwarder(sandbox, bus_arn(), SENDER)
    make_rule(sandbox, {"source": [source]}, bus_arn(), account=SENDER, RoleArn=role)
    cloudformation.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})
    put(sandbox, source, SENDER)
    assert len(home.bodies(seconds=1)) == 1
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})
    home.sqs.purge_queue(QueueUrl=home.url)
    put(sandbox, source, SENDER)
    assert home.bodies(seconds=1) == []
