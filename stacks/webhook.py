"""The way in for an HR system: POST /workers, signed, over HTTPS, slowed down, logged."""

import json

import jsii
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.aws_apigateway import AccessLogFormat
from constructs import Construct

from stacks.acknowledgements import acknowledge
from stacks.log_group import make_log_group

# HR sends some events a day; a bulk import or a retry storm stays well below this, per second.
RATE, BURST = 20, 50
# 44 characters of letters and digits are valid base64 of 33 bytes: Standard Webhooks asks for 24 to 64.
KEY_LENGTH = 44


def make_webhook_secret(scope: Construct, name: str) -> secretsmanager.Secret:
    """The signing keys as {"current": ..., "previous": ""}: the base64 part of a `whsec_` secret each.

    To rotate, move `current` to `previous` and write a new `current`; both are accepted until `previous` is emptied.
    """
    secret = secretsmanager.Secret(
        scope,
        name,
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

    def __init__(self, scope: Construct, name: str, *, function: lambda_.IFunction, log_retention_days: int) -> None:
        super().__init__(scope, name)
        self.api = apigateway.HttpApi(
            self, "Api", description="Gatehouse: what HR says of workers", create_default_stage=False
        )
        self.api.add_routes(
            path="/workers",
            methods=[apigateway.HttpMethod.POST],
            integration=integrations.HttpLambdaIntegration("Function", function),
        )
        apigateway.HttpStage(
            self,
            "Stage",
            http_api=self.api,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(rate_limit=RATE, burst_limit=BURST),
            access_log_settings=_AccessLog(make_log_group(self, "Log", log_retention_days)),
        )
        acknowledge(self.api, "APIG4", "The function verifies the sender's signature over the raw body.")

    @property
    def url(self) -> str:
        """Where HR sends its webhooks."""
        return f"{self.api.api_endpoint}/workers"
