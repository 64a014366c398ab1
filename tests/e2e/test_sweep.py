"""The sweep: by the clock, after a deploy, on demand; and what only it can see."""

from sandbox.demo.stage import Stage
from sandbox.demo.stories import EVERYWHERE
from sandbox.demo.timeline import wait_for
from tests.e2e.test_drift import arn_of


def swept(stage: Stage, kind: str) -> list[dict]:
    return [document for document in stage.documents("account#*") if document["signal"] == kind]


def fire(stage: Stage, kind: str) -> None:
    """Let the schedule of this kind fire now."""
    scheduler, group = stage.sandbox.client("scheduler"), stage.outputs["ScheduleGroup"]
    for found in scheduler.list_schedules(GroupName=group)["Schedules"]:
        schedule = scheduler.get_schedule(GroupName=group, Name=found["Name"])
        if f'"{kind}"' in schedule["Target"]["Input"]:
            stage.sandbox.local("/_local/fire-schedule", {"group": group, "name": found["Name"]})


def test_a_deploy_is_followed_by_a_sweep(stage: Stage) -> None:
    """CloudFormation tells that the stack is there, and Gatehouse looks at everything once."""
    assert wait_for(lambda: swept(stage, "Deployed"), bool)


def test_a_sweep_by_the_clock_finds_what_no_event_said(stage: Stage, account: str) -> None:
    """The nightly schedule puts right what was changed unseen."""
    surplus = [account, arn_of(stage, "Developer"), "GROUP", stage.seeded.groups["Developers"]]
    stage.sandbox.local("/_local/seed", {"assignments": [surplus]})
    assert stage.reader.access(account) > EVERYWHERE
    before = len(swept(stage, "SweepDue"))
    fire(stage, "SweepDue")
    assert wait_for(lambda: swept(stage, "SweepDue"), lambda found: len(found) > before)
    assert stage.reader.access(account) == EVERYWHERE


def test_the_audit_reads_every_account(stage: Stage) -> None:
    """The weekly schedule goes through the accounts in their order, and says how far it has come."""
    fire(stage, "AuditDue")
    found = wait_for(lambda: results(stage), bool, seconds=110)
    assert found[0].startswith("audited up to") or found == ["every account audited"]


def results(stage: Stage) -> list[str]:
    return [record["result"] for record in swept(stage, "AuditDue")]
