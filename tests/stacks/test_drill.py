"""The drill's parts: listener, schedules, and the alarm that rings when all is silent."""

from datetime import timedelta
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from lambdas.core.break_glass.alarm_path import rule_watch
from lambdas.handlers.drill import METRIC, NAMESPACE
from stacks.appointments import add_drills
from stacks.owned import make_owned
from stacks.settings import DeploymentSettings
from tests.stacks.conftest import Synthesised
from tests.stacks.reading import find
from tests.stacks.test_home import USES_KEY, granted_on


def silent(synthesised: Synthesised) -> dict[str, Any]:
    alarms = find(synthesised.home, "AWS::CloudWatch::Alarm").values()
    return next(alarm for alarm in alarms if alarm.get("MetricName") == "DrillSucceeded")


def test_dead_mans_alarm(synthesised: Synthesised) -> None:
    """Two days without a good word ring, and silence is no good word; on a topic that is not part of the path."""
    alarm = silent(synthesised)
    assert (alarm["Period"], alarm["EvaluationPeriods"]) == (86400, 2)
    assert (alarm["TreatMissingData"], alarm["ComparisonOperator"]) == ("breaching", "LessThanThreshold")
    assert (alarm["Statistic"], alarm["Threshold"]) == ("Maximum", 1)
    [action] = alarm["AlarmActions"]
    assert action["Ref"].startswith("LastResort")


def test_metric_of_the_handler(synthesised: Synthesised, capsys: pytest.CaptureFixture[str]) -> None:
    """The metric that the function writes is the one that the alarm reads."""
    alarm = silent(synthesised)
    assert (alarm["Namespace"], alarm["MetricName"]) == (NAMESPACE, METRIC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POWERTOOLS_SERVICE_NAME", "drill")
        with single_metric(name=METRIC, unit=MetricUnit.Count, value=1, namespace=NAMESPACE):
            pass
    written = capsys.readouterr().out
    assert '"Dimensions":[["service"]]' in written
    assert alarm["Dimensions"] == [{"Name": "service", "Value": "drill"}]


def test_listener(synthesised: Synthesised) -> None:
    """A queue of ours hears what people hear, and keeps it for minutes."""
    subscriptions = find(synthesised.home, "AWS::SNS::Subscription").values()
    [own] = [each for each in subscriptions if each["Protocol"] == "sqs"]
    assert own["TopicArn"]["Ref"].startswith("Alerts")
    inbox = find(synthesised.home, "AWS::SQS::Queue")[own["Endpoint"]["Fn::GetAtt"][0]]
    assert inbox["MessageRetentionPeriod"] == 300


def test_rules_may_ring(synthesised: Synthesised) -> None:
    """EventBridge may publish to the topic of the last resort, and use its key."""
    [name] = [found for found in find(synthesised.home, "AWS::SNS::Topic") if found.startswith("LastResort")]
    assert granted_on(synthesised, name, "events.amazonaws.com") == [USES_KEY, "sns:Publish"]
    assert rule_watch().name == "RuleWatch"


@pytest.mark.parametrize(
    ("every", "rate"),
    [
        (timedelta(days=30), "rate(30 days)"),
        (timedelta(hours=36), "rate(36 hours)"),
        (timedelta(days=1), "rate(1 day)"),
    ],
)
def test_schedules(settings: DeploymentSettings, every: timedelta, rate: str) -> None:
    """A drill as often as the policy says, and an inspection every day, both into the drill lane."""
    stack = cdk.Stack(cdk.App(), "Stack")
    owned = make_owned(stack, settings)
    add_drills(stack, owned.wake_ups, owned.drill, every)
    found = find(Template.from_stack(stack), "AWS::Scheduler::Schedule").values()
    by_time = {each["ScheduleExpression"]: each["Target"] for each in found}
    assert set(by_time) == {rate, "cron(45 6 * * ? *)"}
    assert all(target["SqsParameters"] == {"MessageGroupId": "drill"} for target in by_time.values())
