"""Trigger: the break-glass queue: CloudTrail events and drills (EventBridge rules), and wake-ups of incidents.

Does: opens an incident for each finding or adds to one, and tells people; tells again what nobody acknowledges.
On failure: the message comes back; after three times it is in the dead-letter queue, which has an alarm.
"""

from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas import wiring
from lambdas.core.drills import parse_drill
from lambdas.core.escalations import parse_escalation
from lambdas.core.policy import Policy
from lambdas.flows.drill import ring
from lambdas.flows.incidents import escalate
from lambdas.flows.watch import watch
from lambdas.ports import Ports


def break_glass(record: SQSRecord, policy: Policy, ports: Ports) -> str | None:
    """The id of the incident this event belongs to, what became of the incident it wakes, or None."""
    event = record.json_body
    if (escalation := parse_escalation(event)) is not None:
        return escalate(escalation, policy, ports)
    if (drill := parse_drill(event)) is not None:
        return ring(drill, ports)
    return watch(event, policy, ports)


def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Lambda's entry point."""
    logger, processor = wiring.logger(context), BatchProcessor(event_type=EventType.SQS)
    record_handler = partial(break_glass, policy=wiring.policy(), ports=wiring.ports())
    answer = process_partial_response(event, record_handler, processor, context)
    failed = len(answer["batchItemFailures"])
    logger.info("break-glass events handled", extra={"messages": len(event["Records"]), "failed": failed})
    wiring.emit()
    return answer
