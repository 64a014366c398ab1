"""The webhook's secrets: two are valid at once, so that one can be rotated without losing an event."""

import json

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

from lambdas.core.errors import AlertError

# Seconds a secret is remembered: a rotation is seen within a minute.
REMEMBERED = 60


class WebhookSecrets:
    """Reads {"current": "...", "previous": "..."} from one secret; `previous` may be empty."""

    def __init__(self, provider: SecretsProvider, secret_arn: str) -> None:
        self._provider, self._secret_arn = provider, secret_arn

    def read(self) -> tuple[str, ...]:
        """The secrets that are valid now, the current one first. Raises AlertError when there is none."""
        try:
            found = self._provider.get(self._secret_arn, max_age=REMEMBERED)
        except GetParameterError as error:
            raise AlertError(f"the webhook secret cannot be read: {error}") from error
        try:
            document = json.loads(str(found or ""))
            secrets = tuple(secret for secret in (document["current"], document.get("previous")) if secret)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AlertError('the webhook secret is not {"current": "...", "previous": "..."}') from error
        if not secrets:
            raise AlertError("the webhook secret is empty: no webhook can be verified")
        return secrets
