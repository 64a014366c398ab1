"""The OCSF form: what a consumer of class 2004 may rely on."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lambdas.core.break_glass import find
from lambdas.core.incidents import Incident, acknowledge, add_finding
from lambdas.core.ocsf import Activity, make_ocsf
from tests.core.break_glass.world import WATCHED
from tests.events import load

NOW = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)
# Names in OCSF 1.3.0: detection_finding with finding, base_event and the profile cloud. Required first.
REQUIRED = {
    "activity_id",
    "category_uid",
    "class_uid",
    "cloud",
    "finding_info",
    "metadata",
    "severity_id",
    "time",
    "type_uid",
}
KNOWN = REQUIRED | {
    "activity_name",
    "category_name",
    "class_name",
    "confidence_id",
    "end_time",
    "evidences",
    "message",
    "observables",
    "remediation",
    "resources",
    "severity",
    "start_time",
    "status",
    "status_id",
    "type_name",
}
FINDING_INFO = {"created_time", "desc", "modified_time", "related_events_count", "title", "types", "uid"}
EVIDENCE = {"actor", "api", "src_endpoint"}
RECORDS = (
    "sts/AssumeRole-same-account.json",
    "sts/AssumeRole-cross-account-target.json",
    "sts/AssumeRole-denied.json",
    "portal/GetRoleCredentials.json",
    "signin/ConsoleLogin-root-no-mfa.json",
    "events/DisableRule.json",
    "organizations-policies/UpdatePolicy-other.json",
)


def incident_of(name: str) -> Incident:
    finding = find(load(name), WATCHED)
    assert finding is not None
    return add_finding(None, finding, NOW, timedelta(hours=4))


def make(incident: Incident, activity: Activity = Activity.CREATE) -> dict[str, Any]:
    return make_ocsf(incident, incident["findings"][0], activity, NOW)


@pytest.mark.parametrize("name", RECORDS)
def test_names(name: str) -> None:
    """All that the class requires is there, and nothing that it does not know."""
    made = make(incident_of(name))
    assert set(made) >= REQUIRED
    assert set(made) <= KNOWN
    assert {"uid", "title"} <= set(made["finding_info"]) <= FINDING_INFO
    assert {"product", "version"} <= set(made["metadata"])
    assert made["metadata"]["product"]["vendor_name"]
    assert made["cloud"]["provider"] == "AWS"
    (evidence,) = made["evidences"]
    assert set(evidence) <= EVIDENCE
    assert evidence["api"]["operation"]
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize("name", RECORDS)
def test_numbers(name: str) -> None:
    """The type is class and activity together; severity and status are numbers beside their captions."""
    incident = incident_of(name)
    made = make(incident)
    assert (made["category_uid"], made["class_uid"], made["type_uid"]) == (2, 2004, 200401)
    assert made["severity_id"] == {"low": 2, "medium": 3, "high": 4, "critical": 5}[incident["severity"]]
    assert made["time"] == 1_927_857_906_000


def test_life() -> None:
    """New, in progress, resolved: the status follows the incident's, the uid stays."""
    incident = incident_of(RECORDS[0])
    taken = acknowledge(incident, by="oncall", reason="power cut", ticket="", now=NOW)
    closed = {**taken, "status": "closed"}
    told = [make(incident), make(taken, Activity.UPDATE), make(closed, Activity.CLOSE)]
    assert [each["status"] for each in told] == ["New", "In Progress", "Resolved"]
    assert [each["type_uid"] for each in told] == [200401, 200402, 200403]
    assert len({each["finding_info"]["uid"] for each in told}) == 1


def test_where_from() -> None:
    """An address is an ip, the name of a service is a name."""
    incident = incident_of(RECORDS[0])
    entry = incident["findings"][0]
    for address, member in (("198.51.100.7", "ip"), ("cloudformation.amazonaws.com", "name"), ("AWS Internal", "name")):
        made = make_ocsf(incident, {**entry, "source_ip": address}, Activity.CREATE, NOW)
        assert made["evidences"][0]["src_endpoint"] == {member: address}
