"""A Gatehouse as far as the command line sees it: a stack with the table and the queues, and lanes that are played."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cli.ports import CommandLinePorts
from cli.session import load_policy
from lambdas.core.scopes import Scope
from lambdas.core.signals import SWEEP_DUE, Signal, parse_signal
from lambdas.flows.account_changed import handle_account_signals
from lambdas.flows.apply import Limits
from lambdas.flows.audit import handle_audit_signals
from lambdas.flows.sweep import handle_sweep_signals
from tests.cli.cloud import Cloud
from tests.flows.fakes import FakeNotifier, FakeSchedules

LANES: Mapping[str, Callable[..., Any]] = {
    "accounts": handle_account_signals,
    "sweep": handle_sweep_signals,
    "audit": handle_audit_signals,
}
QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"FifoQueue": True, "ContentBasedDeduplication": True}}
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    },
}
TEMPLATE = {
    "Resources": {"State": TABLE, **{f"{lane.title()}Lane": QUEUE for lane in LANES}},
    "Outputs": {
        "TableName": {"Value": {"Ref": "State"}},
        **{f"{lane.title()}QueueUrl": {"Value": {"Ref": f"{lane.title()}Lane"}} for lane in LANES},
    },
}


class LanePorts(CommandLinePorts):
    """What a function of the lanes has; people and schedules are only noted."""

    def __init__(self, outputs: Mapping[str, str]) -> None:
        super().__init__(deployed=outputs)
        self.notifier, self.schedules = FakeNotifier(), FakeSchedules()  # type: ignore[assignment]


@dataclass
class Deployed:
    """The stack in this cloud. Whatever plays a lane does it under the environment of the test."""

    cloud: Cloud
    outputs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, cloud: Cloud) -> "Deployed":
        cloudformation = cloud.client("cloudformation")
        cloudformation.create_stack(StackName="Gatehouse", TemplateBody=json.dumps(TEMPLATE))
        while (stack := cloudformation.describe_stacks(StackName="Gatehouse")["Stacks"][0])["StackStatus"].endswith(
            "IN_PROGRESS"
        ):
            time.sleep(0.05)
        assert stack["StackStatus"] == "CREATE_COMPLETE", stack
        return cls(cloud, {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]})

    @cached_property
    def sqs(self) -> Any:
        return self.cloud.client("sqs")

    def ports(self) -> LanePorts:
        return LanePorts(self.outputs)

    def take(self, lane: str, *, seconds: int = 0) -> list[dict[str, Any]]:
        """The messages of the lane, which are gone then; waits so long for a first one."""
        url = self.outputs[f"{lane.title()}QueueUrl"]
        found = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=seconds)
        for message in found.get("Messages", ()):
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in found.get("Messages", ())]

    def sweep(self, policy: Path) -> None:
        """What the deployed functions do at night, with this policy."""
        signal = Signal(SWEEP_DUE, Scope(everything=True), f"night-{time.monotonic_ns()}", "")
        self._handle("sweep", [signal], policy, self.ports())

    def play(self, lane: str, policy: Path, ports: LanePorts, *, seconds: int = 0) -> list[Signal]:
        """What the lane's function does with the messages in its queue."""
        signals = [parse_signal(event) for event in self.take(lane, seconds=seconds)]
        if signals:
            self._handle(lane, signals, policy, ports)
        return signals

    @staticmethod
    def _handle(lane: str, signals: list[Signal], policy: Path, ports: LanePorts) -> None:
        limits = Limits(5, ports.clock.now() + timedelta(seconds=60))
        LANES[lane](signals, load_policy(policy), ports, limits)
