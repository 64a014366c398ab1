"""The webhook's secrets."""

import pytest
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from botocore.stub import Stubber

from lambdas.aws.secrets import WebhookSecrets
from lambdas.core.errors import AlertError
from tests.aws.conftest import Stub

ARN = "arn:aws:secretsmanager:eu-north-1:310000000001:secret:webhook"


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("secretsmanager")


@pytest.fixture
def secrets(stubber: Stubber) -> WebhookSecrets:
    return WebhookSecrets(SecretsProvider(boto3_client=stubber.client), ARN)


def add_secret(stubber: Stubber, text: str) -> None:
    stubber.add_response("get_secret_value", {"SecretString": text}, {"SecretId": ARN})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"current": "one", "previous": "two"}', ("one", "two")),
        ('{"current": "one", "previous": ""}', ("one",)),
        ('{"current": "one"}', ("one",)),
    ],
)
def test_read(secrets: WebhookSecrets, stubber: Stubber, text: str, expected: tuple[str, ...]) -> None:
    """The current secret comes first, and the previous one while there is one."""
    add_secret(stubber, text)
    assert secrets.read() == expected


def test_remembered(secrets: WebhookSecrets, stubber: Stubber) -> None:
    """Two requests in a row ask for the secret once."""
    add_secret(stubber, '{"current": "one"}')
    assert secrets.read() == secrets.read()


@pytest.mark.parametrize("text", ["one", "[]", "null", '"one"', "{}", '{"current": ""}'])
def test_no_secret(secrets: WebhookSecrets, stubber: Stubber, text: str) -> None:
    """A secret of another form, or an empty one, verifies nothing: it is for a person, and is not shown."""
    add_secret(stubber, text)
    with pytest.raises(AlertError, match="the webhook secret is") as caught:
        secrets.read()
    assert "one" not in str(caught.value)


def test_denied(secrets: WebhookSecrets, stubber: Stubber) -> None:
    """A secret that cannot be read is for a person."""
    stubber.add_client_error("get_secret_value", "AccessDeniedException")
    with pytest.raises(AlertError, match="cannot be read"):
        secrets.read()
