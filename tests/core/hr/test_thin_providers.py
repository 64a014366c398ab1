"""HiBob, Personio, Gusto, Deel, Rippling: whom each message names, and what it says for sure."""

import json

import pytest

from lambdas.core.errors import RejectError
from lambdas.core.hr.understood import Handshake, Nothing, Notice, Thin
from tests.core.hr.messages import record, understand

HIBOB = json.loads(record("hibob-left.json"))
PERSONIO = json.loads(record("personio-terminated.json"))
GUSTO = json.loads(record("gusto-terminated.json"))
DEEL = json.loads(record("deel-contract-updated.json"))


def of(source, document, **changes):
    return understand(source, json.dumps({**document, **changes}).encode())


@pytest.mark.parametrize(
    ("kind", "means", "ending"),
    [
        ("employee.left", "worker.left", False),
        ("employee.access.revoked.immediately", "worker.left", False),
        ("employee.joined", "worker.joined", False),
        ("employee.updated", None, False),
        ("employee.activated", None, True),
    ],
)
def test_hibob(kind, means, ending):
    """A lifecycle event means what it says; anything else asks the record."""
    found = of("hibob", HIBOB, type=kind)
    assert found == Thin((Notice("4120077315559916001", means, ending, HIBOB["data"]),), "551877")


def test_hibob_lifecycle_table():
    """An entry in the lifecycle table is about an end, or the withdrawal of one."""
    (notice,) = understand("hibob", record("hibob-lifecycle.json")).notices
    assert (notice.means, notice.ending_changed) == (None, True)


@pytest.mark.parametrize(
    ("name", "means"),
    [("employment.terminated", "worker.left"), ("employment.started", "worker.joined"), ("person.updated", None)],
)
def test_personio(name, means):
    """An employment that ends is a leaver, one that starts a joiner, and anything else asks the record."""
    found = of("personio", PERSONIO, event_name=name)
    assert found == Thin((Notice("30177", means, False, PERSONIO["payload"]),), "8842")


@pytest.mark.parametrize(
    ("kind", "means"),
    [
        ("employee.terminated_effective", "worker.left"),
        ("employee.terminated", None),
        ("employee.termination_cancelled", "worker.rescinded"),
        ("employee.rehire_effective", "worker.joined"),
        ("employee.updated", None),
    ],
)
def test_gusto(kind, means):
    """A termination that is only entered is not yet one: its record knows the date."""
    found = of("gusto", GUSTO, event_type=kind)
    assert found == Thin((Notice(GUSTO["entity_uuid"], means),), GUSTO["resource_uuid"])


def test_gusto_ahead():
    """A rehire that lies ahead has no effect until its day."""
    assert isinstance(of("gusto", GUSTO, event_type="employee.rehired"), Nothing)


def test_gusto_handshake():
    """The first call hands over a token, which no log shows."""
    found = understand("gusto", record("gusto-handshake.json"))
    assert found == Handshake("zV3n0Qy7oJxk2TnWc8eLrB5sHdUaGfPi")
    assert "zV3n0" not in repr(found)


@pytest.mark.parametrize("token", ["x" * 201, "a\nb", "é", "", None, {}])
def test_gusto_tokens_that_are_none(token):
    """A token that is none goes nowhere."""
    with pytest.raises(RejectError, match="verification_token"):
        understand("gusto", json.dumps({"verification_token": token}).encode())


def test_deel():
    """Each resource is one worker, with what the message says of it; a status may be an end."""
    resource = DEEL["data"]["resource"][0]
    assert of("deel", DEEL) == Thin((Notice("m9k2q7x", None, True, resource),), DEEL["data"]["meta"]["organization_id"])


@pytest.mark.parametrize("resource", [{}, ["x"], None])
def test_deel_resources_that_are_none(resource):
    """Resources of another shape are refused."""
    with pytest.raises(RejectError, match=r"data\.resource"):
        of("deel", DEEL, data={**DEEL["data"], "resource": resource})


@pytest.mark.parametrize(("form", "means"), [("employee.terminated", "worker.left"), ("employee.hired", None)])
def test_rippling(form, means):
    """A form names the employee and the company."""
    found = understand("rippling", f"event_name={form}&company_id=63f1&company_primary_email=a%40b.c&id=63f2".encode())
    assert found == Thin((Notice("63f2", means),), "63f1")


@pytest.mark.parametrize("body", [b"", b"event_name=employee.hired&id=1", b"\xff", b"&".join([b"a=1"] * 200)])
def test_rippling_forms_that_are_none(body):
    """A form without the company, or that is none, is refused."""
    with pytest.raises(RejectError):
        understand("rippling", body)


@pytest.mark.parametrize(
    ("source", "document", "member", "kind"),
    [
        ("hibob", HIBOB, "type", "company.updated"),
        ("personio", PERSONIO, "event_name", "absence.created"),
        ("gusto", GUSTO, "event_type", "payroll.processed"),
        ("deel", DEEL, "data", {"meta": {"event_type": "invoice.paid", "organization_id": "1"}, "resource": []}),
    ],
)
def test_nothing_for_us(source, document, member, kind):
    """What is not about a worker has no effect, and says why."""
    assert isinstance(of(source, document, **{member: kind}), Nothing)


@pytest.mark.parametrize(
    ("source", "document", "member", "when"),
    [
        ("hibob", HIBOB, "triggeredAt", "2026-04-27T12:00:00.000000"),
        ("personio", PERSONIO, "occurred_at", "2026-04-28T11:59:00Z"),
        ("gusto", GUSTO, "timestamp", 1777290000),
        ("deel", DEEL, "timestamp", "2026-05-06T12:00:00Z"),
    ],
)
def test_a_body_too_old_to_be_remembered(source, document, member, when):
    """Where no time is signed beside the body, one so old that its first arrival is forgotten is refused."""
    with pytest.raises(RejectError, match="too long ago, or ahead of time"):
        of(source, document, **{member: when})


@pytest.mark.parametrize(
    ("source", "document", "member", "when"),
    [
        ("hibob", HIBOB, "triggeredAt", "yesterday"),
        ("personio", PERSONIO, "occurred_at", 7.5),
        ("gusto", GUSTO, "timestamp", 10**15),
        ("gusto", GUSTO, "timestamp", True),
        ("gusto", GUSTO, "timestamp", "now"),
        ("deel", DEEL, "timestamp", "0001-01-01T00:00:00+23:59"),
    ],
)
def test_a_time_that_is_none(source, document, member, when):
    """A time that cannot be read is refused."""
    with pytest.raises(RejectError):
        of(source, document, **{member: when})
