"""Alarms on the work itself: what waits for a person, what fails, and what AWS throttles."""

from collections.abc import Iterable

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from lambdas.core.measures import NAMESPACE, SERVICE, Name
from stacks.alarms import add_alarm
from stacks.function import GatehouseFunction

# More than one invocation in ten ends in an error; of fewer than these, the dead letters tell.
ERROR_PERCENT, INVOCATIONS = 10, 5
# Each lane keeps below its share of the quota, so that throttles mean another caller, or a share that is too large.
THROTTLE_PERCENT, CALLS = 5, 100
PERIOD = Duration.minutes(15)


def measured(name: Name, *, statistic: str = "Sum", period: Duration = PERIOD) -> cloudwatch.Metric:
    """One of Gatehouse's own metrics."""
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map={"service": SERVICE},
        statistic=statistic,
        period=period,
    )


def watch_work(scope: Construct, functions: Iterable[GatehouseFunction], topic: sns.ITopic) -> None:
    """The alarms, beside those of the queues."""
    add_alarm(
        scope,
        "HeldPlans",
        measured(Name.HELD),
        threshold=0,
        description="A plan, or leavers, wait for a person's approval",
        runbook="a-plan-is-held",
        topic=topic,
    )
    add_alarm(
        scope,
        "UnfinishedWorkers",
        measured(Name.UNFINISHED_WORKERS),
        threshold=0,
        description="An offboarding, or another event about a worker, could not be carried out",
        runbook="an-offboarding-is-not-complete",
        topic=topic,
    )
    add_alarm(
        scope,
        "ThrottleShare",
        _percent(measured(Name.THROTTLES), measured(Name.CALLS), at_least=CALLS),
        threshold=THROTTLE_PERCENT,
        description=f"AWS throttles more than {THROTTLE_PERCENT} % of the calls",
        runbook="aws-throttles",
        topic=topic,
    )
    for function in functions:
        _watch_errors(function, topic)


def _watch_errors(function: GatehouseFunction, topic: sns.ITopic) -> None:
    errors, invocations = (
        function.function.metric_errors(period=PERIOD),
        function.function.metric_invocations(period=PERIOD),
    )
    add_alarm(
        function,
        "ErrorRate",
        _percent(errors, invocations, at_least=INVOCATIONS),
        threshold=ERROR_PERCENT,
        description=f"More than {ERROR_PERCENT} % of the invocations of {function.node.id} end in an error",
        runbook="functions-fail",
        topic=topic,
    )


def _percent(part: cloudwatch.IMetric, whole: cloudwatch.IMetric, *, at_least: int) -> cloudwatch.MathExpression:
    """Nothing where the whole is less than `at_least`: one of two is no rate."""
    return cloudwatch.MathExpression(
        expression=f"IF(whole >= {at_least}, 100 * FILL(part, 0) / whole, 0)",
        using_metrics={"part": part, "whole": whole},
        period=PERIOD,
    )
