"""gatehouse held, approve and sweep, and the memory of a deployed Gatehouse."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Thread

import pytest

from lambdas.core.scopes import Scope
from tests.cli.conftest import Run, started
from tests.cli.deployed import Deployed
from tests.cli.files import write_policy

DEV = [f"dev-{n:02}" for n in range(25)]
BASE = """\
permission_sets:
  ReadOnly: {managed_policies: [ReadOnlyAccess]}
  Power: {managed_policies: [PowerUserAccess]}
access:
  - {group: Security, permission_set: ReadOnly, accounts: {ou: Work}}
"""
DEVELOPERS = "{group: Developers, permission_set: Power, accounts: {ou: Work}}"
NOTHING = "Nothing waits for approval.\n"


@pytest.fixture(scope="module")
def place() -> Iterator[Deployed]:
    """An organization of 25 accounts, and the stack of a Gatehouse."""
    with started() as cloud:
        cloud.add_accounts(dict.fromkeys(DEV, ("Work",)))
        cloud.add_permission_set("ReadOnly", "ReadOnlyAccess")
        cloud.add_permission_set("Power", "PowerUserAccess")
        cloud.add_group("Developers", "ana")
        cloud.add_group("Security", "ben")
        cloud.organizations.tag_resource(ResourceId=cloud.accounts["dev-00"], Tags=[{"Key": "cost", "Value": "team 7"}])
        yield Deployed.make(cloud)


@pytest.fixture
def run(run_in: Callable[[Mapping[str, str]], Run], place: Deployed) -> Run:
    return run_in(place.cloud.environment)


@pytest.fixture
def shorter(run: Run, place: Deployed) -> Path:
    """The policy without the rule for developers, after a sweep that had it: 25 revokes are due."""
    place.sweep(write_policy(DEVELOPERS, base=BASE))
    return write_policy(base=BASE)


@pytest.fixture
def held(shorter: Path, place: Deployed) -> str:
    """The id of a plan that waits. Whatever becomes of it, nothing waits when the test is over."""
    place.sweep(shorter)
    ports = place.ports()
    (waiting,) = (d["id"] for d in ports.held.list_held() if d["status"] == "waiting")
    return str(waiting)


@pytest.fixture(autouse=True)
def forgotten(run: Run, place: Deployed) -> Iterator[None]:
    """Every test begins with empty lanes, nothing held and nothing remembered."""
    yield
    ports = place.ports()
    for document in ports.held.list_held():
        ports.held.save_held(document["id"], {**document, "status": "changed"})
    for kind in ("holder", "permission set", "account"):
        ports.memory.forget(kind, ports.memory.recall(kind))
    for lane in ("accounts", "sweep", "audit"):
        place.take(lane)


def developers(place: Deployed) -> int:
    return len(place.cloud.held_by("Developers"))


def status(place: Deployed, held_id: str) -> str:
    return str((place.ports().held.find_held(held_id) or {})["status"])


class TestMemory:
    def test_what_only_a_dropped_rule_gave_is_revoked(self, run: Run, shorter: Path):
        """With the memory a plan knows the rule that the policy had; without, its access is nobody's."""
        ended = run("plan", "--json")
        assert (ended.status, ended.err) == (3, "")
        assert ended.document["counts"] == {"grant": 0, "revoke": 25, "withheld": 0, "unmanaged": 0}
        assert ended.document["held"] == "25 revokes are more than max_revokes.count 20"
        stateless = run("plan", "--stateless", "--json")
        assert stateless.document["counts"]["revoke"] == 0

    def test_one_account(self, run: Run, shorter: Path, place: Deployed):
        """A plan for an account knows of the dropped rule, too; applied, nothing of it is left there."""
        chosen = place.cloud.accounts["dev-03"]
        assert run("plan", "--account", chosen).status == 2
        assert run("apply", "--account", chosen, "--yes").status == 0
        assert ("dev-03", "Power") not in place.cloud.held_by("Developers")

    def test_tags_that_no_rule_looks_at_are_not_missed(self, run: Run, place: Deployed):
        """The functions remember an account's tags; a command that does not read them doubts nothing."""
        place.sweep(write_policy(base=BASE))
        assert "cost" in place.ports().memory.recall("account")[place.cloud.accounts["dev-00"]]["tags"]
        write_policy(DEVELOPERS, base=BASE)
        document = run("plan", "--account", place.cloud.accounts["dev-00"], "--json").document
        assert (document["frozen"], document["withheld"]) == ([], [])

    def test_a_command_reads_the_memory_and_does_not_write_it(self, run: Run, place: Deployed):
        """What a command with another policy sees is not what the functions remember."""
        place.sweep(write_policy(base=BASE))
        before = place.ports().memory.recall("holder")
        write_policy(DEVELOPERS, base=BASE)
        assert run("apply", "--account", place.cloud.accounts["dev-01"], "--yes").status == 0
        assert place.ports().memory.recall("holder") == before


