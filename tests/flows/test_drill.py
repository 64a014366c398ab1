"""The drill and the inspection: what works is recorded, what does not is told by another way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lambdas.core.drills import Appointment, DrillReport, DrillSignal
from lambdas.core.errors import AlertError
from lambdas.core.policy import Policy
from lambdas.core.scopes import Scope
from lambdas.core.signals import Signal
from lambdas.flows.drill import SILENT, keep_appointments
from lambdas.flows.inspection import DEAF
from lambdas.flows.looping import run_loops
from lambdas.flows.watch import watch
from tests.core.break_glass.world import changed
from tests.events import load
from tests.flows.fake_alarm_path import FakeDrillPorts, make_drill_world
from tests.flows.world import POLICY, PROD, limits, of_group

DRILL = DrillSignal(Appointment.DRILL, "e-drill")
INSPECTION = DrillSignal(Appointment.INSPECTION, "e-inspection")
PROMISED = Policy.model_validate(
    {
        **POLICY.model_dump(mode="json", by_alias=True),
        "access": [{"group": "Emergency", "permission_set": "EmergencyAdmin", "accounts": "all"}],
    }
)


@pytest.fixture
def ports() -> FakeDrillPorts:
    return make_drill_world()


def keep(ports: FakeDrillPorts, *signals: DrillSignal, policy: Policy = POLICY) -> DrillReport:
    return keep_appointments(signals, policy, ports)


def drilled_before(ports: FakeDrillPorts, days: int = 1) -> None:
    ports.ledger.record("drill", "e-0", {"result": "succeeded"}, ports.clock.now() - timedelta(days=days))


def test_a_drill_that_works(ports):
    """The alarm arrives, the ledger says after how long, and people hear of the drill and of nothing else."""
    report = keep(ports, DRILL)
    assert (report.succeeded, report.arrived_after) == (True, 3)
    assert ports.ledger.records["drill", "e-drill"]["result"] == "succeeded"
    assert [subject for subject, _ in ports.notifier.alerts] == ["DRILL: the alarm for break glass is tested"]
    assert not ports.last_resort.alerts
    assert ports.notifier.events[-1][0] == "DrillEnded"


def test_an_alarm_that_does_not_arrive(ports):
    """After a minute the drill has failed, and people hear of it on the other topic and, if it can, on this one."""
    ports.alarm_path.broken = True
    before = ports.clock.now()
    report = keep(ports, DRILL)
    assert report.findings == (SILENT,)
    assert ports.clock.now() - before < timedelta(minutes=1, seconds=5)
    assert ports.ledger.records["drill", "e-drill"]["result"] == "failed"
    assert SILENT in ports.last_resort.alerts[0][1]
    assert SILENT in ports.notifier.alerts[0][1]


def test_a_broken_topic_silences_nobody(ports):
    """When the topic itself refuses, people have been told on the other one, and the drill ends."""
    ports.alarm_path.broken = True
    ports.notifier.faults = [AlertError("the key is gone")]
    assert not keep(ports, DRILL).succeeded
    assert len(ports.last_resort.alerts) == 1


def test_all_who_ask_at_once_get_one_drill(ports):
    """Two who ask share a drill, and each finds its record."""
    keep(ports, DRILL, replace(DRILL, event_id="e-other"))
    assert len(ports.alarm_path.sent) == 1
    assert ("drill", "e-other") in ports.ledger.records


def test_the_inspection_sends_nothing(ports):
    """It looks, records and is silent when all is well."""
    drilled_before(ports)
    assert keep(ports, INSPECTION).succeeded
    assert ports.ledger.records["inspection", "e-inspection"]["result"] == "succeeded"
    assert ports.alarm_path.sent == ports.notifier.alerts == ports.last_resort.alerts == []


def test_the_first_inspection_is_a_drill(ports):
    """A deployment that has never been tested is tested on its first day."""
    keep(ports, INSPECTION)
    assert ports.alarm_path.sent
    assert ("drill", "e-inspection") in ports.ledger.records


def test_an_overdue_drill_is_told(ports):
    """When drill_every and a day have gone by without a drill that succeeded, people hear of it every day."""
    drilled_before(ports, days=32)
    (finding,) = keep(ports, INSPECTION).findings
    assert finding.startswith("the last drill that succeeded was on")
    assert finding in ports.last_resort.alerts[0][1]


def set_state(ports: FakeDrillPorts, region: str, name: str, **changes: object) -> None:
    rules = ports.alarm_path.rules[region]
    rules[:] = [replace(rule, **changes) if rule.name == f"Gatehouse-{name}" else rule for rule in rules]


@pytest.mark.parametrize("region", ["eu-central-1", "us-east-1"])
@pytest.mark.parametrize("name", ["AlarmPath", "BreakGlassRole", "RuleWatch"])
def test_a_rule_that_is_disabled_is_found(ports, region, name):
    """Also the rule that would have told of it, at home and at the edge, without any rule."""
    drilled_before(ports)
    set_state(ports, region, name, state="DISABLED")
    assert keep(ports, INSPECTION).findings == (f"rule {name} in {region} is disabled",)
    assert len(ports.last_resort.alerts) == 1


def test_nobody_listens(ports):
    """An alert topic without a confirmed listener is a failure, however well it delivers."""
    ports.alarm_path.listeners = 0
    assert keep(ports, DRILL).findings == (DEAF,)


def test_what_cannot_be_read_is_a_fault(ports):
    """A denied look is no clean look."""
    ports.alarm_path.fault = AlertError("denied")
    findings = keep(ports, DRILL).findings
    assert any("could not be tried" in finding for finding in findings)
    assert sum("cannot be read" in finding for finding in findings) == 2


def test_promised_access_that_is_missing(ports):
    """Each break-glass assignment that the policy promises and AWS does not have is named."""
    run_loops([Signal("SweepDue", Scope(everything=True), "e-0", "")], PROMISED, ports, limits(ports), "sweep")
    assert keep(ports, DRILL, policy=PROMISED).succeeded
    ports.center.assignments = {of_group(PROD, "EmergencyAdmin", "Emergency")}
    findings = keep(ports, DRILL, policy=PROMISED).findings
    assert findings == (
        "group Emergency, EmergencyAdmin, in payments-dev (111111111111) is promised, and is not there",
    )


def test_access_of_a_new_account_is_not_missing(ports):
    """Before the first loop has seen an account, nothing was taken away from it."""
    assert keep(ports, DRILL, policy=PROMISED).succeeded


def test_what_break_glass_names_and_nobody_knows(ports):
    """A permission set, a group, and a directory user that do not exist are findings."""
    section = {
        "permission_sets": ["EmergencyAdmn", "Emer*"],
        "groups": ["Emergncy"],
        "directory_users": ["x@example.com"],
    }
    policy = Policy.model_validate({"break_glass": section})
    ports.alarm_path.rules = {region: [] for region in ports.alarm_path.rules}
    findings = [finding for finding in keep(ports, DRILL, policy=policy).findings if "exist" in finding]
    assert findings == [
        "permission set EmergencyAdmn does not exist",
        "group Emergncy does not exist",
        "directory user x@example.com does not exist",
    ]


def test_roles_are_known_by_their_records(ports):
    """Of a glob no record has shown, the drill says so without failing; once used, it is known."""
    report = keep(ports, DRILL)
    assert (report.succeeded, len(report.notes)) == (True, 1)
    watch(changed(load("sts/AssumeRole-same-account.json")), POLICY, ports)
    assert not keep(ports, DRILL).notes
