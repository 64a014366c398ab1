"""What the tests of the emulated identity services share: plain boto3 clients, makers, and a recorder of events."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.supervisor import Sandbox
from tests.sandbox.identity.caller import Identity, impatient, unique
from tests.sandbox.identity.recorder import Recorder
from tests.sandbox.identity.waiting import error_of, wait_until

QUICK = {
    "throttle": False,
    "async_seconds": 0.05,
    "create_account_seconds": 0.05,
    "close_account_seconds": 0.05,
}


@pytest.fixture(scope="session")
def identity_services(sandbox: Any) -> Identity:
    sso, organizations = impatient(sandbox, "sso-admin"), impatient(sandbox, "organizations")
    instance = sso.list_instances()["Instances"][0]
    return Identity(
        sandbox=sandbox,
        sso=sso,
        store=impatient(sandbox, "identitystore"),
        organizations=organizations,
        instance_arn=instance["InstanceArn"],
        store_id=instance["IdentityStoreId"],
        root_id=organizations.list_roots()["Roots"][0]["Id"],
    )


@pytest.fixture
def identity(identity_services: Identity) -> Iterator[Identity]:
    """The services, quick and unthrottled; settings and faults are as before when the test is over."""
    sandbox = identity_services.sandbox
    before = sandbox.local("/_local/settings", {})
    sandbox.local("/_local/settings", QUICK)
    yield identity_services
    sandbox.local("/_local/settings", before)
    sandbox.local("/_local/faults", {"clear": True})


@pytest.fixture
def settings(identity: Identity) -> Callable[..., None]:
    return lambda **values: identity.sandbox.local("/_local/settings", values)


@pytest.fixture
def faults(identity: Identity) -> Callable[..., None]:
    return lambda **fault: identity.sandbox.local("/_local/faults", {"faults": [fault]})


@pytest.fixture(scope="session")
def event_queue(sandbox: Any) -> Recorder:
    sqs, events = sandbox.client("sqs"), sandbox.client("events")
    queue_url = sqs.create_queue(QueueName="everything-aws-says")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allow = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:*", "Resource": arn}
    sqs.set_queue_attributes(QueueUrl=queue_url, Attributes={"Policy": json.dumps(_document(allow))})
    events.put_rule(Name="everything-aws-says", EventPattern=json.dumps({"source": [{"prefix": "aws."}]}))
    events.put_targets(Rule="everything-aws-says", Targets=[{"Id": "queue", "Arn": arn}])
    return Recorder(sqs, queue_url)


@pytest.fixture
def recorder(identity: Identity, event_queue: Recorder) -> Recorder:
    event_queue.events()
    return event_queue


@pytest.fixture
def as_role(identity: Identity) -> Callable[..., Any]:
    """A boto3 client under a new role that may do `actions` on `resources`, and nothing else."""

    def client(service: str, actions: list[str], resources: str = "*", role: str | None = None) -> Any:
        iam, name = identity.sandbox.client("iam"), role or unique("role")
        trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(_document(trust)))
        may = {"Effect": "Allow", "Action": actions, "Resource": resources}
        iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=json.dumps(_document(may)))
        sts = identity.sandbox.client("sts")
        session = sts.assume_role(RoleArn=made["Role"]["Arn"], RoleSessionName="test")["Credentials"]
        return impatient(identity.sandbox, service, session)

    return client


def _document(statement: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture(name="error_of")
def error_of_fixture() -> Callable[..., tuple[str, str]]:
    return error_of


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., Any]:
    return wait_until


@pytest.fixture(name="unique")
def unique_fixture() -> Callable[[str], str]:
    return unique


@pytest.fixture
def large_sandbox() -> Iterator[Sandbox]:
    """An embedded AWS of its own, so that what is seeded there slows no other test."""
    with Sandbox.start() as started:
        yield started
