"""One verifier for all who sign: what is declared is what is checked."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lambdas.core.webhooks import Algorithm, Encoding, Request, Scheme, SecretForm, UnauthenticatedError
from tests.hr import BODY, VECTORS, Vector

# The moment the vector with a signed time was computed for.
NOW = datetime.fromtimestamp(1769884920, UTC)


def prove(vector: Vector, headers: dict[str, str], body: bytes = BODY, secret: str = "", now: datetime = NOW) -> str:
    return vector.scheme.prove(Request(headers, body, now), [secret or vector.secret])


def flipped(value: bytes, bit: int) -> bytes:
    bit %= len(value) * 8
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_vectors(vector):
    """What another implementation signed verifies, whatever the case of the header names; the id is a digest."""
    shouted = {name.upper(): value for name, value in vector.headers.items()}
    assert prove(vector, vector.headers) == prove(vector, shouted)
    assert len(prove(vector, vector.headers)) == 64


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
@given(bit=st.integers(0, 10_000))
def test_one_flipped_bit_in_the_body(vector, bit):
    """One flipped bit anywhere in the body is a forgery."""
    with pytest.raises(UnauthenticatedError):
        prove(vector, vector.headers, body=flipped(BODY, bit))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
@given(bit=st.integers(0, 10_000), data=st.data())
def test_one_flipped_bit_in_a_header(vector, bit, data):
    """One flipped bit anywhere in a header that is signed, or is the signature, is a forgery."""
    name = data.draw(st.sampled_from(sorted(vector.headers)))
    changed = flipped(vector.headers[name].encode(), bit).decode("latin-1")
    with pytest.raises(UnauthenticatedError):
        prove(vector, {**vector.headers, name: changed})


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
@given(bit=st.integers(0, 10_000))
def test_one_flipped_bit_in_the_secret(vector, bit):
    """A secret that differs in one bit signed something else."""
    with pytest.raises(UnauthenticatedError):
        prove(vector, vector.headers, secret=flipped(vector.secret.encode(), bit).decode("latin-1"))


@pytest.mark.parametrize("seconds", [-301, 301])
def test_signed_time(seconds):
    """Where a time is signed, it is at most five minutes from now."""
    bamboohr = VECTORS[0]
    with pytest.raises(UnauthenticatedError, match="five minutes"):
        prove(bamboohr, bamboohr.headers, now=NOW + timedelta(seconds=seconds))


def test_time_in_words():
    """A sender that writes its time as ISO 8601 is understood: signed is the string."""
    scheme, written = VECTORS[0].scheme, "2026-05-21T14:00:00Z"
    signature = scheme.sign("key", BODY, timestamp=written)
    headers = {"x-bamboohr-signature": signature, "x-bamboohr-timestamp": written}
    assert scheme.prove(Request(headers, BODY, datetime(2026, 5, 21, 14, 4, tzinfo=UTC)), ["key"])
    with pytest.raises(UnauthenticatedError, match="five minutes"):
        scheme.prove(Request(headers, BODY, datetime(2026, 5, 21, 14, 6, tzinfo=UTC)), ["key"])


def test_the_digest_is_of_all_that_is_signed():
    """The same body under another signed time is another message; the same request again is the same one."""
    scheme = VECTORS[0].scheme
    ids = set()
    for timestamp in ("1769884920", "1769884920", "1769884921"):
        headers = {
            "x-bamboohr-signature": scheme.sign("key", BODY, timestamp=timestamp),
            "x-bamboohr-timestamp": timestamp,
        }
        ids.add(scheme.prove(Request(headers, BODY, NOW), ["key"]))
    assert ids == {hashlib.sha256(BODY + b"1769884920").hexdigest(), hashlib.sha256(BODY + b"1769884921").hexdigest()}


@st.composite
def schemes(draw):
    """Any scheme that can be declared; what it signs beside the body stands in x-id and x-timestamp."""
    message = draw(
        st.sampled_from(
            ["{body}", "POST{body}", "{body}{timestamp}", "{id}.{timestamp}.{body}", "v0:{timestamp}:{body}"]
        )
    )
    named = {name: f"x-{name}" for name in ("timestamp", "id") if f"{{{name}}}" in message}
    return Scheme(
        header="x-signature",
        algorithm=draw(st.sampled_from(Algorithm)),
        encoding=draw(st.sampled_from(Encoding)),
        message=message,
        prefix=draw(st.sampled_from(["", "sha256=", "v1,"])),
        **named,
    )


@given(schemes(), st.binary(max_size=50), st.text(min_size=1, max_size=30, alphabet=st.characters(codec="utf-8")))
def test_what_is_signed_verifies(scheme, body, secret):
    """Any scheme that can be declared accepts what it signs, and nothing that another secret signed."""
    now = str(int(NOW.timestamp()))
    signature = scheme.sign(secret, body, message_id="m", timestamp=now)
    request = Request({"x-signature": signature, "x-timestamp": now, "x-id": "m"}, body, NOW)
    assert scheme.prove(request, [secret])
    with pytest.raises(UnauthenticatedError):
        scheme.prove(request, [secret + "x", ""])


@pytest.mark.parametrize(
    "declared",
    [
        {"message": "POST"},
        {"message": "{body}{timestamp}"},
        {"timestamp": "x-time"},
        {"message": "{id}{body}"},
        {"id": "x-id"},
        {"algorithm": "md5"},
        {"colour": "blue"},
    ],
)
def test_schemes_that_prove_nothing(declared):
    """A scheme that signs no body, or reads a header it does not sign, cannot be declared."""
    with pytest.raises(ValidationError):
        Scheme.model_validate({"header": "x-signature", **declared})


def test_no_secret_is_no_proof():
    """Without a secret nothing verifies, not even what an empty one signed."""
    scheme = Scheme(header="x-signature", secret=SecretForm.TEXT)
    with pytest.raises(UnauthenticatedError):
        scheme.prove(Request({"x-signature": scheme.sign("", BODY)}, BODY, NOW), [""])
