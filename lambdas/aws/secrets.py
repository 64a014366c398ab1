"""How the HR systems are connected: one secret, two keys valid at once for each, so that rotating loses no event."""

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

from lambdas.core.errors import AlertError
from lambdas.core.hr.connections import Connection, parse_connection

# Seconds the secret is remembered: a rotation is seen within a minute.
REMEMBERED = 60


class HrConnections:
    """Reads {"current": ..., "previous": ..., "bamboohr": {...}, ...} from one secret; see `core.hr.connections`."""

    def __init__(self, provider: SecretsProvider, secret_arn: str) -> None:
        self._provider, self._secret_arn = provider, secret_arn

    def find(self, source: str) -> Connection | None:
        """How this source is connected, or None. Raises AlertError when the secret cannot be read or is wrong."""
        try:
            found = self._provider.get(self._secret_arn, max_age=REMEMBERED)
        except GetParameterError as error:
            raise AlertError(f"the webhook secret cannot be read: {error}") from error
        return parse_connection(str(found or ""), source)
