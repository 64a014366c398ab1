"""Incidents on the deployed stacks: from an act in AWS to a person who takes care of it."""

import json
import subprocess
import sys
import time
from typing import Any

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from sandbox.home import EDGE_REGION
from sandbox.seed import BREAK_GLASS_ROLE, BREAK_GLASS_USER, make_accounts
from tests.e2e.test_break_glass import incidents, message_about, wait_until_quiet


def run(stage: Stage, *arguments: str, status: int = 0) -> Any:
    """The document a command answers, as a person runs it."""
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", *arguments, "--json"],
        env=stage.sandbox.environment(),
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


def use(stage: Stage, session: str) -> str:
    """The person on call assumes the emergency role; its account."""
    account_id = stage.seeded.accounts["payments-prod"]
    role = f"arn:aws:iam::{account_id}:role/{BREAK_GLASS_ROLE}"
    stage.on_call().assume_role(RoleArn=role, RoleSessionName=session)
    return account_id


def incident_of(stage: Stage, session: str) -> dict[str, Any]:
    """The incident with a finding of this session."""

    def found() -> list[dict[str, Any]]:
        return [i for i in incidents(stage) if session in [finding["session"] for finding in i["findings"]]]

    return wait_for(found, bool)[0]


def fire(stage: Stage, incident: dict[str, Any]) -> None:
    """Let the time of the incident's wake-up come."""
    scheduler, group = stage.sandbox.client("scheduler"), stage.outputs["ScheduleGroup"]
    schedules = scheduler.get_paginator("list_schedules").paginate(GroupName=group, NamePrefix="incident-")
    names = [found["Name"] for page in schedules for found in page["Schedules"]]
    (name,) = [found for found in names if found.endswith(f"{incident['id'][-44:]}-{incident['round']}")]
    stage.sandbox.local("/_local/fire-schedule", {"group": group, "name": name})


def test_use_is_in_peoples_hands_within_five_seconds(stage, inbox):
    """From the call to the message in the queue of whoever listens."""
    wait_until_quiet(stage)
    use(stage, "e2e-warm")
    message_about(stage, inbox, "e2e-warm")
    begun = time.monotonic()
    use(stage, "e2e-quick")
    assert message_about(stage, inbox, "e2e-quick")["Subject"].startswith("Break glass used")
    assert time.monotonic() - begun < 5


def test_what_nobody_answers_is_told_again(stage, inbox):
    """The wake-up tells people for how long nobody has answered; answered by the command, it tells no more."""
    use(stage, "e2e-unanswered")
    message_about(stage, inbox, "e2e-unanswered")
    incident = incident_of(stage, "e2e-unanswered")
    fire(stage, incident)
    message = message_about(stage, inbox, incident["id"])
    while not message["Subject"].startswith("NOT ACKNOWLEDGED"):
        message = message_about(stage, inbox, incident["id"])
    assert BREAK_GLASS_ROLE in message["Subject"]
    assert incident["id"] in [found["id"] for found in run(stage, "incidents")["incidents"]]


def test_a_person_takes_care(stage, inbox):
    """`gatehouse acknowledge` takes the beginning of the id, keeps who and why, and ends the calls."""
    use(stage, "e2e-answered")
    incident = incident_of(stage, "e2e-answered")
    taken = run(stage, "acknowledge", incident["id"][:8], "--reason", "the Region is down", "--ticket", "INC-9")
    assert taken["status"] == "acknowledged"
    (said,) = taken["acknowledgements"]
    assert said["by"].endswith(":user/administrator")
    assert (said["reason"], said["ticket"]) == ("the Region is down", "INC-9")
    fire(stage, taken)
    looked = wait_for(lambda: incident_of(stage, "e2e-answered"), lambda found: found["round"] > taken["round"])
    assert (looked["status"], looked["escalations"]) == ("acknowledged", taken["escalations"])


def test_what_happens_in_another_region_is_heard(stage, inbox):
    """A sign-in at the console that AWS reports elsewhere comes over the edge of that Region."""
    arn = "arn:aws:iam::100000000001:user/breakglass-oncall"
    stage.sandbox.local("/_local/sign-in", {"kind": "console", "arn": arn, "region": EDGE_REGION})
    message = message_about(stage, inbox, EDGE_REGION)
    assert BREAK_GLASS_USER in message["Message"]


def test_what_happens_inside_a_new_member_is_heard(stage, inbox):
    """Root signs in to an account made a moment ago: the StackSet has brought the rules there by itself."""
    account_id = make_accounts(stage.sandbox, ["e2e-member"])["e2e-member"]
    events = stage.sandbox.client("events", access_key=account_id)
    wait_for(lambda: events.list_rules(NamePrefix="Gatehouse-RootUser")["Rules"], bool)
    stage.sandbox.local("/_local/sign-in", {"kind": "console", "arn": f"arn:aws:iam::{account_id}:root"})
    message = message_about(stage, inbox, f"account {account_id}")
    assert message["Subject"].startswith("Root: ConsoleLogin")
