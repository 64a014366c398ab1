"""A leaver as the lane has it: not one too many in the hour, the steps, and what people and machines are told."""

from dataclasses import replace
from fnmatch import fnmatchcase

from lambdas.core.certificates import Certificate, Leaving
from lambdas.core.held import is_waiting
from lambdas.core.policy import BreakGlass, Policy
from lambdas.core.workers import is_held, make_hold, make_hold_id, make_wake, signal_id
from lambdas.flows.apply import Limits
from lambdas.flows.offboard import Known, offboard
from lambdas.flows.release import plan_release
from lambdas.flows.worker_changed_case import Case, unfinished
from lambdas.ports import Ports


def offboard_leaver(case: Case, leaving: Leaving, policy: Policy, ports: Ports, limits: Limits) -> str:
    """The steps for one user, and what became of them in a few words."""
    before = case.worker.offboarding
    begun = before.certificate if before is not None and before.event_id == leaving.event_id else {}
    known = Known(begun, case.applications)
    certificate = offboard(
        leaving, known, policy, ports, limits, keep=lambda certificate: case.begin(certificate, ports)
    )
    case.finish(certificate)
    tell_of_break_glass(certificate, policy.break_glass, ports)
    if not certificate.complete:
        ports.notifier.publish("WorkerOffboardingIncomplete", certificate.to_document())
        return unfinished(case, "; ".join(certificate.problems) or "something is left", ports)
    plan_release(case, certificate, policy)
    ports.notifier.publish("WorkerOffboarded", certificate.to_document())
    return "offboarded"


def tell_of_break_glass(certificate: Certificate, break_glass: BreakGlass, ports: Ports) -> None:
    """A leaver is taken out of break-glass groups too, but never unseen."""
    held = certificate.found.memberships
    emergency = [group for group in held if any(fnmatchcase(group, glob) for glob in break_glass.groups)]
    if emergency:
        ports.notifier.alert(
            "A leaver held break-glass access",
            f"{certificate.leaving.email} was in {', '.join(emergency)}. Check that enough people remain in it.",
        )


def hold_back(case: Case, key: str, policy: Policy, ports: Ports) -> str:
    """What became of a leaver who is one more than the policy allows in an hour; empty for one who may go on.

    One who was begun is finished: who is denied already must not be left half-way.
    """
    now, limit = ports.clock.now(), policy.safety.max_leavers_per_hour
    begun = case.worker.offboarding is not None and not case.worker.offboarding.done
    if case.signal.approved:
        return ""
    if begun or not is_held(case.leavers, key, limit, now):
        case.leavers = case.leavers.let_through(key, now)
        return ""
    return _hold(case, limit, ports)


def _hold(case: Case, limit: int, ports: Ports) -> str:
    hold_id = case.leavers.hold
    if not (hold_id and _is_open(hold_id, ports) and _add(case, hold_id, ports)):
        hold_id = _open(case, limit, ports)
    case.leavers = case.leavers.held_back(hold_id)
    return f"held: {hold_id}"


def _add(case: Case, hold_id: str, ports: Ports) -> bool:
    """Whether the leaver stands in a hold that a person may still decide.

    It is asked again afterwards: whoever approves marks the hold first, and then reads the leavers in it.
    """
    ports.held.add_event(hold_id, make_wake(replace(case.signal, attempt=0, since="", approved=hold_id)))
    return _is_open(hold_id, ports)


def _open(case: Case, limit: int, ports: Ports) -> str:
    """A hold of this leaver's own, for all who follow."""
    hold_id = make_hold_id(signal_id(case.signal))
    _add(case, hold_id, ports)
    _announce(hold_id, limit, ports)
    ports.held.save_held(hold_id, make_hold(hold_id, limit, ports.clock.now()))
    return hold_id


def _is_open(hold_id: str, ports: Ports) -> bool:
    return is_waiting(ports.held.find_held(hold_id), ports.clock.now())


def _announce(hold_id: str, limit: int, ports: Ports) -> None:
    because = f"more than {limit} leavers in an hour"
    ports.notifier.publish("LeaversHeld", {"id": hold_id, "because": because})
    ports.notifier.alert(
        "Leavers are held: too many in an hour",
        f"There are {because}, as safety.max_leavers_per_hour allows. The others wait, and keep their access.\n"
        f"Look at what HR has sent. If it is right, release them with: gatehouse approve {hold_id}",
    )
