"""The contract of alarms on an expression."""

import json
import uuid

from sandbox.supervisor import Sandbox

METRIC = {"Namespace": "Example", "MetricName": "Errors"}


def test_an_alarm_on_an_expression_stands(sandbox: Sandbox) -> None:
    """A stack may have an alarm on an expression, and it says what the template says."""
    client, name = sandbox.client("cloudformation"), f"alarms-{uuid.uuid4().hex[:8]}"
    metrics = [
        {"Id": "rate", "Expression": "100 * errors"},
        {"Id": "errors", "MetricStat": {"Metric": METRIC, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
    ]
    properties = {
        "AlarmName": name,
        "AlarmDescription": "Too many errors",
        "Metrics": metrics,
        "Threshold": 10,
        "EvaluationPeriods": 1,
        "ComparisonOperator": "GreaterThanThreshold",
    }
    resource = {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}
    client.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"Alarm": resource}}))
    client.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    [alarm] = sandbox.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    assert (alarm["AlarmDescription"], alarm["Threshold"]) == ("Too many errors", 10)
