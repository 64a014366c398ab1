"""HR systems with formats of their own, beside the native one: connected in the secret, and heard."""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from sandbox.demo.stage import Stage
from sandbox.demo.timeline import wait_for
from sandbox.seed import email

KEY = "the-key-of-deel"
# The function remembers the secret for a minute.
SEEN_WITHIN = 90


@dataclass(frozen=True)
class Deel:
    """A sender as Deel documents itself."""

    url: str

    def post(self, kind: str, resource: dict[str, str], key: str = KEY) -> int:
        told = {"meta": {"event_type": kind, "organization_id": "org-1"}, "resource": [resource]}
        body = json.dumps({"data": told, "timestamp": datetime.now(UTC).isoformat()}).encode()
        signature = hmac.new(key.encode(), b"POST" + body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "x-deel-signature": signature}
        return send(f"{self.url}/deel", headers, body)


def send(url: str, headers: dict[str, str], body: bytes) -> int:
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - the sandbox's own
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


@pytest.fixture(scope="module")
def deel(stage: Stage) -> Iterator[Deel]:
    """Deel and Gusto connected as a person does it; the secret is as before afterwards."""
    secrets, name = stage.sandbox.client("secretsmanager"), stage.outputs["WebhookSecretArn"]
    before = secrets.get_secret_value(SecretId=name)["SecretString"]
    mapping = {"email": "work_email", "left": "status == 'terminated'"}
    added = {"deel": {"current": KEY, "company": "org-1", "mapping": mapping}, "gusto": {"handshake": True}}
    secrets.put_secret_value(SecretId=name, SecretString=json.dumps({**json.loads(before), **added}))
    sender = Deel(stage.webhook_url())
    assert wait_for(lambda: sender.post("invoice.paid", {"id": "1"}), lambda status: status == 202, SEEN_WITHIN) == 202
    yield sender
    secrets.put_secret_value(SecretId=name, SecretString=before)


def test_a_leaver_in_another_format(stage, deel):
    """A contract that Deel says has ended is a leaver, like any other; a forged one is nobody."""
    resource = {"id": "c-emre", "status": "terminated", "work_email": email("emre")}
    assert deel.post("contract.updated", resource, key="another key") == 401
    assert deel.post("contract.updated", resource) == 202
    [record] = wait_for(lambda: stage.documents("worker#c-emre"), lambda found: len(found) >= 1)
    assert (record["event"], record["email"]) == ("worker.left", email("emre"))


def test_an_employee_nobody_can_look_up(stage, deel, inbox):
    """Whom the HR system does not name by address is told to people."""
    assert deel.post("contract.updated", {"id": "c-17", "status": "terminated"}) == 202
    message = wait_for(lambda: stage.receive(inbox), lambda found: "employee c-17" in found.get("Message", ""))
    assert message["Subject"] == "An employee could not be looked up"


def test_an_hr_system_introduces_itself(stage, deel, inbox):
    """A token waits in the state table, and people are told where; it proves nothing."""
    url, headers = f"{stage.webhook_url()}/gusto", {"content-type": "application/json"}
    assert send(url, headers, b'{"verification_token": "t-0123456789"}') == 202
    [kept] = stage.documents("handshake#gusto")
    assert kept["verification_token"] == "t-0123456789"
    message = wait_for(lambda: stage.receive(inbox), lambda found: "handshake#gusto" in found.get("Message", ""))
    assert "t-0123456789" not in message["Message"]


def test_a_source_that_is_not_there(stage):
    """There is a way in for the systems Gatehouse knows, and for no other."""
    assert send(f"{stage.webhook_url()}/payroll", {"content-type": "application/json"}, b"{}") == 404
