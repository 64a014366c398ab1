"""What the tests of the sandbox make again and again in its AWS, each time under a name of its own."""

import io
import itertools
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from sandbox.home import HOME_REGION
from sandbox.supervisor import Sandbox, target

_numbers = itertools.count(1)
RUNTIME = target().partition("-")[0]


def unique(prefix: str) -> str:
    return f"{prefix}-{next(_numbers)}"


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: str | list[str], resources: str | list[str] = "*", effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": actions, "Resource": resources}


def make_role(sandbox: Sandbox, *statements: dict[str, Any], service: str = "lambda.amazonaws.com") -> str:
    """A role for a service that may do what the statements say; its ARN."""
    iam, name = sandbox.client("iam"), unique("role")
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=document(*statements))
    return str(arn)


def make_user(sandbox: Sandbox, *statements: dict[str, Any], account: str = "test") -> "Person":
    """An IAM user, of the management account unless told otherwise, that may do what the statements say."""
    iam, name = sandbox.client("iam", access_key=account), unique("user")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    iam.put_user_policy(UserName=name, PolicyName="may", PolicyDocument=document(*statements))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return Person(sandbox, arn, key["AccessKeyId"], key["SecretAccessKey"])


@dataclass(frozen=True)
class Person:
    sandbox: Sandbox
    arn: str
    key_id: str
    secret: str

    def client(self, service: str) -> Any:
        return client_as(self.sandbox, service, self.key_id, self.secret)


def client_as(sandbox: Sandbox, service: str, key_id: str, secret: str, token: str | None = None) -> Any:
    """A plain client that tries once, so that a test sees each refusal."""
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=sandbox.endpoint,
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}),
    )


@dataclass(frozen=True)
class Queue:
    sqs: Any
    url: str
    arn: str

    def bodies(self, seconds: int = 3) -> list[str]:
        """What comes within so many seconds, taken out; it waits for the first message only."""
        messages = self.sqs.receive_message(QueueUrl=self.url, WaitTimeSeconds=seconds, MaxNumberOfMessages=10)
        return [message["Body"] for message in messages.get("Messages", [])]


def make_queue(
    sandbox: Sandbox,
    *,
    service: str | None = "events.amazonaws.com",
    fifo: bool = False,
    account: str = "test",
    region: str = HOME_REGION,
) -> Queue:
    """A queue that this service may send to over TLS, as the CDK's `enforce_ssl` and rule targets make one."""
    sqs, name = sandbox.client("sqs", access_key=account, region=region), unique("queue") + (".fifo" if fifo else "")
    attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"} if fifo else {}
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    if service:
        plain = {"Bool": {"aws:SecureTransport": "false"}}
        policy = document(
            {**allow("sqs:SendMessage", arn), "Principal": {"Service": service}},
            {**allow("sqs:*", arn, "Deny"), "Principal": {"AWS": "*"}, "Condition": plain},
        )
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return Queue(sqs, url, arn)


def make_rule(
    sandbox: Sandbox,
    pattern: dict[str, Any],
    target_arn: str,
    *,
    state: str = "ENABLED",
    account: str = "test",
    region: str = HOME_REGION,
    **target_members: Any,
) -> str:
    """A rule on the default bus with one target; its name."""
    events, name = sandbox.client("events", access_key=account, region=region), unique("rule")
    events.put_rule(Name=name, EventPattern=json.dumps(pattern), State=state)
    events.put_targets(Rule=name, Targets=[{"Id": "target", "Arn": target_arn, **target_members}])
    return name


def make_function(sandbox: Sandbox, source: str, *, role: str | None = None, **members: Any) -> str:
    """A function of one file on this machine's Python; its name."""
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as file:
        file.writestr("index.py", source)
    name = unique("function")
    sandbox.client("lambda").create_function(
        FunctionName=name,
        Runtime=RUNTIME,
        Handler="index.handler",
        Role=role or make_role(sandbox),
        Code={"ZipFile": bundle.getvalue()},
        Timeout=10,
        **members,
    )
    return name


def invoke(sandbox: Sandbox, function: str, event: Any = None) -> Any:
    """What the function answers, or how it failed: a dict with errorMessage."""
    answer = sandbox.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
    return json.loads(answer["Payload"].read())
