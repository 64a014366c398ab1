"""An HR system that speaks Standard Webhooks: what a sender does, in a few lines, knowing nothing of the product."""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Sender:
    """Where to post and the secret to sign with ('whsec_' and base64, or the base64 alone)."""

    url: str
    secret: str

    def post(self, document: object, *, message_id: str = "", age: int = 0, tamper: bytes = b"") -> tuple[int, str]:
        """Sign and send; answers with status and body. `age` seconds ago; `tamper` is added after signing."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        message_id = message_id or f"msg_{uuid.uuid4().hex}"
        timestamp = str(int(time.time()) - age)
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": self._signature(message_id, timestamp, body),
        }
        return _send(self.url, headers, body + tamper)

    def _signature(self, message_id: str, timestamp: str, body: bytes) -> str:
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{message_id}.{timestamp}.".encode() + body
        return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def left(email: str, worker_id: str = "", effective_at: datetime | None = None) -> dict[str, object]:
    """The event 'this worker has left', effective now."""
    now = datetime.now(UTC)
    data = {"email": email, "worker_id": worker_id, "effective_at": (effective_at or now).isoformat()}
    return {"type": "worker.left", "timestamp": now.isoformat(), "data": data}


def _send(url: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - the address is the sandbox's own
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()
