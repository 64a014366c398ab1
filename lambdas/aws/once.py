"""Once per id: the sender's retries and a replayed request have no second effect (Powertools idempotency)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyPersistenceLayerError,
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.core.errors import RetryError
from lambdas.core.webhooks import ReusedIdError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Seconds an id is remembered. Senders retry for three days at most, and a body without a signed time that says to be
# older than six days is refused (`core.hr.bodies`): what is forgotten cannot be replayed.
REMEMBERED = 7 * 24 * 3600

Once = Callable[[str, Any, Callable[[], None]], None]


def make_once(client: "DynamoDBClient", table_name: str, context: LambdaContext) -> Once:
    """Acts at most once for each message id, in the partition 'webhook' of the state table.

    Raises ReusedIdError for a known id with another content, or while the same id is being handled. `context` tells
    until when that can last: a call that died is forgotten then, and the sender's retry is handled. Raises RetryError
    when the state table does not answer.
    """
    layer, config = _layer(client, table_name), _config(context)

    @idempotent_function(data_keyword_argument="message", persistence_store=layer, config=config)
    def remembered(*, message: dict[str, Any], act: Callable[[], None]) -> None:  # noqa: ARG001 - the key is read of it
        act()

    def once(message_id: str, content: Any, act: Callable[[], None]) -> None:
        try:
            remembered(message={"id": message_id, "content": content}, act=act)
        except IdempotencyValidationError as error:
            raise ReusedIdError(f"the id {message_id!r} was used for another event") from error
        except IdempotencyAlreadyInProgressError as error:
            raise ReusedIdError(f"the id {message_id!r} is being handled: send it again in a minute") from error
        except (IdempotencyInconsistentStateError, IdempotencyPersistenceLayerError) as error:
            raise RetryError(f"the id {message_id!r} cannot be remembered: {error}") from error

    return once


def _layer(client: "DynamoDBClient", table_name: str) -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(
        table_name=table_name,
        key_attr="pk",
        sort_key_attr="sk",
        static_pk_value="webhook",
        expiry_attr="expires",
        boto3_client=client,
    )


def _config(context: LambdaContext) -> IdempotencyConfig:
    config = IdempotencyConfig(
        event_key_jmespath="id",
        payload_validation_jmespath="content",
        raise_on_no_idempotency_key=True,
        expires_after_seconds=REMEMBERED,
    )
    config.register_lambda_context(context)
    return config
