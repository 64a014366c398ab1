"""One GET, and everything that can become of it."""

import socket

import pytest

from lambdas.core.errors import AlertError, RetryError
from lambdas.hr_api.answers import LARGEST_ANSWER, Call, find_object
from tests.hr_api.server import Answer, Api

KEY = "k3y-that-is-secret"


def find(api: Api, timeout: float = 5) -> dict | None:
    return find_object(Call("hibob", f"{api.address}/people/1?key={KEY}", {"Authorization": KEY}), timeout)


def test_an_object(api):
    """The object comes back, and the headers went along."""
    api.answers = [Answer(b'{"email": "bo@example.com"}')]
    assert find(api) == {"email": "bo@example.com"}
    [(path, headers, sent)] = api.asked
    assert sent == b""
    assert path == f"/people/1?key={KEY}"
    assert (headers["Authorization"], headers["Accept"]) == (KEY, "application/json")


@pytest.mark.parametrize("status", [404, 410])
def test_none(api, status):
    """That there is none is an answer."""
    api.answers = [Answer(status=status)]
    assert find(api) is None


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        (Answer(status=400), AlertError, "answered 400"),
        (Answer(status=401), AlertError, "a valid key"),
        (Answer(status=403), AlertError, "a valid key"),
        (Answer(status=429), RetryError, "answered 429"),
        (Answer(status=500), RetryError, "answered 500"),
        (Answer(status=503), RetryError, "answered 503"),
        (Answer(b"<html>"), AlertError, "not JSON"),
        (Answer(b"\xff\xfe\xfa"), AlertError, "not JSON"),
        (Answer(b"[" * 100_000), AlertError, "not JSON"),
        (Answer(b"[]"), AlertError, "one JSON object"),
        (Answer(b"x" * (LARGEST_ANSWER + 1)), AlertError, "more than"),
        (Answer(b"{", headers={"Content-Length": "many"}), AlertError, "not JSON"),
    ],
)
def test_answers_that_are_none(api, answer, error, told):
    """Every other answer is worth repeating or for a person, says which API, and shows neither key nor address."""
    api.answers = [answer]
    with pytest.raises(error, match="the API of hibob") as caught:
        find(api)
    assert told in str(caught.value)
    assert KEY not in str(caught.value)


def test_a_redirect_is_not_followed(api):
    """The key goes to the host it belongs to and nowhere else."""
    api.answers = [Answer(status=302, headers={"Location": f"{api.address}/elsewhere"})]
    with pytest.raises(AlertError, match="answered 302"):
        find(api)
    assert len(api.asked) == 1


def test_a_proxy_of_the_environment_is_not_used(api, monkeypatch):
    """What the environment says of proxies does not lead the key astray."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    api.answers = [Answer(b'{"a": 1}')]
    assert find(api) == {"a": 1}


def test_slow(api):
    """An answer that does not come in time is worth repeating."""
    api.answers = [Answer(after=0.5)]
    with pytest.raises(RetryError, match="did not answer"):
        find(api, timeout=0.1)


def test_half_an_answer(api):
    """An answer that breaks off is worth repeating."""
    api.answers = [Answer(b'{"email": "bo', headers={"Content-Length": "5000", "Connection": "close"})]
    with pytest.raises(RetryError, match="did not answer"):
        find(api, timeout=0.5)


def test_nobody_there():
    """A connection that is refused is worth repeating."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        with pytest.raises(RetryError, match="did not answer"):
            find_object(Call("hibob", url))


@pytest.mark.parametrize(
    ("url", "headers"), [("https://[/1", {}), ("https://a b/1", {}), ("https://a/", {"X": "a\nb"})]
)
def test_a_call_that_cannot_be_made(url, headers):
    """A declared address or header that is none is for a person."""
    with pytest.raises(AlertError, match="cannot be called"):
        find_object(Call("hibob", url, headers))
