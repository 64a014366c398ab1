"""Every kind of signal, in AWS's shape, from the event bus through rule, queue and function to its record."""

import json
import random
import uuid
from typing import Any

import pytest

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from tests.core.test_signal_kinds import ACCOUNT, GROUP, NONE, USER, VERDICTS
from tests.events import load

SIGNALS = [name for name, (_, scope) in VERDICTS.items() if scope != NONE]
OUTSIDE = "organizations/CreateAccountResult-succeeded.json", "210987654321"
Record = dict[str, Any]


def at_home(name: str, stage: Stage) -> dict[str, Any]:
    """The record as it would come here: about an account, a group and a user that exist, under an id of its own."""
    seeded = stage.seeded
    (group,), (user,) = GROUP.principals, USER.principals
    ids = {
        ACCOUNT: seeded.accounts["payments-dev"],
        OUTSIDE[1]: seeded.accounts["payments-dev"],
        group.id: seeded.groups["Finance"],
        user.id: seeded.users["ivo"],
        "123456789012:stack": "100000000001:stack",
    }
    text = json.dumps(load(name))
    for theirs, ours in ids.items():
        text = text.replace(theirs, ours)
    event: dict[str, Any] = json.loads(text)
    if "eventID" in event["detail"]:
        event["detail"]["eventID"] = str(uuid.uuid4())
    return {**event, "account": "100000000001", "region": "us-east-1"}


def records(stage: Stage) -> list[Record]:
    """The outcomes of accounts, from the whole state table."""
    client = stage.sandbox.client("dynamodb")
    pages = client.get_paginator("scan").paginate(TableName=stage.outputs["TableName"])
    items = [item for page in pages for item in page["Items"]]
    return [json.loads(item["document"]["S"]) for item in items if item["pk"]["S"].startswith("account#")]


@pytest.fixture(scope="session")
def sent(stage: Stage) -> dict[str, tuple[str, set[str]]]:
    """All of them put on the bus, doubled and shuffled: by name, the event's id and the ids there were before."""
    before = {record["event_id"] for record in records(stage)}
    events = {name: at_home(name, stage) for name in SIGNALS}
    for name in random.Random(4).sample(SIGNALS * 2, len(SIGNALS) * 2):  # noqa: S311 - an order, not a secret
        stage.sandbox.local("/_local/aws-event", events[name])
    return {name: (event["detail"].get("eventID", ""), before) for name, event in events.items()}


@pytest.mark.parametrize("name", SIGNALS)
def test_it_ends_in_a_record(stage: Stage, sent: dict[str, tuple[str, set[str]]], name: str) -> None:
    """The event wakes Gatehouse, and what became of it stands in the state table under its kind."""
    kind, (event_id, before) = VERDICTS[name][0], sent[name]

    def mine() -> list[Record]:
        found = [record for record in records(stage) if record["signal"] == kind]
        return [r for r in found if r["event_id"] == event_id or (not event_id and r["event_id"] not in before)]

    assert wait_for(mine, bool, seconds=90)


def test_all_of_them_change_nothing(stage: Stage, sent: dict[str, tuple[str, set[str]]]) -> None:
    """Doubled and shuffled hints about things that are as they should be leave every account as it was."""
    assert not [
        r
        for r in records(stage)
        if r["event_id"] in {event_id for event_id, _ in sent.values()}
        and (r.get("granted") or r.get("revoked") or r.get("unfinished"))
    ]
