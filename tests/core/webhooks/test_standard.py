"""Standard Webhooks: what counts as genuine and fresh."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.core.errors import AlertError
from lambdas.core.webhooks import STANDARD, Request, UnauthenticatedError

SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
OTHER = "whsec_//////////////////////////////////////////8="
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
BODY = b'{"type":"worker.left"}'


def headers(secret: str = SECRET, message_id: str = "msg_1", at: datetime = NOW, body: bytes = BODY) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    return {
        "Webhook-Id": message_id,
        "WEBHOOK-TIMESTAMP": timestamp,
        "webhook-signature": STANDARD.sign(secret, body, message_id=message_id, timestamp=timestamp),
    }


def prove(secrets: list[str], found: dict[str, str], body: bytes = BODY, now: datetime = NOW) -> str:
    return STANDARD.prove(Request(found, body, now), secrets)


def test_published_vector():
    """The example of the specification's own shape, signed by another implementation, verifies."""
    body = (
        b'{"type":"employee.terminated","timestamp":"2026-02-27T18:00:00.000Z","data":{"employee_id":"67890",'
        b'"work_email":"jane.doe@example.com","effective_at":"2026-02-27T18:00:00Z"}}'
    )
    found = {
        "webhook-id": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
        "webhook-timestamp": "1772215200",
        "webhook-signature": "v1,OTbwIOuW3OrhEPRpBce3P2oC709rsxCuHQz+l5VJw1A=",
    }
    now = datetime.fromtimestamp(1772215200, UTC)
    assert prove([SECRET], found, body, now) == "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"


def test_either_of_two_secrets_is_valid_while_one_is_rotated():
    """Both the new and the previous secret are accepted; an empty one is never one."""
    assert prove([OTHER, SECRET], headers()) == "msg_1"
    with pytest.raises(UnauthenticatedError):
        prove(["", OTHER], headers())


def test_any_of_several_signatures_is_enough():
    """A sender that rotates keys sends several signatures, and others we do not know."""
    found = headers()
    found["webhook-signature"] = f"v1a,AAAA v1,bm8= {found['webhook-signature']}"
    assert prove([SECRET], found) == "msg_1"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"Webhook-Id": "msg_2"}, "another id"),
        ({"webhook-signature": ""}, "no signature"),
        ({"webhook-signature": "v1,"}, "an empty signature"),
        ({"webhook-signature": "v1,é"}, "a signature that is not ASCII"),
        ({"WEBHOOK-TIMESTAMP": "today"}, "no number"),
        ({"WEBHOOK-TIMESTAMP": "-1"}, "a negative number"),
        ({"WEBHOOK-TIMESTAMP": "9" * 400}, "a number beyond all time"),
        ({"WEBHOOK-TIMESTAMP": "²"}, "a digit that is not one"),
    ],
)
def test_forged(change, why):
    """Whatever is not exactly what the holder of the secret signed is refused."""
    with pytest.raises(UnauthenticatedError):
        prove([SECRET], {**headers(), **change})


@given(st.integers(0, len(BODY) * 8 - 1))
def test_one_flipped_bit_in_the_body(bit):
    """One flipped bit of the body is a forgery."""
    body = bytearray(BODY)
    body[bit // 8] ^= 1 << bit % 8
    with pytest.raises(UnauthenticatedError):
        prove([SECRET], headers(), bytes(body))


@pytest.mark.parametrize(("minutes", "accepted"), [(-5.1, False), (-4.9, True), (0, True), (4.9, True), (5.1, False)])
def test_age(minutes, accepted):
    """Five minutes either way, no more."""
    sent = headers(at=NOW + timedelta(minutes=minutes))
    if accepted:
        assert prove([SECRET], sent) == "msg_1"
    else:
        with pytest.raises(UnauthenticatedError):
            prove([SECRET], sent)


def test_a_secret_that_is_none_says_so():
    """A secret in a wrong form is our fault, not the sender's, and named as such."""
    with pytest.raises(AlertError, match="whsec_"):
        prove(["whsec_???"], headers())
