"""The one secret that a person edits."""

import json

import pytest

from lambdas.core.errors import AlertError
from lambdas.core.hr.connections import Connection, parse_connection

SECRET = "9f86d081884c7d65"
MAPPING = {"email": "work.email"}


def parse(document: object, source: str = "hibob") -> Connection | None:
    return parse_connection(json.dumps(document), source)


@pytest.mark.parametrize(
    "document",
    [
        {"current": SECRET, "previous": ""},
        {"current": SECRET, "hibob": {"current": "other"}},
        {"native": {"current": SECRET}},
        {"native": {"current": SECRET}, "current": "ignored"},
    ],
)
def test_native(document):
    """The keys of the native format stand at the top, as the stack makes them, or under their name."""
    found = parse(document, "native")
    assert found is not None
    assert found.secrets() == (SECRET,)


def test_two_secrets():
    """Two are valid at once, the current one first."""
    found = parse({"hibob": {"current": "new", "previous": "old"}})
    assert found is not None
    assert found.secrets() == ("new", "old")


def test_not_connected():
    """A source the secret does not name is not connected; another one's mistakes are not its trouble."""
    assert parse({"current": SECRET}) is None
    assert parse({"hibob": {"current": SECRET}, "deel": 7}) is not None


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({}, "empty for hibob"),
        ({"current": ""}, "empty for hibob"),
        ({"current": SECRET, "colour": "blue"}, "hibob.colour"),
        ({"current": SECRET, "sources": ["here"]}, "hibob.sources"),
        ({"current": SECRET, "time_zone": "Mars/Olympus"}, "IANA"),
        ({"current": SECRET, "mapping": {}}, "hibob.mapping.email"),
        ({"current": SECRET, "mapping": {"email": "work.["}}, "not JMESPath"),
        ({"current": SECRET, "mapping": {**MAPPING, "type": "t", "types": {"X": "worker.promoted"}}}, "types"),
        ({"current": SECRET, "api": {"url": f"http://hr.example.com/{SECRET}/{{id}}"}}, "https"),
        ({"current": SECRET, "api": {"url": f"https://hr.example.com/{SECRET}"}}, "{id}"),
        ({"current": SECRET, "api": {"url": "https://{id}.example.com/people"}}, "{id}"),
        ({"current": SECRET, "api": {"company": "a.b/c", "key": SECRET}}, "company"),
        ({"current": SECRET, "api": {"company": "example"}}, "expected company and key"),
        ({"current": SECRET, "signature": {"header": "x", "message": "m"}}, "{body}"),
        ([SECRET], "hibob"),
    ],
)
def test_mistakes(declared, told):
    """Every mistake is for a person, says where it is, and shows nothing that is secret."""
    with pytest.raises(AlertError) as caught:
        parse({"hibob": declared})
    assert told in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("written", ["", "x", "[]", "null", '"x"'])
def test_no_secret_at_all(written):
    """A secret of another form connects nobody."""
    with pytest.raises(AlertError, match="the webhook secret is not"):
        parse_connection(written, "hibob")


def test_secrets_are_not_shown():
    """Neither secrets nor keys are in what a log may show of a connection."""
    api = {"company": "example", "key": SECRET, "headers": {"Authorization": SECRET}}
    assert SECRET not in repr(parse({"hibob": {"current": SECRET, "previous": SECRET, "api": api}}))


@pytest.mark.parametrize(
    ("sources", "address", "allowed"),
    [
        ((), "203.0.113.7", True),
        ((), "", True),
        (("203.0.113.0/24",), "203.0.113.7", True),
        (("203.0.113.0/24", "2001:db8::/32"), "2001:db8::1", True),
        (("203.0.113.0/24",), "198.51.100.1", False),
        (("203.0.113.0/24",), "", False),
        (("203.0.113.0/24",), "not an address", False),
    ],
)
def test_sources(sources, address, allowed):
    """Where networks are declared, no other address may call; where none is, any may."""
    assert Connection.model_validate({"current": "s", "sources": sources}).may_call_from(address) is allowed


def test_a_handshake_ends_with_the_secret():
    """A sender may introduce itself only until it has a secret."""
    assert Connection(handshake=True).awaits_handshake()
    assert not Connection(handshake=True, current="s").awaits_handshake()
    assert not Connection(current="s").awaits_handshake()
