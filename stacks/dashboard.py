"""One dashboard that a person understands at a glance: is it well, how fast is it, what has it done, what waits."""

from collections.abc import Iterable

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from lambdas.core.measures import Name
from stacks.function import GatehouseFunction
from stacks.intake import Intake
from stacks.watch_work import measured

HOUR = Duration.hours(1)
WIDTH, HALF, HEIGHT = 24, 12, 6


def add_dashboard(scope: Construct, lanes: Iterable[Intake], functions: Iterable[GatehouseFunction]) -> None:
    """From the top down: what to worry about, then the work, then the machinery."""
    found, workers = tuple(lanes), tuple(functions)
    board = cloudwatch.Dashboard(scope, "Dashboard", default_interval=Duration.days(7))
    board.add_widgets(_waiting(found), _numbers())
    board.add_widgets(_speed(), _graph("Access", "changes an hour", [Name.GRANTED, Name.REVOKED, Name.FAILED]))
    board.add_widgets(_ages(found), _graph("Calls to AWS", "calls an hour", [Name.CALLS, Name.THROTTLES]))
    board.add_widgets(_errors(workers))


def _waiting(lanes: Iterable[Intake]) -> cloudwatch.IWidget:
    letters = [
        lane.dead_letters.metric_approximate_number_of_messages_visible(label=lane.node.id, statistic="Maximum")
        for lane in lanes
    ]
    return cloudwatch.SingleValueWidget(
        title="Dead letters: anything but 0 waits for you", metrics=letters, width=HALF, height=HEIGHT
    )


def _numbers() -> cloudwatch.IWidget:
    names = (Name.HELD, Name.FROZEN, Name.UNFINISHED_WORKERS, Name.QUARANTINED)
    return cloudwatch.SingleValueWidget(
        title="In this time: held, frozen, unfinished, offboarded",
        metrics=[measured(name) for name in names],
        set_period_to_time_range=True,
        width=HALF,
        height=HEIGHT,
    )


def _speed() -> cloudwatch.IWidget:
    ranks = [measured(Name.SIGNAL_TO_ACCESS, statistic=rank, period=HOUR) for rank in ("p50", "p99")]
    axis = cloudwatch.YAxisProps(label="milliseconds", min=0, show_units=False)
    return cloudwatch.GraphWidget(
        title="From signal to access", left=ranks, left_y_axis=axis, width=HALF, height=HEIGHT
    )


def _graph(title: str, label: str, names: Iterable[Name]) -> cloudwatch.IWidget:
    axis = cloudwatch.YAxisProps(label=label, min=0, show_units=False)
    metrics = [measured(name, period=HOUR) for name in names]
    return cloudwatch.GraphWidget(title=title, left=metrics, left_y_axis=axis, width=HALF, height=HEIGHT)


def _ages(lanes: Iterable[Intake]) -> cloudwatch.IWidget:
    ages = [
        lane.queue.metric_approximate_age_of_oldest_message(label=lane.node.id, statistic="Maximum") for lane in lanes
    ]
    axis = cloudwatch.YAxisProps(label="seconds", min=0, show_units=False)
    return cloudwatch.GraphWidget(
        title="How long the oldest event waits", left=ages, left_y_axis=axis, width=HALF, height=HEIGHT
    )


def _errors(functions: Iterable[GatehouseFunction]) -> cloudwatch.IWidget:
    errors = [each.function.metric_errors(label=each.node.id, period=HOUR) for each in functions]
    return cloudwatch.GraphWidget(title="Errors of functions", left=errors, width=WIDTH, height=HEIGHT)
