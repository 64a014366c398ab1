"""People who come and go in one session of tests, and what HR says of them on the bus."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for


def add_user(stage: Stage, *groups: str) -> tuple[str, str]:
    """A user of its own in these groups: id and address."""
    address, store = f"{uuid.uuid4().hex[:10]}@example.com", stage.sandbox.client("identitystore")
    where = {"IdentityStoreId": stage.seeded.identity_store_id}
    person = {"GivenName": "T", "FamilyName": "X"}
    user_id = store.create_user(UserName=address, DisplayName=address, Name=person, **where)["UserId"]
    for group in groups:
        member = {"GroupId": stage.seeded.groups[group], "MemberId": {"UserId": user_id}}
        store.create_group_membership(**member, **where)
    return user_id, address


def groups_of(stage: Stage, user_id: str) -> set[str]:
    """The names of the groups a user is in."""
    names = {group_id: name for name, group_id in stage.seeded.groups.items()}
    found = stage.sandbox.client("identitystore").list_group_memberships_for_member(
        IdentityStoreId=stage.seeded.identity_store_id, MemberId={"UserId": user_id}
    )
    return {names[membership["GroupId"]] for membership in found["GroupMemberships"]}


def find_user(stage: Stage, address: str) -> str:
    """The id of the user of this name; empty when there is none."""
    users = stage.sandbox.client("identitystore").list_users(
        IdentityStoreId=stage.seeded.identity_store_id,
        Filters=[{"AttributePath": "UserName", "AttributeValue": address}],
    )["Users"]
    return str(users[0]["UserId"]) if users else ""


def make_event(kind: str, **facts: Any) -> dict[str, Any]:
    """What HR says, at this moment."""
    now = datetime.now(UTC).isoformat()
    return {"id": uuid.uuid4().hex, "type": kind, "timestamp": now, "data": {"effective_at": now, **facts}}


def put_events(stage: Stage, *events: dict[str, Any]) -> None:
    """Put them on Gatehouse's bus, ten in a call."""
    entries = [
        {
            "EventBusName": stage.outputs["BusName"],
            "Source": "gatehouse.hr",
            "DetailType": event["type"],
            "Detail": json.dumps(event),
        }
        for event in events
    ]
    for start in range(0, len(entries), 10):
        stage.sandbox.client("events").put_events(Entries=entries[start : start + 10])


def result_of(stage: Stage, partition: str, number: int = 1, seconds: float = 30) -> str:
    """What became of the newest of so many signals in this partition of the state table."""

    def read() -> list[dict[str, Any]]:
        return sorted(stage.documents(partition), key=lambda document: str(document["at"]))

    found = wait_for(read, lambda documents: len(documents) >= number, seconds)
    return str(found[-1]["result"]) if len(found) >= number else ""


def schedules(stage: Stage, prefix: str = "workers-") -> dict[str, dict[str, Any]]:
    """The wake-ups that stand, by name."""
    scheduler, group = stage.sandbox.client("scheduler"), stage.outputs["ScheduleGroup"]
    pages = scheduler.get_paginator("list_schedules").paginate(GroupName=group, NamePrefix=prefix)
    names = [found["Name"] for page in pages for found in page["Schedules"]]
    return {name: scheduler.get_schedule(GroupName=group, Name=name) for name in names}


def fire(stage: Stage, name: str) -> None:
    """Let this schedule's time come."""
    stage.sandbox.local("/_local/fire-schedule", {"group": stage.outputs["ScheduleGroup"], "name": name})


def edit_document(stage: Stage, partition: str, sort: str, document: dict[str, Any]) -> None:
    """Write one document of the state table, as if time had gone by."""
    item = {"pk": {"S": partition}, "sk": {"S": sort}, "document": {"S": json.dumps(document, sort_keys=True)}}
    stage.sandbox.client("dynamodb").put_item(TableName=stage.outputs["TableName"], Item=item)


def read_partition(stage: Stage, partition: str) -> dict[str, dict[str, Any]]:
    """Sort key -> document."""
    pages = (
        stage.sandbox.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=stage.outputs["TableName"],
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": partition}},
        )
    )
    return {item["sk"]["S"]: json.loads(item["document"]["S"]) for page in pages for item in page["Items"]}
