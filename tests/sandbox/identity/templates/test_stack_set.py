"""StackSets that a stack makes, and what stands in the members."""

import json

import pytest

from tests.sandbox.making import allow, document, make_queue, make_rule

RULE = {
    "Type": "AWS::Events::Rule",
    "Properties": {
        "Name": "watched",
        "EventPattern": {"source": [{"Ref": "Source"}]},
        "Targets": [{"Id": "home", "Arn": {"Ref": "Bus"}, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}],
    },
}
TRUST = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}
ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": json.loads(document(TRUST)),
        "Policies": [{"PolicyName": "put", "PolicyDocument": json.loads(document(allow("events:PutEvents")))}],
    },
}
PARAMETERS = {"Source": {"Type": "String"}, "Bus": {"Type": "String"}}
HOME_BUS = "arn:aws:events:us-east-1:100000000001:event-bus/default"


def member_template(state="ENABLED"):
    rule = {**RULE, "Properties": {**RULE["Properties"], "State": state}}
    return json.dumps({"Parameters": PARAMETERS, "Resources": {"Rule": rule, "Role": ROLE}})


@pytest.fixture
def unit(identity, unique):
    made = identity.organizations.create_organizational_unit(ParentId=identity.root_id, Name=unique("unit"))
    return made["OrganizationalUnit"]["Id"]


@pytest.fixture
def move(identity):
    def to(account_id, destination):
        source = identity.organizations.list_parents(ChildId=account_id)["Parents"][0]["Id"]
        identity.organizations.move_account(
            AccountId=account_id, SourceParentId=source, DestinationParentId=destination
        )

    return to


@pytest.fixture
def member(identity, unit, move):
    """An account in the OU."""
    account_id = identity.make_account()
    move(account_id, unit)
    return account_id


