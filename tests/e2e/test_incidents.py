"""Incidents on the deployed stacks: from an act in AWS to a person who takes care of it."""

import time
from typing import Any

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from sandbox.seed import BREAK_GLASS_ROLE
from tests.e2e.test_break_glass import incidents, message_about, wait_until_quiet


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


def test_use_is_in_peoples_hands_within_five_seconds(stage, inbox):
    """From the call to the message in the queue of whoever listens."""
    wait_until_quiet(stage)
    use(stage, "e2e-warm")
    message_about(stage, inbox, "e2e-warm")
    begun = time.monotonic()
    use(stage, "e2e-quick")
    assert message_about(stage, inbox, "e2e-quick")["Subject"].startswith("Break glass used")
    assert time.monotonic() - begun < 5
