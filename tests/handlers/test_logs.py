"""What the webhook writes to its log: never a secret, a signature, or a person."""

from types import SimpleNamespace

import pytest

from lambdas import wiring
from lambdas.core.errors import AlertError
from lambdas.core.webhooks import Request
from lambdas.handlers import worker_webhook
from tests.core.hr.messages import record
from tests.flows.fake_door import FakeDoor
from tests.flows.sending import NATIVE_SECRET, make_connections, send
from tests.handlers.requests import make_event

CONTEXT = SimpleNamespace(aws_request_id="r-1", function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn")
LEFT = record("cloudevent-left.json")


@pytest.fixture
def door(monkeypatch) -> FakeDoor:
    found = FakeDoor(make_connections())
    monkeypatch.setattr(wiring, "door", lambda _context: found)
    return found


def test_no_secret_in_the_log(door, capfd):
    """Taken, forged, or failed: no line has the key, the signature, or whom the webhook is about."""
    wiring._logger.cache_clear()
    taken = send("native", LEFT)
    forged = Request(taken.headers, LEFT + b" ", taken.received_at, source_ip=taken.source_ip)
    failed = send("native", LEFT, "msg_2")
    statuses = []
    for request in (taken, forged, failed):
        door.faults = [AlertError("events:PutEvents refused mia.santos@example.com")] if request is failed else []
        statuses.append(worker_webhook.handler(make_event("/workers", request), CONTEXT)["statusCode"])
    assert statuses == [202, 401, 503]
    logged = "".join(capfd.readouterr())
    assert logged.count("webhook answered") == 3
    assert "refused ***@example.com" in logged
    for secret in (NATIVE_SECRET.removeprefix("whsec_"), *_signatures(taken), *_signatures(failed), "mia.santos"):
        assert secret not in logged


def _signatures(request: Request) -> list[str]:
    return [value.partition(",")[2] for name, value in request.headers.items() if name == "webhook-signature"]
