"""What a loop has done and found, for whoever subscribes; and for people, what only they can mend, once."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from lambdas.core.assignments import Action, Assignment, Names
from lambdas.core.drift import find_news
from lambdas.core.outcomes import Report, Result
from lambdas.core.plan import Change
from lambdas.ports import Ports

IN_MESSAGE = 20
DETAIL_TYPES = {Action.GRANT: "AccessGranted", Action.REVOKE: "AccessRevoked"}


def tell(report: Report, ports: Ports) -> None:
    """One event for each account and kind of thing."""
    for action, detail_type in DETAIL_TYPES.items():
        done = [o.change.assignment for o in report.outcomes if o.result is Result.DONE and o.change.action is action]
        _publish(detail_type, done, report.names, ports)
    _tell_of_drift(report, ports)
    _tell_of_lost_break_glass(report, ports)
    _publish("UnmanagedFound", report.reviewed.news, report.names, ports)
    _alert("Access that no rule knows", report.reviewed.news, report.names, ports)


def _tell_of_drift(report: Report, ports: Ports) -> None:
    """Reverted: when it is, each time, because each time it is news. Only reported: once, and people are told."""
    done = {outcome.change for outcome in report.outcomes if outcome.result is Result.DONE}
    reverted = [change.assignment for change in report.reviewed.drift if change in done]
    reported = sorted(change.assignment for change in report.reported_drift())
    news = tuple(find_news(reported, report.reviewed.read.recalled.accounts))
    _publish("DriftFound", reverted, report.names, ports, reverted=True)
    _publish("DriftFound", news, report.names, ports, reverted=False)
    _alert("Access was changed by hand, and safety.drift is report", news, report.names, ports)


def _tell_of_lost_break_glass(report: Report, ports: Ports) -> None:
    """Somebody has taken away what the policy promises for an emergency: an alarm at once, even if restored."""
    lost = report.lost_break_glass()
    if not lost:
        return
    restored = [o.change for o in report.outcomes if o.result is Result.DONE]
    _publish("BreakGlassAccessLost", (change.assignment for change in lost), report.names, ports)
    lines = [f"  {report.names.describe(c.assignment)}: {_fate(c, restored, report)}" for c in lost[:IN_MESSAGE]]
    rest = [f"  and {len(lost) - IN_MESSAGE} more"] if len(lost) > IN_MESSAGE else []
    ending = (
        "Who took it away? Look for DeleteAccountAssignment in CloudTrail, and treat it as an attack until you know."
    )
    ports.notifier.alert("Break-glass access was taken away", "\n".join((*lines, *rest, "", ending)))


def _fate(change: Change, restored: Sequence[Change], report: Report) -> str:
    if change in restored:
        return "restored"
    return "left so, since safety.drift is report" if change in report.reported_drift() else "not restored yet"


def _publish(detail_type: str, assignments: Iterable[Assignment], names: Names, ports: Ports, **more: bool) -> None:
    by_account = groupby(sorted(assignments), key=lambda assignment: assignment.account_id)
    for account_id, found in by_account:
        described = [names.describe(assignment) for assignment in found]
        ports.notifier.publish(detail_type, {"account_id": account_id, "assignments": described, **more})


def _alert(subject: str, assignments: tuple[Assignment, ...], names: Names, ports: Ports) -> None:
    if assignments:
        lines = [f"  {names.describe(assignment)}" for assignment in assignments[:IN_MESSAGE]]
        rest = [f"  and {len(assignments) - IN_MESSAGE} more"] if len(assignments) > IN_MESSAGE else []
        ending = "It is left alone, and you are not told of it again. `gatehouse plan` shows all there is."
        ports.notifier.alert(subject, "\n".join((*lines, *rest, "", ending)))
