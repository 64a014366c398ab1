"""How much of what AWS charges for is used in a month: from events, the template, and the pace of the lanes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lambdas.core.measures import Name
from lambdas.core.shares import SHARES, WHOLE_ORGANIZATION

DAYS = 30.4
WEEKS = DAYS / 7
# Lambda keeps five long polls of twenty seconds open on each queue, also where nothing comes (Lambda Developer Guide,
# "Using Lambda with Amazon SQS").
POLLS = 5 * DAYS * 86_400 / 20
# An assignment is listed with up to a hundred others in one call.
PAGE = 100
# Permission sets that are provisioned to one account: what an audit asks for one by one.
SETS_OF_AN_ACCOUNT = 8
ASSIGNMENTS_OF_AN_ACCOUNT = 8
# One line and its metrics, as the functions write them.
LOG_GB = 3e-6
RECORD_GB = 2e-6


@dataclass(frozen=True, slots=True)
class Organization:
    """`people` have access to AWS; `groups` have a rule in the policy. What happens is counted in a month."""

    accounts: int
    people: int
    groups: int

    @property
    def account_events(self) -> float:
        """New, moved, tagged, updated and closed accounts, and assignments changed by hand."""
        return 2.0 * self.accounts + 0.2 * self.people

    @property
    def webhooks(self) -> float:
        """HR says something of every third of the people; one in twenty of them joins, moves or leaves."""
        return self.people / 3

    @property
    def worker_events(self) -> float:
        """Joiners, movers, leavers, and users changed in the directory."""
        return self.people / 20

    @property
    def watched_events(self) -> float:
        """Console sign-ins, twice a working day each, and changes of memberships: each may be break glass."""
        return self.people * (2 * 22 + 0.5)


def count(organization: Organization, templates: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """What the organization uses in a month, under the names of the prices."""
    invocations = _invocations(organization)
    total = sum(number for number, _ in invocations.values())
    records = 3 * organization.account_events + 6 * organization.worker_events
    kinds = _kinds(templates)
    return {
        "Lambda requests": total,
        "Lambda time": sum(number * seconds for number, seconds in invocations.values()),
        "SQS": kinds["AWS::Lambda::EventSourceMapping"] * POLLS + 3 * total,
        "EventBridge": organization.watched_events + organization.account_events + organization.webhooks,
        "Scheduler": DAYS + WEEKS + organization.worker_events,
        "API Gateway": organization.webhooks,
        "DynamoDB writes": records + DAYS * organization.accounts / 10,
        "DynamoDB reads": 2 * records + DAYS * organization.accounts / 4,
        "DynamoDB storage": 12 * records * RECORD_GB,
        "Logs": total * LOG_GB,
        "Log storage": 12 * total * LOG_GB,
        "Metrics": len(Name),
        "Alarms": _alarm_metrics(templates),
        "Dashboard": kinds["AWS::CloudWatch::Dashboard"],
        "X-Ray": total,
        "KMS": kinds["AWS::KMS::Key"],
        "Secrets Manager": kinds["AWS::SecretsManager::Secret"],
    }


def _invocations(organization: Organization) -> dict[str, tuple[float, float]]:
    """Function -> how often in a month, and for how many seconds each, with 1 GB of memory."""
    return {
        "account_changed": (organization.account_events, 4.0),
        "worker_webhook": (organization.webhooks, 0.3),
        "worker_changed": (organization.worker_events, 5.0),
        "break_glass": (organization.watched_events, 0.2),
        "sweep": (DAYS, sweep_seconds(organization)),
        "audit": (WEEKS, audit_seconds(organization)),
    }


def sweep_seconds(organization: Organization) -> float:
    """All accounts with their tags at the pace of Organizations, then what every group holds at the lane's."""
    pages = organization.groups + organization.accounts * ASSIGNMENTS_OF_AN_ACCOUNT / PAGE
    return organization.accounts / WHOLE_ORGANIZATION + pages / SHARES["sweep"].calls_per_second


def audit_seconds(organization: Organization) -> float:
    """For every account its permission sets, and who holds each of them, at the lane's pace."""
    calls = organization.accounts * (1 + SETS_OF_AN_ACCOUNT)
    return organization.accounts / WHOLE_ORGANIZATION + calls / SHARES["audit"].calls_per_second


def _resources(templates: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [resource for template in templates.values() for resource in template["Resources"].values()]


def _kinds(templates: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    types = [str(resource["Type"]) for resource in _resources(templates)]
    return {kind: types.count(kind) for kind in types}


def _alarm_metrics(templates: Mapping[str, Mapping[str, Any]]) -> float:
    """An alarm on an expression is charged for each metric in it."""
    alarms = [each["Properties"] for each in _resources(templates) if each["Type"] == "AWS::CloudWatch::Alarm"]
    return sum(sum("MetricStat" in metric for metric in alarm.get("Metrics", [])) or 1 for alarm in alarms)
