"""How the HR systems are connected: one secret."""

import pytest
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from botocore.stub import Stubber

from lambdas.aws.secrets import HrConnections
from lambdas.core.errors import AlertError
from tests.aws.conftest import Stub

ARN = "arn:aws:secretsmanager:eu-north-1:310000000001:secret:webhook"


@pytest.fixture
def stubber(stub: Stub) -> Stubber:
    return stub("secretsmanager")


@pytest.fixture
def connections(stubber: Stubber) -> HrConnections:
    return HrConnections(SecretsProvider(boto3_client=stubber.client), ARN)


def add_secret(stubber: Stubber, text: str) -> None:
    stubber.add_response("get_secret_value", {"SecretString": text}, {"SecretId": ARN})


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ('{"current": "one", "previous": "two"}', "native", ("one", "two")),
        ('{"current": "one", "previous": ""}', "native", ("one",)),
        ('{"native": {"current": "one"}}', "native", ("one",)),
        ('{"current": "one", "hibob": {"current": "three", "previous": "four"}}', "hibob", ("three", "four")),
    ],
)
def test_find(connections: HrConnections, stubber: Stubber, text: str, source: str, expected: tuple[str, ...]) -> None:
    """Each source has its own secrets, the current one first; the shape the stack makes is the native format's."""
    add_secret(stubber, text)
    found = connections.find(source)
    assert found is not None
    assert found.secrets() == expected


def test_not_connected(connections: HrConnections, stubber: Stubber) -> None:
    """A source that is not in the secret is not connected."""
    add_secret(stubber, '{"current": "one"}')
    assert connections.find("hibob") is None


def test_remembered(connections: HrConnections, stubber: Stubber) -> None:
    """Two requests in a row ask for the secret once."""
    add_secret(stubber, '{"current": "one"}')
    assert connections.find("native") == connections.find("native")


@pytest.mark.parametrize("text", ["one", "[]", "null", '"one"', "{}", '{"current": ""}'])
def test_no_secret(connections: HrConnections, stubber: Stubber, text: str) -> None:
    """A secret of another form, or an empty one, verifies nothing: it is for a person, and is not shown."""
    add_secret(stubber, text)
    with pytest.raises(AlertError, match="the webhook secret is") as caught:
        connections.find("native")
    assert "one" not in str(caught.value).replace("none", "")


def test_denied(connections: HrConnections, stubber: Stubber) -> None:
    """A secret that cannot be read is for a person."""
    stubber.add_client_error("get_secret_value", "AccessDeniedException")
    with pytest.raises(AlertError, match="cannot be read"):
        connections.find("native")
