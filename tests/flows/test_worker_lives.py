"""Whatever HR says of workers, in whatever order, and wherever the function dies: leavers have nothing, others all."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lambdas.core.policy import Leaver
from lambdas.core.workers import parse_worker_event, parse_worker_signal
from lambdas.core.workers.waiting import GRACE
from lambdas.flows.waiting import send_overdue
from lambdas.flows.worker_changed import handle_worker_signal
from tests.flows.crashing import MortalPorts
from tests.flows.fakes import Crash
from tests.flows.world import BEN, DEV, GROUPS, LENA, POLICY, PROD, limits, make_world, of_user

ROLES = {"Developers": {"department": ["Engineering"]}, "Operators": {"department": ["Platform"]}}
WORKERS = POLICY.workers.model_validate({"groups": ROLES, "mover": {"overlap": "3d"}})
SAFETY = POLICY.safety.model_copy(update={"max_leavers_per_hour": 1000})
LIFE = POLICY.model_copy(update={"workers": WORKERS, "safety": SAFETY})
GROUP_OF: dict[str, set[str]] = {"Engineering": {"g-dev"}, "Platform": {"g-ops"}, "Sales": set()}
IDS = ("e-17", "e-18", "e-19")
TIMES = st.integers(0, 72)
STEP = timedelta(minutes=1)
who = st.sampled_from(IDS)
department = st.sampled_from(["Engineering", "Platform", "Sales"])


class WorkerLives(RuleBasedStateMachine):
    """HR speaks in order and knows the truth; the queue doubles, shuffles, delays and is read by what may die."""

    policy = LIFE

    @initialize()
    def begin(self) -> None:
        self.ports = make_world()
        self.others = set(self.ports.store.memberships)
        self.ports.center.assignments = {of_user(PROD, "ReadOnly", BEN)}
        self.mortal = MortalPorts(self.ports)
        self.queue: list[dict[str, Any]] = []
        self.said, self.lost = 0, False
        # HR's own view, which it never loses: when each worker leaves, if ever, and its department.
        self.truth: dict[str, dict[str, Any]] = {}
        self.by_hand: set[str] = set()
        # Every date of a leave that has been said, and not been seen to be taken back before it came.
        self.dates: dict[str, set[datetime]] = {worker_id: set() for worker_id in IDS}
        for number, worker_id in enumerate(IDS):
            self.join(worker_id, ("Engineering", "Platform", "Sales")[number])
        self.drain()

    def say(self, kind: str, worker_id: str, **facts: Any) -> None:
        self.said += 1
        self.ports.clock.time += STEP
        now = self.ports.clock.time
        body = {"email": f"{worker_id}@example.com", "worker_id": worker_id, **facts}
        document = {"type": f"worker.{kind}", "timestamp": now.isoformat(), "data": body}
        event = parse_worker_event(f"msg_{self.said}", document)
        self.queue.append(
            {"source": "gatehouse.hr", "detail-type": event.type, "detail": event.model_dump(mode="json")}
        )

    def leaver(self, worker_id: str) -> bool:
        left = self.truth[worker_id]["left"]
        return left is not None and left <= self.ports.clock.time

    @rule(worker_id=who, value=department)
    def join(self, worker_id: str, value: str) -> None:
        """A first day, or a rehire: only of somebody who is not employed."""
        if worker_id in self.truth and not self.leaver(worker_id):
            return
        self.by_hand.discard(worker_id)
        self.truth[worker_id] = {"left": None, "department": value}
        self.say("joined", worker_id, attributes={"department": value})

    @rule(worker_id=who, value=department)
    def change(self, worker_id: str, value: str) -> None:
        if not self.leaver(worker_id):
            self.truth[worker_id]["department"] = value
        self.say("changed", worker_id, attributes={"department": value})

    @rule(worker_id=who)
    def say_nothing_new(self, worker_id: str) -> None:
        self.say("changed", worker_id)

    @rule(worker_id=who, hours=TIMES)
    def leave(self, worker_id: str, hours: int) -> None:
        """At once, or later; a new date takes the place of one that has not come."""
        if self.leaver(worker_id):
            return
        at = self.ports.clock.time + STEP + timedelta(hours=hours)
        self.truth[worker_id]["left"] = at
        self.dates[worker_id].add(at)
        self.say("left", worker_id, effective_at=at.isoformat())

    @rule(worker_id=who)
    def rescind(self, worker_id: str) -> None:
        if not self.leaver(worker_id):
            self.truth[worker_id]["left"] = None
            self.say("rescinded", worker_id)

    @rule(worker_id=who)
    def help_by_hand(self, worker_id: str) -> None:
        """Somebody puts an employed worker into a group HR does not manage, and assigns something directly."""
        self.drain()
        user_id = self.user_of(worker_id)
        if user_id is None or self.leaver(worker_id):
            return
        self.by_hand.add(worker_id)
        self.ports.store.create_membership("g-911", user_id)
        self.ports.center.assignments.add(of_user(DEV, "ReadOnly", user_id))

    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        """One message, any of them, perhaps twice, by a function that may die once on the way."""
        if not self.queue:
            return
        event = self.queue.pop(data.draw(st.integers(0, len(self.queue) - 1)))
        if data.draw(st.booleans()):
            self.queue.append(event)
        self.mortal.countdown.calls = data.draw(st.none() | st.integers(0, 30))
        self.mortal.countdown.after = data.draw(st.booleans())
        try:
            self.handle(event)
        except Crash:
            self.queue.append(event)

    def handle(self, event: dict[str, Any]) -> None:
        handle_worker_signal(parse_worker_signal(event), self.policy, self.mortal, limits(self.ports))
        self.mortal.countdown.calls = None

    @rule(hours=st.integers(1, 30), fires=st.booleans())
    def wait(self, hours: int, fires: bool) -> None:
        """Time goes by; the wake-ups that come due in it reach the queue, or fire into nothing."""
        self.ports.clock.time += timedelta(hours=hours)
        self.collect_wakes(fires=fires)

    def collect_wakes(self, *, fires: bool = True) -> None:
        for name, (_, at, event) in list(self.ports.schedules.wakes.items()):
            if at <= self.ports.clock.time:
                del self.ports.schedules.wakes[name]
                self.queue += [event] if fires else []
                self.lost = self.lost or not fires

    def look(self) -> None:
        """What a sweep sends to the lane."""
        send_overdue(self.ports)
        self.queue += [event for _, event in self.ports.lanes.sent]
        self.ports.lanes.sent.clear()

    @rule()
    def drain(self) -> None:
        """The queue runs empty, the wake-ups that are due fire, a sweep finds the lost; then the promises hold."""
        self.mortal.countdown.calls = None
        self.ports.clock.time += GRACE if self.lost else timedelta()
        self.lost = False
        self.collect_wakes()
        self.look()
        while self.queue:
            self.handle(self.queue.pop(0))
            self.collect_wakes()
        self.check()
        for worker_id, known in self.truth.items():
            self.dates[worker_id] = {known["left"]} - {None}

    def check(self) -> None:
        for worker_id in self.truth:
            user_id = self.user_of(worker_id)
            if user_id is not None:
                self.check_worker(worker_id, user_id)

    def check_worker(self, worker_id: str, user_id: str) -> None:
        groups = {m.group_id for m in self.ports.store.memberships if m.user_id == user_id}
        direct = {a for a in self.ports.center.assignments if a.principal_id == user_id}
        if self.leaver(worker_id):
            assert not groups
            assert not direct
            assert user_id in self.ports.quarantine.denied or user_id not in self.must_be_denied()
            return
        assert user_id not in self.ports.quarantine.denied
        wanted = GROUP_OF[self.truth[worker_id]["department"]]
        assert wanted <= groups
        assert {"g-dev", "g-ops"} & groups <= wanted | self.overlapping(worker_id)
        if any(date <= self.ports.clock.time for date in self.dates[worker_id]):
            self.by_hand.discard(worker_id)
        if worker_id in self.by_hand:
            assert "g-911" in groups
            assert direct == {of_user(DEV, "ReadOnly", user_id)}

    def must_be_denied(self) -> set[str]:
        """Users whose newest certificate is younger than the quarantine is long."""
        young = f"{self.ports.clock.time - WORKERS.leaver.quarantine:%Y-%m-%dT%H:%M:%SZ}"
        users = {user_id for user_id, _ in self.ports.ledger.certificates}
        newest = {user_id: self.ports.ledger.find_certificate(user_id) for user_id in users}
        return {user_id for user_id, found in newest.items() if found and found["finished_at"] > young}

    def overlapping(self, worker_id: str) -> set[str]:
        """The groups of an earlier role whose time is not over."""
        overlaps = self.ports.ledger.documents[f"known-worker#{worker_id}"]["overlaps"]
        now = self.ports.clock.time
        return {GROUPS[name] for name, until in overlaps.items() if datetime.fromisoformat(until) > now}

    def user_of(self, worker_id: str) -> str | None:
        return self.ports.store.find_user_id(f"{worker_id}@example.com")

    @invariant()
    def nobody_else_is_touched(self) -> None:
        """Lena and Ben work here, and HR never says anything of them."""
        if not hasattr(self, "ports"):
            return
        assert not {LENA, BEN} & set(self.ports.quarantine.denied)
        assert {m for m in self.ports.store.memberships if m.user_id in (LENA, BEN)} == self.others
        assert of_user(PROD, "ReadOnly", BEN) in self.ports.center.assignments


class DeletedLives(WorkerLives):
    """The same, with users who are deleted at the end."""

    policy = LIFE.model_copy(
        update={"workers": WORKERS.model_copy(update={"leaver": Leaver.model_validate({"delete_user": True})})}
    )


TestWorkerLives = WorkerLives.TestCase
TestDeletedLives = DeletedLives.TestCase
TestWorkerLives.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestDeletedLives.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
