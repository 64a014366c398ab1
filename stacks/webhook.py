"""The way in for HR systems: POST /workers and /workers/{source}, over HTTPS, slowed down for each, logged, watched."""

import json
from collections.abc import Sequence

import jsii
from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk.aws_apigateway import AccessLogFormat
from constructs import Construct

from stacks.acknowledgements import acknowledge
from stacks.alarms import add_alarm
from stacks.log_group import make_log_group

# HR sends some events a day; a bulk import or a retry storm stays well below this, per second and for each source.
RATE, BURST = 20, 50
# Requests in an hour: what a company of any size does not send, and a flood does.
UNUSUAL = 2000
# Refusals in an hour: a scanner's are fewer, and an HR system that signs with an old key comes again and again.
REFUSED = 25
# 44 characters of letters and digits are valid base64 of 33 bytes: Standard Webhooks asks for 24 to 64.
KEY_LENGTH = 44


def make_webhook_secret(scope: Construct, name: str, key: kms.IKey | None) -> secretsmanager.Secret:
    """The signing keys as {"current": ..., "previous": ""}: the base64 part of a `whsec_` secret each.

    A person adds the HR systems beside them, as `lambdas.core.hr.connections` reads them. To rotate, move `current` to
    `previous` and write a new `current`; both are accepted until `previous` is emptied.
    """
    secret = secretsmanager.Secret(
        scope,
        name,
        encryption_key=key,
        description="Signing keys of Gatehouse's worker webhook (Standard Webhooks)",
        generate_secret_string=secretsmanager.SecretStringGenerator(
            secret_string_template=json.dumps({"previous": ""}),
            generate_string_key="current",
            password_length=KEY_LENGTH,
            exclude_punctuation=True,
        ),
    )
    acknowledge(
        secret, "SMG4", "The sender must learn a new key at the same moment: a person rotates it, with overlap."
    )
    return secret


ACCESS_LOG = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "sourceIp": "$context.identity.sourceIp",
    "route": "$context.routeKey",
    "status": "$context.status",
    "milliseconds": "$context.responseLatency",
    "error": "$context.integrationErrorMessage",
}


@jsii.implements(apigateway.IAccessLogSettings)
class _AccessLog:
    """One JSON line for each call. jsii takes these two only from an object, not as keywords."""

    def __init__(self, log_group: logs.ILogGroup) -> None:
        self._destination = apigateway.LogGroupLogDestination(log_group)

    @property
    def destination(self) -> apigateway.IAccessLogDestination:
        """Where the lines go."""
        return self._destination

    @property
    def format(self) -> AccessLogFormat:
        """What a line says."""
        return AccessLogFormat.custom(json.dumps(ACCESS_LOG))


class Webhook(Construct):
    """The HTTP API. The function behind it checks who is calling."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        function: lambda_.IFunction,
        log_retention_days: int,
        key: kms.IKey | None,
        sources: Sequence[str],
        topic: sns.ITopic,
    ) -> None:
        super().__init__(scope, name)
        self.api = apigateway.HttpApi(
            self, "Api", description="Gatehouse: what HR says of workers", create_default_stage=False
        )
        paths = ["/workers", *(f"/workers/{source}" for source in sources)]
        integration = integrations.HttpLambdaIntegration("Function", function)
        routes = [
            route
            for path in paths
            for route in self.api.add_routes(path=path, methods=[apigateway.HttpMethod.POST], integration=integration)
        ]
        log_group = make_log_group(self, "Log", log_retention_days, key)
        self._add_stage(paths, routes, log_group)
        self._watch(topic)
        acknowledge(self.api, "APIG4", "The function verifies the sender's signature over the raw body.")

    def _add_stage(
        self, paths: Sequence[str], routes: Sequence[apigateway.HttpRoute], log_group: logs.ILogGroup
    ) -> None:
        stage = apigateway.HttpStage(
            self,
            "Stage",
            http_api=self.api,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(rate_limit=RATE, burst_limit=BURST),
            access_log_settings=_AccessLog(log_group),
        )
        limit = {"ThrottlingRateLimit": RATE, "ThrottlingBurstLimit": BURST}
        underneath = stage.node.default_child
        assert isinstance(underneath, apigateway.CfnStage)  # noqa: S101 - tells the type, CDK makes no other
        # A bucket for each route, so that one source's flood slows nobody else: the L2 stage knows one for all.
        underneath.route_settings = {f"POST {path}": limit for path in paths}
        # API Gateway refuses settings of a route that is not there yet.
        stage.node.add_dependency(*routes)

    def _watch(self, topic: sns.ITopic) -> None:
        hour = Duration.hours(1)
        add_alarm(
            self,
            "Unusual",
            self.api.metric_count(period=hour, statistic="Sum"),
            threshold=UNUSUAL,
            description=f"More than {UNUSUAL} webhooks in an hour: a flood, or an HR system that repeats itself",
            runbook="unusually-many-webhooks",
            topic=topic,
        )
        add_alarm(
            self,
            "Refused",
            self.api.metric_client_error(period=hour, statistic="Sum"),
            threshold=REFUSED,
            description=f"More than {REFUSED} webhooks refused in an hour: an HR system may sign with an old key",
            runbook="webhooks-are-refused",
            topic=topic,
        )

    @property
    def url(self) -> str:
        """Where the native format is sent; an HR system sends its own to this and /{source}."""
        return f"{self.api.api_endpoint}/workers"
