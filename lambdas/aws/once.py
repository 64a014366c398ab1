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
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.core.webhooks import ReusedIdError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Seconds an id is remembered. Senders retry for days at most; a signature is good for five minutes anyway.
REMEMBERED = 7 * 24 * 3600


def make_once(
    publish: Callable[[dict[str, Any]], None], client: "DynamoDBClient", table_name: str, context: LambdaContext
) -> Callable[[dict[str, Any]], None]:
    """`publish`, at most once for each event["id"], in the partition 'webhook' of the state table.

    Raises ReusedIdError for a known id with another content, or while the same id is being handled. `context` tells
    until when that can last: a call that died is forgotten then, and the sender's retry is handled.
    """
    layer = DynamoDBPersistenceLayer(
        table_name=table_name,
        key_attr="pk",
        sort_key_attr="sk",
        static_pk_value="webhook",
        expiry_attr="expires",
        boto3_client=client,
    )
    config = IdempotencyConfig(
        event_key_jmespath="id",
        payload_validation_jmespath="[type, data]",
        raise_on_no_idempotency_key=True,
        expires_after_seconds=REMEMBERED,
    )
    config.register_lambda_context(context)

    @idempotent_function(data_keyword_argument="event", persistence_store=layer, config=config)
    def remembered(*, event: dict[str, Any]) -> None:
        publish(event)

    def once(event: dict[str, Any]) -> None:
        try:
            remembered(event=event)
        except IdempotencyValidationError as error:
            raise ReusedIdError(f"the id {event['id']!r} was used for another event") from error
        except IdempotencyAlreadyInProgressError as error:
            raise ReusedIdError(f"the id {event['id']!r} is being handled: send it again in a minute") from error

    return once
