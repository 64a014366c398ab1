"""Senders that cannot sign."""

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.core.webhooks import Request, SharedSecret, UnauthenticatedError

NOW = datetime(2026, 5, 4, 12, 0, 10, tzinfo=UTC)
BODY = b"event_name=employee.hired&id=1"


def prove(headers: dict[str, str], query: dict[str, str], now: datetime = NOW) -> str:
    return SharedSecret().prove(Request(headers, BODY, now, query), ["opensesame", ""])


@pytest.mark.parametrize(
    ("headers", "query"),
    [({"Authorization": "Bearer opensesame"}, {}), ({}, {"token": "opensesame"})],
)
def test_in_the_header_or_in_the_address(headers, query):
    """The secret may stand in either place."""
    assert prove(headers, query)


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({}, {}),
        ({"Authorization": "opensesame"}, {}),
        ({"Authorization": "Bearer opensesamf"}, {}),
        ({"Authorization": "Bearer "}, {}),
        ({"Authorization": "Bearer opensesam\udce9"}, {}),
        ({}, {"token": ""}),
        ({}, {"token": "Opensesame"}),
    ],
)
def test_anything_else_is_refused(headers, query):
    """No secret, an empty one, or another one is no proof."""
    with pytest.raises(UnauthenticatedError):
        prove(headers, query)


def test_the_id_changes_with_the_minute():
    """The same body is one message within a minute; later it may be news, for it names no moment."""
    query = {"token": "opensesame"}
    assert prove({}, query) == prove({}, query, NOW + timedelta(seconds=49))
    assert prove({}, query) != prove({}, query, NOW + timedelta(seconds=50))
