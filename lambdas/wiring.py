"""Joins the adapters into ports for one function. Everything is made when first used, and kept while it is warm."""

import os
from collections.abc import Iterable
from datetime import timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.alarm_path import Home
from lambdas.aws.account_access import AwsAccountAccess
from lambdas.aws.alarm_path import AwsAlarmPath
from lambdas.aws.clients import make_client
from lambdas.aws.clock import SystemClock
from lambdas.aws.dead_letters import AwsDeadLetters
from lambdas.aws.handshakes import Handshakes
from lambdas.aws.held import DynamoHeldPlans
from lambdas.aws.identity_center import AwsIdentityCenter
from lambdas.aws.identity_store import AwsIdentityStore
from lambdas.aws.instance import Instance, find_instance
from lambdas.aws.lanes import AwsLanes
from lambdas.aws.ledger import DynamoLedger
from lambdas.aws.log_lines import MaskingFormatter
from lambdas.aws.memory import DynamoMemory
from lambdas.aws.metrics import emit as emit_metrics
from lambdas.aws.notify import AwsNotifier, EventPublisher
from lambdas.aws.once import make_once
from lambdas.aws.organization import AwsOrganization
from lambdas.aws.quarantine import ScpQuarantine
from lambdas.aws.schedules import AwsSchedules
from lambdas.aws.secrets import HrConnections
from lambdas.aws.tally import TALLY
from lambdas.core.measures import Measure
from lambdas.core.policy import Policy
from lambdas.core.shares import SHARES, UNHELD, Share
from lambdas.core.workers import WORKER_SOURCE, WorkerEvent
from lambdas.flows.apply import Limits
from lambdas.flows.incidents import BREAK_GLASS_LANE
from lambdas.hr_api.employees import HrApis
from lambdas.ports import Door, Memory
from lambdas.settings import FunctionSettings

POLICY_FILE = Path(__file__).parent.parent / "access.json"
# What a function keeps back of its time to record what it has done.
TIME_TO_FINISH = timedelta(seconds=20)


@cache
def settings() -> FunctionSettings:
    """What the stack told this function."""
    return FunctionSettings.from_environment(os.environ)


@cache
def policy() -> Policy:
    """The policy as it was compiled into the asset at synth."""
    return Policy.model_validate_json(POLICY_FILE.read_bytes())


class AwsPorts:
    """The ports over boto3."""

    def __init__(self, told: FunctionSettings, *, read_tags: bool = True) -> None:
        self._told, self._read_tags = told, read_tags

    @cached_property
    def clock(self) -> SystemClock:  # noqa: D102 - `lambdas.ports` says what each is
        return SystemClock()

    @cached_property
    def organization(self) -> AwsOrganization:  # noqa: D102
        client = make_client("organizations", self._share.organizations_per_second)
        return AwsOrganization(client, read_tags=self._read_tags)

    @cached_property
    def center(self) -> AwsIdentityCenter:  # noqa: D102
        return AwsIdentityCenter(self._identity_center, self._instance.arn, self._told.management_account_id)

    @cached_property
    def store(self) -> AwsIdentityStore:  # noqa: D102
        return AwsIdentityStore(make_client("identitystore"), self._instance.identity_store_id)

    @cached_property
    def account_access(self) -> AwsAccountAccess:  # noqa: D102
        return AwsAccountAccess(make_client("account-access"))

    @cached_property
    def quarantine(self) -> ScpQuarantine:  # noqa: D102
        return ScpQuarantine(make_client("organizations"), self._told.quarantine_policy_ids.split(","))

    @cached_property
    def ledger(self) -> DynamoLedger:  # noqa: D102
        return DynamoLedger(make_client("dynamodb"), self._told.table_name)

    @cached_property
    def notifier(self) -> AwsNotifier:  # noqa: D102
        return AwsNotifier(make_client("events"), self._told.bus_name, make_client("sns"), self._told.topic_arn)

    @cached_property
    def memory(self) -> Memory:  # noqa: D102
        return DynamoMemory(make_client("dynamodb"), self._told.table_name)

    @cached_property
    def held(self) -> DynamoHeldPlans:  # noqa: D102
        return DynamoHeldPlans(make_client("dynamodb"), self._told.table_name)

    @cached_property
    def lanes(self) -> AwsLanes:  # noqa: D102
        told = self._told
        queues = {
            "accounts": told.accounts_queue_url,
            "workers": told.workers_queue_url,
            "sweep": told.sweep_queue_url,
            "audit": told.audit_queue_url,
            "drill": told.drill_queue_url,
        }
        return AwsLanes(make_client("sqs"), queues)

    @cached_property
    def schedules(self) -> AwsSchedules:  # noqa: D102
        lanes = {
            "accounts": self._told.accounts_queue_arn,
            "workers": self._told.workers_queue_arn,
            "sweep": self._told.sweep_queue_arn,
            "audit": self._told.audit_queue_arn,
            BREAK_GLASS_LANE: self._told.break_glass_queue_arn,
        }
        group, role_arn = self._told.schedule_group, self._told.schedule_role_arn
        return AwsSchedules(make_client("scheduler"), group, role_arn, lanes)

    @cached_property
    def _instance(self) -> Instance:
        return find_instance(self._identity_center, self._told.management_account_id)

    @property
    def _identity_center(self) -> Any:
        """A function's client keeps to the share of its lane; the instance's quota is for all callers together."""
        return make_client("sso-admin", self._share.calls_per_second)

    @property
    def _share(self) -> Share:
        return SHARES.get(self._told.lane, UNHELD)


