"""Gatehouse as one construct: the queues, the functions behind them, and the state they keep."""

from collections.abc import Iterable
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from lambdas.core import break_glass, signals, workers
from lambdas.core.hr import SOURCES
from lambdas.core.policy import BreakGlass, Policy, Workers
from lambdas.core.rules import EventRule
from lambdas.settings import FunctionSettings
from lambdas.version import find_version
from policy_file import digest_policy
from stacks import permissions
from stacks.alarms import watch_api, watch_dead_letters, watch_intake
from stacks.appointments import add_appointments
from stacks.arns import Arns
from stacks.drill import Drill, drill_settings, watch_settings
from stacks.function import Bundle, GatehouseFunction
from stacks.intake import Intake
from stacks.operations import add_operations
from stacks.owned import LANE_TIMEOUT, LONG_TIMEOUT, WATCH_TIMEOUT, make_owned
from stacks.quarantine import Quarantine
from stacks.rules import add_rules, make_queue_target
from stacks.settings import DeploymentSettings
from stacks.tags import tag
from stacks.target import Target
from stacks.webhook import Webhook, make_webhook_secret

# API Gateway gives up after 30 s, and HR systems before that.
WEBHOOK_TIMEOUT = Duration.seconds(15)


class Gatehouse(Construct):
    """Gatehouse, for a stack in the Region of IAM Identity Center and in the management account; once in an account.

    `asset` is the folder that `stacks.asset.build_asset` makes; `break_glass_arns` are permission sets that no
    loop may revoke.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: DeploymentSettings,
        policy: Policy,
        asset: Path,
        break_glass_arns: Iterable[str],
    ) -> None:
        super().__init__(scope, name)
        code = lambda_.Code.from_asset(str(asset))
        self._arns = Arns(settings)
        self._owned = make_owned(self, settings)
        self._bundle = Bundle(code, Target.parse(settings.target), settings.log_retention_days, self._owned.key)
        tag(self, "home")
        self._add_loops(list(break_glass_arns))
        self._add_worker_changed(settings, policy.workers)
        self._add_break_glass(policy.break_glass)
        self._add_drill(settings, policy.break_glass)
        self._add_worker_webhook()
        self._watch()
        self._tell_where()
        self._tell_what(settings, policy)

    def _add_loops(self, break_glass_arns: list[str]) -> None:
        """The functions that run the loop: the same code and permissions, each on a lane of its own."""
        owned = self._owned
        for name, does, lane, rules, timeout in (
            (
                "account_changed",
                "Gives accounts exactly the access the policy promises",
                owned.accounts,
                signals.event_rules(),
                LANE_TIMEOUT,
            ),
            (
                "sweep",
                "Looks at the whole organization, nightly and after a deploy",
                owned.sweep,
                signals.sweep_rules(),
                LONG_TIMEOUT,
            ),
            ("audit", "Reads every assignment of every account, weekly", owned.audit, (), LONG_TIMEOUT),
        ):
            function = GatehouseFunction(
                self,
                name,
                does=does,
                bundle=self._bundle,
                settings=self._lane_settings(lane),
                permissions=permissions.loop(owned, self._arns, lane, break_glass_arns),
                timeout=timeout,
            )
            self._feed(function, lane, rules)
        add_appointments(self, owned.wake_ups, sweep=owned.sweep, audit=owned.audit, workers=owned.workers)

    def _add_worker_changed(self, settings: DeploymentSettings, policy: Workers) -> None:
        quarantine = Quarantine(self, "Quarantine", root_id=settings.root_id)
        function = GatehouseFunction(
            self,
            "worker_changed",
            does="Takes from a leaver everything there is",
            bundle=self._bundle,
            settings=self._lane_settings(self._owned.workers, quarantine.policy_ids),
            permissions=permissions.worker_changed(
                self._owned,
                self._arns,
                quarantine_arns=[self._arns.service_control_policy(policy_id) for policy_id in quarantine.policy_ids],
                workers=policy,
            ),
            timeout=LANE_TIMEOUT,
        )
        self._feed(function, self._owned.workers, workers.event_rules(), self._owned.bus)
        add_rules(function, workers.directory_rules(), make_queue_target(self._owned.workers, self._owned.undelivered))
        self._export("QuarantinePolicyId", quarantine.policy_ids[0])
        self._export("QuarantinePolicyIds", ",".join(quarantine.policy_ids))

    def _add_break_glass(self, names: BreakGlass) -> None:
        function = GatehouseFunction(
            self,
            "break_glass",
            does="Opens an incident and tells people when break-glass access is used",
            bundle=self._bundle,
            settings=watch_settings(self._settings(), self._owned, cdk.Stack.of(self).account),
            permissions=permissions.break_glass(self._owned, self._arns),
            timeout=WATCH_TIMEOUT,
        )
        self._feed(function, self._owned.break_glass, break_glass.event_rules(names))

    def _add_drill(self, settings: DeploymentSettings, policy: BreakGlass) -> None:
        drill = Drill(
            self,
            "DrillPath",
            owned=self._owned,
            arns=self._arns,
            bundle=self._bundle,
            told=drill_settings(self._settings(), self._owned, settings),
            every=policy.drill_every,
        )
        self._export("DrillFunction", drill.function.function.function_name)
        self._export("DrillQueueUrl", self._owned.drill.queue.queue_url)
        self._export("LastResortTopicArn", self._owned.last_resort.topic.topic_arn)

    def _add_worker_webhook(self) -> None:
        secret = make_webhook_secret(self, "WebhookSecret", self._owned.key)
        function = GatehouseFunction(
            self,
            "worker_webhook",
            does="Takes what HR says of a worker, once it is proven to come from HR",
            bundle=self._bundle,
            settings=FunctionSettings(
                table_name=self._owned.table.table_name,
                bus_name=self._owned.bus.event_bus_name,
                topic_arn=self._owned.alerts.topic.topic_arn,
                webhook_secret_arn=secret.secret_arn,
            ),
            permissions=permissions.worker_webhook(self._owned, secret.secret_arn),
            timeout=WEBHOOK_TIMEOUT,
        )
        webhook = Webhook(
            self,
            "Webhook",
            function=function.function,
            log_retention_days=self._bundle.log_retention_days,
            key=self._bundle.key,
            sources=SOURCES,
            topic=self._owned.alerts.topic,
        )
        watch_api(webhook.api, self._owned.alerts.topic)
        self._export("WorkerWebhookFunction", function.function.function_name)
        self._export("WebhookUrl", webhook.url)
        self._export("WebhookSecretArn", secret.secret_arn)

    def _feed(
        self,
        function: GatehouseFunction,
        intake: Intake,
        rules: Iterable[EventRule],
        bus: events.IEventBus | None = None,
    ) -> None:
        """From the bus through the intake to the function."""
        add_rules(function, rules, make_queue_target(intake, self._owned.undelivered), bus)
        function.take_from(intake)
        self._export(f"{function.node.id}Function", function.function.function_name)

    def _settings(self) -> FunctionSettings:
        return FunctionSettings(
            table_name=self._owned.table.table_name,
            bus_name=self._owned.bus.event_bus_name,
            topic_arn=self._owned.alerts.topic.topic_arn,
        )

    def _lane_settings(self, lane: Intake, quarantine_policy_ids: Iterable[str] = ()) -> FunctionSettings:
        owned = self._owned
        return FunctionSettings(
            **self._settings().model_dump(exclude_defaults=True),
            management_account_id=cdk.Stack.of(self).account,
            dead_letters_url=lane.dead_letters.queue_url,
            schedule_group=owned.wake_ups.group.schedule_group_name,
            schedule_role_arn=owned.wake_ups.role.role_arn,
            accounts_queue_arn=owned.accounts.queue.queue_arn,
            workers_queue_arn=owned.workers.queue.queue_arn,
            sweep_queue_arn=owned.sweep.queue.queue_arn,
            audit_queue_arn=owned.audit.queue.queue_arn,
            accounts_queue_url=owned.accounts.queue.queue_url,
            workers_queue_url=owned.workers.queue.queue_url,
            sweep_queue_url=owned.sweep.queue.queue_url,
            audit_queue_url=owned.audit.queue.queue_url,
            lane=lane.message_group or "",
            quarantine_policy_ids=",".join(quarantine_policy_ids),
        )

    def _watch(self) -> None:
        owned, topic = self._owned, self._owned.alerts.topic
        watch_intake(owned.accounts, topic, late_after=Duration.minutes(30))
        watch_intake(owned.workers, topic, late_after=Duration.minutes(15))
        watch_intake(owned.sweep, topic, late_after=Duration.hours(6))
        watch_intake(owned.audit, topic, late_after=Duration.days(3))
        watch_intake(owned.break_glass, topic, late_after=Duration.minutes(5))
        watch_intake(owned.drill, owned.last_resort.topic, late_after=Duration.minutes(15))
        watch_dead_letters(owned.undelivered, topic)
        add_operations(self, topic)

    def _tell_where(self) -> None:
        owned = self._owned
        self._export("TableName", owned.table.table_name)
        self._export("TopicArn", owned.alerts.topic.topic_arn)
        self._export("BusName", owned.bus.event_bus_name)
        self._export("ScheduleGroup", owned.wake_ups.group.schedule_group_name)
        self._export("AccountsQueueUrl", owned.accounts.queue.queue_url)
        self._export("WorkersQueueUrl", owned.workers.queue.queue_url)
        self._export("SweepQueueUrl", owned.sweep.queue.queue_url)
        self._export("AuditQueueUrl", owned.audit.queue.queue_url)
        self._export("BreakGlassQueueUrl", owned.break_glass.queue.queue_url)
        self._export("UndeliveredQueueUrl", owned.undelivered.queue_url)

    def _tell_what(self, settings: DeploymentSettings, policy: Policy) -> None:
        """For `gatehouse doctor`: which version, under which policy, listening where."""
        self._export("Version", find_version())
        self._export("PolicyDigest", digest_policy(policy))
        self._export("EdgeRegions", ",".join(settings.edge_regions) or "none")

    def _export(self, name: str, value: str) -> None:
        """An output of the stack under just this name, for the command line and for people."""
        cdk.CfnOutput(self, name, value=value).override_logical_id(name)
