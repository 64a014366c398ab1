"""Gatehouse under way in the small organization: what comes in, what went out, what is still to come."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.calls import Calls
from bench.events import account_created, sweep_due
from bench.functions import Deployment, deliver
from tests.loop.clock import QuickClock
from tests.loop.world import BY_HAND, MOVED, PROMISED, RIGHT, START, Held, Organization

# What AWS has not answered in this time, in seconds, it has not answered.
READ_TIMEOUT = 0.3
# A function's time, of which 20 seconds are kept back.
SECONDS = 80
MOST_ROUNDS = 12
# The event id of the sweep that every case begins after.
FIRST = "first"
OPEN_RESULTS = ("unfinished", "not believed", "held", "account is")
APPOINTMENT = "exception-"


class Killed(BaseException):
    """Lambda ends the function here."""


@dataclass
class Fuse:
    """Burns down with each request, and then kills the function; None never does."""

    left: int | None = None

    def burn(self, _calls: Calls, _operation: str) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            raise Killed


@dataclass
class Gatehouse:
    """The functions, deployed."""

    organization: Organization
    deployment: Deployment
    calls: Calls
    fuse: Fuse
    people_url: str
    remembered: list[dict[str, Any]] = field(default_factory=list)
    latest: float = 0

    def begin(self, flow: str) -> None:
        """The organization as a case of this lane finds it."""
        self.break_aws([])
        time.sleep(self.latest)  # what the case before has not waited for comes now
        self.latest, self.fuse.left = 0, None
        QuickClock.skipped = timedelta()
        self.organization.wait_until_quiet()
        self.organization.move("Prod", {"audited": "yes"})
        self.organization.set_assignments(START ^ BY_HAND if flow == "sweep" else START)
        self._restore_table()
        self._drop_what_is_to_come()
        self.calls.writes.clear()

    def events_of(self, flow: str) -> list[dict[str, Any]]:
        """What tells the lane of it."""
        if flow == "sweep":
            return [sweep_due()]
        return [account_created(self.organization.accounts[name]) for name in (MOVED, "prod-b")]

    def _drop_what_is_to_come(self) -> None:
        for name, _ in self._schedules():
            self._delete_schedule(name)
        for url in (self.people_url, *self._queues().values()):
            self._receive(url)

    def break_aws(self, faults: Sequence[Mapping[str, Any]]) -> None:
        """From now on these faults, and no others."""
        self.latest = max(self.latest, *(fault.get("delay", 0) for fault in faults), 0)
        self.organization.cloud.sandbox.local("/_local/faults", {"clear": True, "faults": list(faults)})

    def run(self, lane: str, *events: Mapping[str, Any]) -> None:
        deliver(lane, *events, seconds=SECONDS)

    def wake(self) -> bool:
        """Deliver what waits in the lanes' queues and the wake-ups of the schedule group; False when there is none."""
        due = [(lane, json.loads(body)) for lane, url in self._queues().items() for body in self._receive(url)]
        for name, schedule in self._schedules():
            due.append((self._lane_of(schedule), json.loads(schedule["Target"]["Input"])))
            at = datetime.fromisoformat(schedule["ScheduleExpression"].removeprefix("at(").removesuffix(")"))
            QuickClock.skip_to(at.replace(tzinfo=UTC))
            self._delete_schedule(name)
        for lane, event in due:
            self.run(lane, event)
        return bool(due)

    def wake_until_done(self) -> None:
        for _ in range(MOST_ROUNDS):
            if not self.wake():
                return
        raise AssertionError("what was put off is put off for ever")

    def is_to_come(self) -> bool:
        """Whether a message or a wake-up waits."""
        return bool(self._schedules()) or any(self._count(url) for url in self._queues().values())

    def has_told_people(self) -> bool:
        return self._count(self.people_url) > 0

    def differences(self) -> dict[str, list[Held]]:
        """What is not as it should be."""
        there = self.organization.assignments()
        return {"missing": sorted(RIGHT - there), "too much": sorted(there - RIGHT)}

    def is_right(self) -> bool:
        return self.organization.assignments() == RIGHT

    def wrong(self) -> set[tuple[str, Held]]:
        """The changes asked for that the policy does not want."""
        asked = {(operation, self.organization.name(params)) for operation, params in self.calls.writes}
        allowed = {("CreateAccountAssignment", held) for held in PROMISED}
        allowed |= {("DeleteAccountAssignment", held) for held in (START | BY_HAND) - RIGHT}
        return asked - allowed

    def records(self) -> list[dict[str, Any]]:
        """The outcomes of this case."""
        found = [item for item in self._scan() if item["pk"]["S"].startswith("account#") and item["sk"]["S"] != FIRST]
        return [json.loads(item["document"]["S"]) for item in found]

    def says_unfinished(self) -> bool:
        """Whether a record says that not all is done."""
        return any(record["result"].startswith(OPEN_RESULTS) for record in self.records())

    def remember(self) -> None:
        """Every case begins with the state table as it is now."""
        self.remembered = self._scan()

    def _restore_table(self) -> None:
        wanted = {json.dumps(item, sort_keys=True) for item in self.remembered}
        dynamodb, table = self.organization.cloud.client("dynamodb"), self.deployment.settings.table_name
        for item in self._scan():
            if json.dumps(item, sort_keys=True) not in wanted:
                dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
        for item in self.remembered:
            dynamodb.put_item(TableName=table, Item=item)

    def _scan(self) -> list[dict[str, Any]]:
        dynamodb = self.organization.cloud.client("dynamodb")
        found = dynamodb.scan(TableName=self.deployment.settings.table_name, ConsistentRead=True)
        assert "LastEvaluatedKey" not in found
        return list(found["Items"])

    def _schedules(self) -> list[tuple[str, dict[str, Any]]]:
        """Name and schedule of each wake-up; the ends of exceptions are no wake-ups."""
        scheduler, group = self.organization.cloud.client("scheduler"), self.deployment.settings.schedule_group
        listed = scheduler.list_schedules(GroupName=group)["Schedules"]
        names = sorted(found["Name"] for found in listed if not found["Name"].startswith(APPOINTMENT))
        return [(name, scheduler.get_schedule(Name=name, GroupName=group)) for name in names]

    def _delete_schedule(self, name: str) -> None:
        group = self.deployment.settings.schedule_group
        self.organization.cloud.client("scheduler").delete_schedule(Name=name, GroupName=group)

    def _lane_of(self, schedule: Mapping[str, Any]) -> str:
        return str(schedule["Target"]["SqsParameters"]["MessageGroupId"])

    def _queues(self) -> dict[str, str]:
        settings = self.deployment.settings
        return {"accounts": settings.accounts_queue_url, "sweep": settings.sweep_queue_url}

    def _receive(self, url: str) -> list[str]:
        sqs, bodies = self.organization.cloud.client("sqs"), []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                bodies.append(message["Body"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def _count(self, url: str) -> int:
        sqs, name = self.organization.cloud.client("sqs"), "ApproximateNumberOfMessages"
        return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])
