"""The home-Region stack: the queues, the functions behind them, and the state they keep."""

from collections.abc import Iterable
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from lambdas.core import break_glass, signals, workers
from lambdas.core.hr import SOURCES
from lambdas.core.policy import BreakGlass, Policy
from lambdas.core.rules import EventRule
from lambdas.settings import FunctionSettings
from stacks import permissions
from stacks.alarms import watch_api, watch_dead_letters, watch_intake
from stacks.arns import Arns
from stacks.function import Bundle, GatehouseFunction
from stacks.intake import Intake
from stacks.owned import LANE_TIMEOUT, WATCH_TIMEOUT, make_owned
from stacks.quarantine import Quarantine
from stacks.rules import add_rules, make_queue_target
from stacks.settings import DeploymentSettings
from stacks.target import Target
from stacks.webhook import Webhook, make_webhook_secret

# API Gateway gives up after 30 s, and HR systems before that.
WEBHOOK_TIMEOUT = Duration.seconds(15)


class HomeStack(cdk.Stack):
    """Gatehouse in the Region of IAM Identity Center. `break_glass_arns` are permission sets no loop may revoke."""

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
        environment = cdk.Environment(account=settings.management_account_id, region=settings.home_region)
        super().__init__(scope, name, env=environment, description="Gatehouse: access lifecycle of Identity Center")
        code = lambda_.Code.from_asset(str(asset))
        self._bundle = Bundle(code, Target.parse(settings.target), settings.log_retention_days)
        self._arns = Arns(settings)
        self._owned = make_owned(self, settings)
        self._add_account_changed(break_glass_arns)
        self._add_worker_changed(settings, delete_user=policy.workers.leaver.delete_user)
        self._add_break_glass(policy.break_glass)
        self._add_worker_webhook()
        self._watch()
        self._tell_where()

    def _add_account_changed(self, break_glass_arns: Iterable[str]) -> None:
        function = GatehouseFunction(
            self,
            "account_changed",
            does="Gives accounts exactly the access the policy promises",
            bundle=self._bundle,
            settings=self._lane_settings(self._owned.accounts),
            permissions=permissions.account_changed(self._owned, self._arns, break_glass_arns),
            timeout=LANE_TIMEOUT,
        )
        self._feed(function, self._owned.accounts, signals.event_rules())

    def _add_worker_changed(self, settings: DeploymentSettings, *, delete_user: bool) -> None:
        quarantine = Quarantine(self, "Quarantine", root_id=settings.root_id)
        function = GatehouseFunction(
            self,
            "worker_changed",
            does="Takes from a leaver everything there is",
            bundle=self._bundle,
            settings=self._lane_settings(self._owned.workers, quarantine.policy_id),
            permissions=permissions.worker_changed(
                self._owned,
                self._arns,
                quarantine_arn=self._arns.service_control_policy(quarantine.policy_id),
                delete_user=delete_user,
            ),
            timeout=LANE_TIMEOUT,
        )
        self._feed(function, self._owned.workers, workers.event_rules(), self._owned.bus)
        self._export("QuarantinePolicyId", quarantine.policy_id)

    def _add_break_glass(self, names: BreakGlass) -> None:
        function = GatehouseFunction(
            self,
            "break_glass",
            does="Opens an incident and tells people when break-glass access is used",
            bundle=self._bundle,
            settings=self._settings(),
            permissions=permissions.break_glass(self._owned),
            timeout=WATCH_TIMEOUT,
        )
        self._feed(function, self._owned.break_glass, break_glass.event_rules(names))

    def _add_worker_webhook(self) -> None:
        secret = make_webhook_secret(self, "WebhookSecret")
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

    def _lane_settings(self, lane: Intake, quarantine_policy_id: str = "") -> FunctionSettings:
        owned = self._owned
        return FunctionSettings(
            **self._settings().model_dump(exclude_defaults=True),
            management_account_id=self.account,
            dead_letters_url=lane.dead_letters.queue_url,
            schedule_group=owned.wake_ups.group.schedule_group_name,
            schedule_role_arn=owned.wake_ups.role.role_arn,
            accounts_queue_arn=owned.accounts.queue.queue_arn,
            workers_queue_arn=owned.workers.queue.queue_arn,
            quarantine_policy_id=quarantine_policy_id,
        )

    def _watch(self) -> None:
        owned, topic = self._owned, self._owned.alerts.topic
        watch_intake(owned.accounts, topic, late_after=Duration.minutes(30))
        watch_intake(owned.workers, topic, late_after=Duration.minutes(15))
        watch_intake(owned.break_glass, topic, late_after=Duration.minutes(5))
        watch_dead_letters(owned.undelivered, topic)

    def _tell_where(self) -> None:
        owned = self._owned
        self._export("TableName", owned.table.table_name)
        self._export("TopicArn", owned.alerts.topic.topic_arn)
        self._export("BusName", owned.bus.event_bus_name)
        self._export("ScheduleGroup", owned.wake_ups.group.schedule_group_name)
        self._export("AccountsQueueUrl", owned.accounts.queue.queue_url)
        self._export("WorkersQueueUrl", owned.workers.queue.queue_url)
        self._export("BreakGlassQueueUrl", owned.break_glass.queue.queue_url)

    def _export(self, name: str, value: str) -> None:
        """An output of this name, for the command line and for people."""
        cdk.CfnOutput(self, name, value=value)