@pytest.fixture
def deployment(sandbox, unit, unique, wait_until):
    """A function that creates or updates the stack that holds the StackSet, and gives the status it ends in."""
    cloudformation, stack, source = sandbox.client("cloudformation"), unique("stack"), unique("aws.watched")

    def ended():
        (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
        return None if found["StackStatus"].endswith("IN_PROGRESS") else found["StackStatus"]

    def deploy(operation="create", body=None, **properties):
        given = {"Source": source, "Bus": HOME_BUS}
        resource = {
            "Type": "AWS::CloudFormation::StackSet",
            "Properties": {
                "StackSetName": stack,
                "PermissionModel": "SERVICE_MANAGED",
                "AutoDeployment": {"Enabled": True, "RetainStacksOnAccountRemoval": False},
                "Capabilities": ["CAPABILITY_IAM"],
                "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
                "StackInstancesGroup": [
                    {"DeploymentTargets": {"OrganizationalUnitIds": [unit]}, "Regions": ["us-east-1", "eu-west-1"]}
                ],
                "TemplateBody": body or member_template(),
                **properties,
            },
        }
        template = json.dumps({"Resources": {"Members": resource}})
        getattr(cloudformation, f"{operation}_stack")(StackName=stack, TemplateBody=template)
        return wait_until(ended)

    deploy.source, deploy.unit, deploy.name = source, unit, stack
    deploy.delete = lambda: cloudformation.delete_stack(StackName=stack)
    yield deploy
    deploy.delete()


@pytest.fixture
def rules(sandbox):
    """The states of the rule in an account, by Region."""

    def read(account_id):
        found = {}
        for region in ("us-east-1", "eu-west-1"):
            listed = sandbox.client("events", access_key=account_id, region=region).list_rules(NamePrefix="watched")
            found[region] = [rule["State"] for rule in listed["Rules"]]
        return {region: states[0] for region, states in found.items() if states}

    return read


BOTH = {"us-east-1": "ENABLED", "eu-west-1": "ENABLED"}


def test_each_member_has_its_stack(deployment, member, rules, wait_until, identity):
    """Every account of the OU gets the stack in every Region; others and the management account get none."""
    elsewhere = identity.make_account()
    assert deployment() == "CREATE_COMPLETE"
    wait_until(lambda: rules(member) == BOTH)
    assert rules(elsewhere) == rules("100000000001") == {}


def test_an_event_of_a_member_reaches_home(identity, deployment, member, rules, wait_until):
    """What happens in a member account is forwarded by its stack's rule to the home bus, which takes its accounts."""
    sandbox = identity.sandbox
    queue = make_queue(sandbox)
    make_rule(sandbox, {"source": [deployment.source]}, queue.arn)
    organization = identity.organizations.describe_organization()["Organization"]["Id"]
    condition = {"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": organization}
    permission = {"StatementId": "members", "Action": "events:PutEvents", "Principal": "*", "Condition": condition}
    sandbox.client("events").put_permission(**permission)
    deployment()
    wait_until(lambda: rules(member) == BOTH)
    event = {"source": deployment.source, "detail-type": "Used", "detail": {}, "account": member}
    for region in BOTH:
        sandbox.local("/_local/aws-event", {**event, "region": region})
    assert [json.loads(body)["account"] for body in queue.bodies(seconds=2)] == [member, member]
    sandbox.client("events").remove_permission(StatementId="members")


def test_a_new_account_gets_its_stack_by_itself(deployment, identity, move, rules, wait_until):
    """An account that moves into the OU, however deep, gets the stack; one that moves out loses it."""
    deployment()
    inner = identity.organizations.create_organizational_unit(ParentId=deployment.unit, Name="inner")
    account_id = identity.make_account()
    move(account_id, inner["OrganizationalUnit"]["Id"])
    wait_until(lambda: rules(account_id) == BOTH)
    move(account_id, identity.root_id)
    wait_until(lambda: rules(account_id) == {})


def test_an_account_that_is_created_under_the_target_gets_it(deployment, identity, rules, wait_until):
    """A StackSet on the root reaches an account as soon as it is created."""
    targets = {"OrganizationalUnitIds": [identity.root_id]}
    deployment(StackInstancesGroup=[{"DeploymentTargets": targets, "Regions": ["us-east-1"]}])
    account_id = identity.make_account()
    wait_until(lambda: rules(account_id) == {"us-east-1": "ENABLED"})


def test_without_auto_deployment_nothing_follows(deployment, identity, move, rules):
    """A StackSet that does not follow leaves a newcomer without a stack."""
    deployment(AutoDeployment={"Enabled": False})
    newcomer = identity.make_account()
    move(newcomer, deployment.unit)
    for _ in range(2):
        identity.make_account()  # which takes longer than what follows a move
    assert rules(newcomer) == {}


def test_an_update_reaches_every_stack(deployment, member, rules, wait_until):
    """A new template is brought to every stack, and a Region that is no longer named loses its own."""
    deployment()
    wait_until(lambda: rules(member) == BOTH)
    assert deployment("update", member_template("DISABLED")) == "UPDATE_COMPLETE"
    wait_until(lambda: rules(member) == dict.fromkeys(BOTH, "DISABLED"))
    targets = {"OrganizationalUnitIds": [deployment.unit]}
    deployment("update", StackInstancesGroup=[{"DeploymentTargets": targets, "Regions": ["eu-west-1"]}])
    wait_until(lambda: rules(member) == {"eu-west-1": "ENABLED"})


def test_deleted_with_its_stack(deployment, member, rules, wait_until):
    """Deleting the stack that holds the StackSet deletes the members' stacks."""
    deployment()
    wait_until(lambda: rules(member) == BOTH)
    deployment.delete()
    wait_until(lambda: rules(member) == {})


def test_what_cannot_be_deployed_fails_the_stack(deployment, member):
    """A template with a resource type nobody knows rolls back the stack that holds the StackSet."""
    body = json.dumps({"Resources": {"Thing": {"Type": "AWS::No::Such"}}})
    assert deployment(body=body, Parameters=[]) == "ROLLBACK_COMPLETE"


def test_what_stands_where_is_told(sandbox, deployment, member):
    """The StackSet by its name, and its stack in each account and Region; an unknown name is an error."""
    deployment()
    cloudformation = sandbox.client("cloudformation")
    assert cloudformation.describe_stack_set(StackSetName=deployment.name)["StackSet"]["Status"] == "ACTIVE"
    listed = cloudformation.list_stack_instances(StackSetName=deployment.name)["Summaries"]
    assert {(one["Account"], one["Region"], one["Status"]) for one in listed} == {
        (member, "us-east-1", "CURRENT"),
        (member, "eu-west-1", "CURRENT"),
    }
    with pytest.raises(cloudformation.exceptions.StackSetNotFoundException):
        cloudformation.describe_stack_set(StackSetName="nothing")
