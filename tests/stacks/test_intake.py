"""The queues: nothing in them is readable on the way or at rest, and nothing in them is lost."""

from typing import Any

from tests.stacks.conftest import Synthesised
from tests.stacks.reading import actions, find, function, role_of, statements

LANES = {"account_changed": "accounts", "sweep": "sweep", "audit": "audit", "worker_changed": "workers"}


def _queue_of(synthesised: Synthesised, name: str) -> dict[str, Any]:
    return find(synthesised.home, "AWS::SQS::Queue")[_queue_id(synthesised, name)]


def _queue_id(synthesised: Synthesised, name: str) -> str:
    functions = synthesised.home.find_resources("AWS::Lambda::Function")
    mine = next(key for key, found in functions.items() if found["Properties"] == function(synthesised.home, name))
    mappings = find(synthesised.home, "AWS::Lambda::EventSourceMapping").values()
    source = next(found for found in mappings if found["FunctionName"] == {"Ref": mine})
    return str(source["EventSourceArn"]["Fn::GetAtt"][0])


def test_encrypted(synthesised: Synthesised) -> None:
    """Every queue of every stack is encrypted and refuses plain HTTP."""
    for template in (synthesised.home, synthesised.edge):
        queues = find(template, "AWS::SQS::Queue")
        assert all(queue["SqsManagedSseEnabled"] for queue in queues.values())
        assert _refusing_http(template) == set(queues)


def _refusing_http(template: Any) -> set[str]:
    refuse = {"Bool": {"aws:SecureTransport": "false"}}
    found = set()
    for policy in find(template, "AWS::SQS::QueuePolicy").values():
        denies = [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Deny"]
        if any(each["Condition"] == refuse for each in denies):
            found |= {queue["Ref"] for queue in policy["Queues"]}
    return found


def test_lanes_are_ordered(synthesised: Synthesised) -> None:
    """A lane is FIFO, tells messages apart by their content, and so do its dead letters."""
    for name in LANES:
        queue = _queue_of(synthesised, name)
        dead = find(synthesised.home, "AWS::SQS::Queue")[queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]]
        assert all(each["FifoQueue"] and each["ContentBasedDeduplication"] for each in (queue, dead))


ONWARD = {
    "account_changed": ("account_changed", "sweep"),
    "sweep": ("sweep", "worker_changed"),
    "audit": ("audit", "sweep"),
    "worker_changed": ("worker_changed",),
}


def test_parking(synthesised: Synthesised) -> None:
    """A function parks what it cannot read in the dead letters of its own lane; it sends on to its own lane, a loop to
    the sweep's, and the sweep to the workers' what is overdue there.
    """
    for name in LANES:
        dead = _queue_of(synthesised, name)["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        told = function(synthesised.home, name)["Environment"]["Variables"]["GATEHOUSE_DEAD_LETTERS_URL"]
        sends = [
            each["Resource"]
            for each in statements(synthesised.home, role_of(synthesised.home, name))
            if "sqs:SendMessage" in actions(each)
        ]
        assert told == {"Ref": dead}
        onward = [{"Fn::GetAtt": [_queue_id(synthesised, lane), "Arn"]} for lane in ONWARD[name]]
        assert sends == [onward if len(onward) > 1 else onward[0], {"Fn::GetAtt": [dead, "Arn"]}]


def test_break_glass_is_not_ordered(synthesised: Synthesised) -> None:
    """A break-glass event does not wait for another one."""
    assert "FifoQueue" not in _queue_of(synthesised, "break_glass")


def test_dead_letters(synthesised: Synthesised) -> None:
    """A message that three attempts could not handle is kept for fourteen days."""
    queues = find(synthesised.home, "AWS::SQS::Queue")
    for name in (*LANES, "break_glass"):
        redrive = _queue_of(synthesised, name)["RedrivePolicy"]
        assert redrive["maxReceiveCount"] == 3
        assert queues[redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]]["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_visibility(synthesised: Synthesised) -> None:
    """A message stays hidden for six times its function's timeout, as AWS asks for."""
    for name in (*LANES, "break_glass"):
        timeout = function(synthesised.home, name)["Timeout"]
        assert _queue_of(synthesised, name)["VisibilityTimeout"] >= 6 * timeout


def test_partial_batches(synthesised: Synthesised) -> None:
    """A function takes up to ten messages and may report single ones as failed."""
    for source in find(synthesised.home, "AWS::Lambda::EventSourceMapping").values():
        assert (source["BatchSize"], source["FunctionResponseTypes"]) == (10, ["ReportBatchItemFailures"])


def test_alarms(synthesised: Synthesised) -> None:
    """Every queue that a function does not empty has an alarm on its first message, but for the drill's listener."""
    queues = set(find(synthesised.home, "AWS::SQS::Queue"))
    emptied = find(synthesised.home, "AWS::Lambda::EventSourceMapping").values()
    watched = [
        alarm
        for alarm in find(synthesised.home, "AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == "ApproximateNumberOfMessagesVisible"
    ]
    assert {alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0] for alarm in watched} == queues - {
        *(source["EventSourceArn"]["Fn::GetAtt"][0] for source in emptied),
        *(name for name in queues if "Inbox" in name),
    }
    assert all(alarm["Threshold"] == 0 and alarm["AlarmActions"] for alarm in watched)


def test_late(synthesised: Synthesised) -> None:
    """Every queue that a function empties has an alarm on the age of its oldest message."""
    emptied = find(synthesised.home, "AWS::Lambda::EventSourceMapping").values()
    watched = [
        alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
        for alarm in find(synthesised.home, "AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == "ApproximateAgeOfOldestMessage"
    ]
    assert sorted(watched) == sorted(source["EventSourceArn"]["Fn::GetAtt"][0] for source in emptied)
