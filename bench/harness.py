"""An embedded AWS with all that Gatehouse needs there: what `cdk deploy` makes, by plain boto3 and without waiting."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from bench.functions import Deployment
from lambdas.core.policy import Policy
from lambdas.settings import FunctionSettings
from sandbox.home import MANAGEMENT_ACCOUNT_ID
from sandbox.supervisor import Sandbox

NAME = "gatehouse"
LANES = ("accounts", "workers", "sweep", "audit")
# A statement must name somebody: this id is nobody.
NOBODY = "00000000-0000-0000-0000-000000000000"
QUARANTINE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "DenyRevokedIdentityCenterUsers",
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"identitystore:UserId": [NOBODY]}},
        }
    ],
}


class Cloud:
    """A running sandbox with a Gatehouse in it. What this makes and reads is not counted as calls of Gatehouse."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._session = boto3.Session()
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """A client that retries patiently, of a session of its own."""
        if service not in self._clients:
            told = self.sandbox.environment()
            self._clients[service] = self._session.client(  # type: ignore[call-overload]
                service,
                region_name=told["AWS_REGION"],
                endpoint_url=self.sandbox.endpoint,
                aws_access_key_id=told["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=told["AWS_SECRET_ACCESS_KEY"],
                config=Config(retries={"mode": "standard", "max_attempts": 10}),
            )
        return self._clients[service]

    def seed(self, **wanted: Any) -> dict[str, dict[str, str]]:
        """Make it all in one call (`/_local/seed`); the ids by name."""
        made: dict[str, dict[str, str]] = self.sandbox.local("/_local/seed", wanted)
        return made

    @cached_property
    def instance(self) -> dict[str, str]:
        """The member that every call of sso-admin has."""
        (found,) = self.client("sso-admin").list_instances()["Instances"]
        return {"InstanceArn": found["InstanceArn"]}

    @cached_property
    def root_id(self) -> str:
        """The root of the organization."""
        return str(self.client("organizations").list_roots()["Roots"][0]["Id"])

    def count_assignments(self, account_id: str) -> int:
        """How many there are in this account."""
        sso, place = self.client("sso-admin"), {"AccountId": account_id, **self.instance}
        arns = sso.list_permission_sets_provisioned_to_account(**place).get("PermissionSets", [])
        pages = (sso.list_account_assignments(PermissionSetArn=arn, **place)["AccountAssignments"] for arn in arns)
        return sum(map(len, pages))

    def deploy(self, policy: Mapping[str, Any], *, name: str = NAME) -> Deployment:
        """Make the table, queues, bus, topic, schedule group and quarantine, and write the compiled policy."""
        told = self.sandbox.environment()
        file = Path(self.sandbox.place.folder) / f"{name}.json"
        file.write_text(Policy.model_validate(policy).model_dump_json(by_alias=True))
        aws = {name: value for name, value in told.items() if name.startswith("AWS_")}
        return Deployment(aws, self._make_settings(name), file)

    def _make_settings(self, name: str) -> FunctionSettings:
        self._make_table(name)
        self.client("events").create_event_bus(Name=name)
        self.client("scheduler").create_schedule_group(Name=name)
        urls = {lane: self.make_queue(f"{name}-{lane}.fifo") for lane in (*LANES, "dead")}
        settings = FunctionSettings(
            management_account_id=MANAGEMENT_ACCOUNT_ID,
            table_name=name,
            bus_name=name,
            topic_arn=self.client("sns").create_topic(Name=name)["TopicArn"],
            quarantine_policy_ids=self._make_quarantine(name),
            schedule_group=name,
            schedule_role_arn=f"arn:aws:iam::{MANAGEMENT_ACCOUNT_ID}:role/{name}-schedules",
            dead_letters_url=urls.pop("dead"),
        )
        lanes = {f"{lane}_queue_arn": self.queue_arn(url) for lane, url in urls.items()}
        lanes |= {f"{lane}_queue_url": url for lane, url in urls.items() if lane != "workers"}
        return settings.model_copy(update=lanes)

    def _make_table(self, name: str) -> None:
        keys = {"pk": "HASH", "sk": "RANGE"}
        self.client("dynamodb").create_table(
            TableName=name,
            KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys.items()],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            BillingMode="PAY_PER_REQUEST",
        )

    def make_queue(self, name: str) -> str:
        """Its URL. A name that ends in .fifo makes a lane's."""
        fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "true"} if name.endswith(".fifo") else {}
        return str(self.client("sqs").create_queue(QueueName=name, Attributes=fifo)["QueueUrl"])

    def queue_arn(self, url: str) -> str:
        """The ARN of the queue at this URL."""
        found = self.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return str(found["Attributes"]["QueueArn"])

    def _make_quarantine(self, name: str) -> str:
        organizations = self.client("organizations")
        kind = {"Type": "SERVICE_CONTROL_POLICY"}
        content = json.dumps(QUARANTINE, separators=(",", ":"))
        made = organizations.create_policy(Content=content, Description="Leavers", Name=name, **kind)
        policy_id = str(made["Policy"]["PolicySummary"]["Id"])
        organizations.attach_policy(PolicyId=policy_id, TargetId=self.root_id)
        return policy_id


@contextmanager
def started(**behaviour: object) -> Iterator[Cloud]:
    """A sandbox of its own; `behaviour` are its settings (`async_seconds=0.5`). It ends with this."""
    with Sandbox.start(identity={name: str(value).lower() for name, value in behaviour.items()}) as sandbox:
        yield Cloud(sandbox)