def ports() -> AwsPorts:
    """The ports, for one invocation: what adapters remember (names of OUs, the identity store) must not outlive it."""
    return AwsPorts(settings(), read_tags=policy().uses_tags())


class AwsDrillPorts(AwsPorts):
    """What a drill needs besides."""

    @property
    def home(self) -> Home:  # noqa: D102 - `lambdas.alarm_path` says what each is
        told = self._told
        return Home(told.management_account_id, told.home_region, tuple(filter(None, told.edge_regions.split(","))))

    @cached_property
    def alarm_path(self) -> AwsAlarmPath:  # noqa: D102
        told = self._told
        return AwsAlarmPath(
            lambda region: make_client("events", region=region),
            make_client("sns"),
            make_client("sqs"),
            topic_arn=told.topic_arn,
            inbox_url=told.drill_inbox_url,
        )

    @cached_property
    def last_resort(self) -> AwsNotifier:  # noqa: D102
        told = self._told
        return AwsNotifier(make_client("events"), told.bus_name, make_client("sns"), told.last_resort_topic_arn)


def drill_ports() -> AwsDrillPorts:
    """The ports of a drill, for one invocation."""
    return AwsDrillPorts(settings(), read_tags=policy().uses_tags())


class AwsDoor:
    """The webhook's collaborators over boto3, for one request."""

    def __init__(self, told: FunctionSettings, context: LambdaContext) -> None:
        table = make_client("dynamodb"), told.table_name
        self.once = make_once(*table, context)
        self.keep_token = Handshakes(*table).keep
        self.find_connection = _connections().find
        self.hr = HrApis(self.find_connection)
        self.now = SystemClock().now
        self.alert = AwsNotifier(make_client("events"), told.bus_name, make_client("sns"), told.topic_arn).alert
        self._bus = EventPublisher(make_client("events"), told.bus_name, WORKER_SOURCE)

    def publish(self, event: WorkerEvent) -> None:
        """Put the event on the bus, in HR's name."""
        self._bus.put(event.type, event.model_dump(mode="json"))


def door(context: LambdaContext) -> Door:
    """The webhook's collaborators, for one request."""
    return AwsDoor(settings(), context)


@cache
def _connections() -> HrConnections:
    provider = SecretsProvider(boto3_client=make_client("secretsmanager"))
    return HrConnections(provider, settings().webhook_secret_arn)


def dead_letters() -> AwsDeadLetters:
    """The dead-letter queue of this function's lane."""
    return AwsDeadLetters(make_client("sqs"), settings().dead_letters_url)


def limits(context: LambdaContext) -> Limits:
    """This lane's share of Identity Center, for as long as this invocation may last."""
    remaining = timedelta(milliseconds=context.get_remaining_time_in_millis())
    return Limits(SHARES[settings().lane].outstanding, SystemClock().now() + remaining - TIME_TO_FINISH)


def emit(measures: Iterable[Measure] = ()) -> None:
    """Write the metrics of one invocation: these, and how much it asked of AWS."""
    emit_metrics((*measures, *TALLY.take()))


@cache
def _logger() -> Logger:
    return Logger(logger_formatter=MaskingFormatter())


def logger(context: LambdaContext) -> Logger:
    """The structured log; each line names the request."""
    found = _logger()
    found.append_keys(request_id=context.aws_request_id)
    return found
