"""The smaller families, and how they are put together."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from cli.doctor.check import Check, fine
from cli.doctor.checks.alerts import Subscription, Topic, check_alerts
from cli.doctor.checks.forwarders import ForwarderFacts, Members, check_forwarders
from cli.doctor.checks.quarantine import QuarantineFacts, check_quarantine
from cli.doctor.checks.queues import DeadLetters, check_queues
from cli.doctor.checks.quotas import Use, check_quotas
from cli.doctor.checks.runs import Run, RunFacts, check_runs
from cli.doctor.checks.versions import VersionFacts, check_versions
from cli.doctor.families import run
from cli.doctor.site import Site
from lambdas.core.errors import AlertError
from lambdas.core.policy import Policy
from tests.cli.doctor.judging import problems, warnings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOPIC = "arn:aws:sns:eu-central-1:111122223333:Gatehouse-Alerts"
MAIL = Subscription("email", "oncall@example.com", confirmed=True)
WAITING = Subscription("email", "security@example.com", confirmed=False)
OWN_INBOX = Subscription("sqs", "arn:aws:sqs:eu-central-1:111122223333:Gatehouse-DrillInbox", confirmed=True)


def alerts(*subscriptions: Subscription) -> list[Check]:
    return list(check_alerts([Topic("eu-central-1", TOPIC, subscriptions)]))


@pytest.mark.parametrize("subscriptions", [(), (WAITING,), (OWN_INBOX,), (OWN_INBOX, WAITING)])
def test_a_topic_that_reaches_nobody(subscriptions):
    """No subscription, one that waits, or Gatehouse's own queue: no person gets a message."""
    assert problems(alerts(*subscriptions))["alerts"].where == TOPIC


def test_an_address_that_has_not_confirmed_beside_one_that_has():
    """Somebody is reached; the other is told."""
    assert problems(alerts(MAIL, WAITING)) == {}
    assert "security@example.com has not confirmed" in warnings(alerts(MAIL, WAITING))["alerts"].found


def test_dead_letters_are_counted():
    """A message that nobody handled is a problem, by queue and Region."""
    empty = DeadLetters("eu-central-1", "AccountsLaneDeadLetters", "https://queue", 0)
    full = DeadLetters("eu-central-1", "WorkersLaneDeadLetters", "https://queue", 3)
    assert problems(check_queues([empty])) == {}
    assert problems(check_queues([empty, full]))["dead letters"].where == "eu-central-1, WorkersLaneDeadLetters"


def runs(sweep: Run | None, drill: Run | None) -> list[Check]:
    return list(check_runs(RunFacts(NOW, timedelta(days=30), sweep, drill)))


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SWEPT, DRILLED = Run(NOW - 26 * HOUR, "looked at 9 accounts, something in 0"), Run(NOW - 31 * DAY, "succeeded")


def test_a_night_and_a_month_ago_is_in_time():
    """26 hours for the sweep; the drill has a day of patience."""
    assert problems(runs(SWEPT, DRILLED)) == warnings(runs(SWEPT, DRILLED)) == {}


@pytest.mark.parametrize("sweep", [None, Run(SWEPT.at - HOUR, "nothing to do")])
def test_no_sweep_of_the_last_night(sweep):
    """None at all, or an old one."""
    assert "last sweep" in problems(runs(sweep, DRILLED))


def test_a_sweep_that_could_not_be_finished():
    """It comes back by itself: a warning."""
    assert "last sweep" in warnings(runs(Run(NOW, "unfinished: throttled"), DRILLED))


@pytest.mark.parametrize("drill", [Run(DRILLED.at - HOUR, "succeeded"), Run(NOW, "failed")])
def test_a_drill_that_is_overdue_or_failed(drill):
    """A path that was not tested for too long, or that is broken."""
    assert "last drill" in problems(runs(SWEPT, drill))


def test_a_drill_that_never_was():
    """A new deployment has none: a warning."""
    assert "last drill" in warnings(runs(SWEPT, None))


def versions(**changed: object) -> list[Check]:
    told = {"mine": "1", "deployed": "1", "policy": "a", "deployed_policy": "a", "code": {"f": "x", "g": "x", "h": "x"}}
    return list(check_versions(VersionFacts(**{**told, **changed})))


def test_another_version_is_deployed():
    """Or one so old that it does not say which."""
    assert problems(versions()) == {}
    assert "0 is deployed, and this is 1" in problems(versions(deployed="0"))["version"].found
    assert "does not say which" in problems(versions(deployed=""))["version"].found


def test_another_policy_is_deployed():
    """It may be on its way: a warning."""
    assert "policy" in warnings(versions(deployed_policy="b"))


def test_one_function_runs_another_bundle():
    """The one that differs from the others is the stale one."""
    assert problems(versions(code={"f": "x", "g": "old", "h": "x"}))["bundle"].where == "g"


def test_a_quarantine_policy_that_is_not_attached():
    """Each by its id, with the command that attaches it."""
    found = problems(check_quarantine(QuarantineFacts("r-ab12", ("p-1", "p-2"), frozenset({"p-1", "p-full"}))))
    assert found["quarantine"].next_step == "aws organizations attach-policy --policy-id p-2 --target-id r-ab12"


def forwarders(**changed: object) -> list[Check]:
    told = {"needed": {"us-east-1": "GatehouseEdge"}, "found": {"us-east-1": "UPDATE_COMPLETE"}}
    return list(check_forwarders(ForwarderFacts(**{**told, **changed})))


@pytest.mark.parametrize(
    ("found", "told"), [({}, "no stack GatehouseEdge"), ({"us-east-1": "ROLLBACK_COMPLETE"}, "is ROLL")]
)
def test_a_region_that_nobody_forwards_from(found, told):
    """No stack, or one that is not as it was to be."""
    assert told in problems(forwarders(found=found))["forwarders"].found


def test_member_accounts_that_do_not_forward():
    """Those without a current stack of the stack set are counted and named."""
    two = frozenset({"222233334444", "333344445555"})
    assert problems(forwarders(accounts=two, members=Members("ACTIVE", two))) == {}
    found = problems(forwarders(accounts=two, members=Members("ACTIVE", frozenset({"222233334444"}))))["forwarders"]
    assert (found.found, found.where) == ("1 of 2 accounts do not forward", "333344445555")


def test_a_deployment_without_a_stack_set_is_warned():
    """What happens inside a member account is not seen."""
    assert warnings(forwarders())["forwarders"].where == "member accounts"


def test_a_quota_that_is_nearly_used_up():
    """From four fifths on."""
    assert warnings(check_quotas([Use("rules", 239, 300)])) == {}
    assert warnings(check_quotas([Use("rules", 240, 300)]))["quota"].found == "240 of 300 rules"


def test_what_one_family_cannot_read_hides_no_other():
    """The refusal is a problem of its own, in AWS's words."""

    def denied(_: Site) -> Iterable[Check]:
        raise AlertError("sns:ListTopics answered AccessDenied")

    site = Site("eu-central-1", Policy(), NOW)
    found = list(run({"alerts": denied, "rules": lambda _: [fine("rules", "well")]}, site))
    assert "sns:ListTopics answered AccessDenied" in problems(found)["alerts"].found
    assert found[1].name == "rules"
