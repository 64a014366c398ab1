"""What the commands for one worker share: the lane that does the work, and the records that say what became of it.

Whatever writes the quarantine must be alone, so a command hands its wish to the workers lane and waits for the outcome.
"""

import time
import uuid
from collections.abc import Mapping
from typing import Any

from cli.deployment import find_deployment
from cli.ports import CommandLinePorts
from lambdas.aws.clients import make_client
from lambdas.aws.lanes import AwsLanes
from lambdas.aws.ledger import DynamoLedger
from lambdas.core.errors import RejectError
from lambdas.core.workers import Worker, parse_pointer, worker_key

LANE = "workers"
PATIENCE = 150.0
PAUSE = 1.0


class WorkersLane:
    """The deployed lane and its state table."""

    def __init__(self) -> None:
        outputs = find_deployment()
        self.ledger = DynamoLedger(make_client("dynamodb"), outputs["TableName"])
        self._lanes = AwsLanes(make_client("sqs"), {LANE: outputs["WorkersQueueUrl"]})

    def ask(self, event: Mapping[str, Any], scope: str, event_id: str) -> str | None:
        """Send the event, and wait for its outcome; None when there is none yet after some minutes."""
        self._lanes.send(LANE, event)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = [record for record in self.ledger.list_records(scope) if record.get("event_id") == event_id]
            if found:
                return str(found[-1]["result"])
            time.sleep(PAUSE)
        return None

    def find_user_id(self, email: str) -> str:
        """Of the worker's user: as the records have it, else as the directory does. RejectError when neither does."""
        found = self._find_worker(email)
        user_id = found.user_id if found is not None else ""
        user_id = user_id or CommandLinePorts().store.find_user_id(email) or ""
        if not user_id:
            raise RejectError(f"{email}: no worker and no user of this name or e-mail address is known")
        return user_id

    def _find_worker(self, email: str) -> Worker | None:
        key = worker_key(email)
        document = self.ledger.find_documents([key]).get(key)
        if target := parse_pointer(document):
            document = self.ledger.find_documents([target]).get(target)
        return Worker.model_validate(document) if document else None


def make_event_id() -> str:
    """The id of one wish from the command line."""
    return f"cli-{uuid.uuid4()}"