class TestHeld:
    def test_nothing_waits(self, run: Run):
        """No question is status 0."""
        ended = run("held")
        assert (ended.status, ended.out, ended.err) == (0, NOTHING, "")
        assert run("held", "--json").document == {"held": []}

    def test_what_waits_is_listed(self, run: Run, held: str):
        """One line says what is asked, one until when; status 3."""
        ended = run("held")
        assert ended.status == 3
        first, second = ended.out.splitlines()
        assert first == f"{held}  waiting  25 revokes are more than max_revokes.count 20"
        assert second.startswith("  25 in all, since 20")

    def test_one_is_shown_with_its_changes(self, run: Run, held: str, place: Deployed):
        """Each change by name, as the plan has it."""
        ended = run("held", held)
        assert ended.status == 3
        lines = [line for line in ended.out.splitlines() if line.startswith("  revoke ")]
        assert len(lines) == 25
        assert "  revoke group Developers, Power, in dev-07" in lines

    def test_as_a_document(self, run: Run, held: str):
        """The JSON is the document that is kept."""
        (document,) = run("held", "--json").document["held"]
        assert (document["id"], document["status"], document["lane"]) == (held, "waiting", "sweep")
        assert Scope.parse(document["scope"]) == Scope(everything=True)

    def test_an_id_that_is_not_there_is_1(self, run: Run):
        """A misspelled id ends with what lists the right ones."""
        ended = run("held", "0123456789ab")
        assert (ended.status, ended.out) == (1, "")
        assert "no held plan 0123456789ab: `gatehouse held` lists those that wait" in ended.err


class TestApprove:
    def test_it_is_applied_and_said(self, run: Run, held: str, shorter: Path, place: Deployed):
        """The command waits for the lane, says that it was applied, and is status 0."""
        lane = Thread(target=place.play, args=("sweep", shorter, place.ports()), kwargs={"seconds": 20})
        lane.start()
        ended = run("approve", held, "--wait", "60")
        lane.join()
        assert (ended.status, ended.out) == (0, "")
        assert f"{held} was applied" in ended.err
        assert developers(place) == 0
        assert run("held").out == NOTHING

    def test_who_approved_is_kept(self, run: Run, held: str, place: Deployed):
        """Without waiting it says that it goes on; who has said so, as AWS knows them, stands in the document."""
        ended = run("approve", held, "--wait", "0", "--json")
        assert ended.status == 0
        assert ended.document["status"] == "approved"
        assert ended.document["approved_by"].startswith("arn:aws:")
        assert f"{held} is approved: it goes on without you" in ended.err

    def test_another_plan_is_not_applied(self, run: Run, held: str, shorter: Path, place: Deployed):
        """When AWS has changed since, nothing is done, the command says so, and is status 1."""
        chosen = place.cloud.accounts["dev-05"]
        assert run("apply", "--account", chosen, "--yes").status == 0
        lane = Thread(target=place.play, args=("sweep", shorter, place.ports()), kwargs={"seconds": 20})
        lane.start()
        ended = run("approve", held, "--wait", "60")
        lane.join()
        assert ended.status == 1
        assert f"{held} was not applied: another plan comes out now" in ended.err
        assert developers(place) == 24
        assert status(place, held) == "changed"

    def test_an_account_s_plan_goes_to_its_own_lane(self, run: Run, shorter: Path, place: Deployed):
        """A plan that came from the accounts lane is approved there, with the accounts it was about."""
        ports = place.ports()
        accounts = frozenset(place.cloud.accounts[name] for name in DEV[:22])
        wake = {"kind": "MoveAccount", "scope": Scope(accounts).to_document(), "attempt": 0, "since": ""}
        event = {"source": "gatehouse", "detail-type": "AccountDue", "id": "moved", "detail": wake}
        ports.lanes.send("accounts", event)
        assert place.play("accounts", shorter, ports, seconds=5)
        (held_id,) = (d["id"] for d in ports.held.list_held() if d["status"] == "waiting")
        assert run("approve", held_id, "--wait", "0").status == 0
        (signal,) = place.play("accounts", shorter, ports, seconds=5)
        assert (signal.approved, signal.scope.accounts) == (held_id, accounts)
        assert developers(place) == 3

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"status": "applied"}, "is applied, and can no longer be approved"),
            ({"expires_at": "2026-01-01T00:00:00+00:00"}, "is expired, and can no longer be approved"),
        ],
    )
    def test_what_has_ended_cannot_be_approved(self, run: Run, held: str, place: Deployed, change: dict, said: str):
        """A plan that was applied, or whose time is over, is refused with its state, and nothing is sent."""
        ports = place.ports()
        ports.held.save_held(held, {**(ports.held.find_held(held) or {}), **change})
        ended = run("approve", held)
        assert (ended.status, ended.out) == (1, "")
        assert said in ended.err
        assert place.take("sweep") == []

    def test_an_id_that_is_not_there_is_1(self, run: Run):
        """What nobody asked about is not approved."""
        ended = run("approve", "0123456789ab")
        assert ended.status == 1
        assert "no held plan 0123456789ab" in ended.err


class TestSweep:
    def test_a_sweep_is_asked_for(self, run: Run, place: Deployed):
        """The sweep lane has a signal for everything; what it does is what the policy says."""
        policy = write_policy(DEVELOPERS, base=BASE)
        ended = run("sweep")
        assert (ended.status, ended.out) == (0, "")
        ports = place.ports()
        (signal,) = place.play("sweep", policy, ports, seconds=5)
        assert (signal.kind, signal.scope) == ("SweepDue", Scope(everything=True))
        assert signal.event_id in ended.err
        assert developers(place) == 25
        assert ports.ledger.list_records("account#*")[-1]["result"].startswith("looked at 26 accounts")

    def test_a_deep_one_is_an_audit(self, run: Run, place: Deployed):
        """--deep goes to the audit's lane, which reads every account."""
        policy = write_policy(base=BASE)
        assert run("sweep", "--deep").status == 0
        ports = place.ports()
        (signal,) = place.play("audit", policy, ports, seconds=5)
        assert signal.kind == "AuditDue"
        assert ports.ledger.list_records("account#*")[-1]["result"] == "every account audited"
