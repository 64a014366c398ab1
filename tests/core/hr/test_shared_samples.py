"""Other people's samples, where the folder with them is at hand: each is read or refused. Skipped elsewhere."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.hr import PROVIDERS
from lambdas.core.hr.connections import Connection
from lambdas.core.hr.understood import Handshake, Message, Thin

FOLDER = Path(__file__).parents[4] / "shared" / "hr"
WRAPPED = sorted(path for path in FOLDER.glob("*.json") if path.name.partition("-")[0] in PROVIDERS)


def moment(body: dict) -> datetime:
    """Now, for a sample: when it says it was sent."""
    sent = body.get("triggeredAt") or body.get("occurred_at") or body.get("timestamp") or 0
    if isinstance(sent, int):
        return datetime.fromtimestamp(sent, UTC)
    found = datetime.fromisoformat(sent)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@pytest.mark.skipif(not WRAPPED, reason="the folder of other people's samples is not here")
@pytest.mark.parametrize("path", WRAPPED, ids=lambda path: path.name)
def test_each_sample_names_an_employee(path):
    """Every sample of a webhook that is connected by name is a notice of one employee, or the handshake."""
    sample, source = json.loads(path.read_text()), path.name.partition("-")[0]
    if "body" not in sample:
        pytest.skip("no webhook: what an API answers")
    body, content_type = sample["body"], sample["content_type"]
    raw = urlencode(body) if "form" in content_type else json.dumps(body)
    found = PROVIDERS[source].understand(
        Message("m", raw.encode(), content_type, moment(body)), Connection(current="s")
    )
    assert content_type in PROVIDERS[source].content_types
    if "handshake" in path.name:
        assert isinstance(found, Handshake)
    else:
        assert isinstance(found, Thin)
        assert all(notice.employee_id for notice in found.notices)


@pytest.mark.skipif(not WRAPPED, reason="the folder of other people's samples is not here")
@pytest.mark.parametrize("name", ["cloudevents-employee.terminated.SYNTHETIC.json", "scim-patch-active-false.json"])
def test_samples_of_other_formats_are_refused(name):
    """A type of another vocabulary, and a patch that names nobody, are refused with the reason."""
    source, raw = ("native" if "cloudevents" in name else "generic"), (FOLDER / name).read_bytes()
    with pytest.raises(RejectError):
        PROVIDERS[source].understand(
            Message("m", raw, "application/json", datetime(2026, 5, 4, tzinfo=UTC)), Connection(current="s")
        )
