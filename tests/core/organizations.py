"""Generated policies, organizations and actual states: small enough to collide, wide enough to surprise."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.desired import Desired, Known, make_desired
from lambdas.core.plan import Plan
from lambdas.core.policy import Policy
from lambdas.core.review import Readings, review
from lambdas.core.safety import Freeze

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
MANAGEMENT = "999999999999"
IDS = [f"{n:012}" for n in range(1, 7)]
GROUPS, USERS, PERMISSION_SETS = ("Alpha", "Beta", "Emergency"), ("ana", "ben"), ("Admin", "EmergencyAdmin", "Read")
KNOWN = Known(
    groups={name: f"g-{name}" for name in GROUPS},
    users={name: f"u-{name}" for name in USERS},
    permission_sets={name: f"ps-{name}" for name in PERMISSION_SETS},
)
PATHS = [(), ("Work",), ("Work", "Dev"), ("Work", "Prod"), ("Dev",)]
STATES = [AccountState.ACTIVE] * 4 + [AccountState.SUSPENDED]
# No guard: the properties are about what a plan says; whether a person must approve it is another matter.
SAFETY = {"max_revokes": {"count": 10_000, "share": 1}}
BREAK_GLASS = {"permission_sets": ["Emergency*"], "groups": ["Emergency"]}


@dataclass(frozen=True)
class World:
    """A policy, and what a reading of everything says."""

    rules: tuple[dict[str, object], ...]
    exceptions: tuple[dict[str, object], ...]
    read: Readings

    @property
    def policy(self) -> Policy:
        return Policy.model_validate(
            {
                "access": list(self.rules),
                "exceptions": list(self.exceptions),
                "safety": SAFETY,
                "break_glass": BREAK_GLASS,
            }
        )

    def desired(self) -> Desired:
        return make_desired(self.policy, self.read.accounts, self.read.known, NOW)

    def plan(self) -> Plan:
        return review(self.policy, self.desired(), self.read).plan

    def having(self, *assignments: Assignment) -> "World":
        return replace(self, read=replace(self.read, assignments=assignments))

    def frozen(self, *freezes: Freeze) -> "World":
        return replace(self, read=replace(self.read, freezes=freezes))


conditions = st.one_of(
    st.just("all"),
    st.fixed_dictionaries({"ou": st.sampled_from(["Work", "Work/Dev", "Dev", "Gone", "/"])}),
    st.fixed_dictionaries({"ou_only": st.sampled_from(["Work", "/"])}),
    st.fixed_dictionaries(
        {"tag": st.just({"env": "prod"}), "not": st.fixed_dictionaries({"id": st.sampled_from(IDS)})}
    ),
    st.fixed_dictionaries({"name": st.sampled_from(["acc-*", "acc-3", "nobody"])}),
    st.fixed_dictionaries({"id": st.lists(st.sampled_from([*IDS, MANAGEMENT]), min_size=1, max_size=3)}),
)
selectors = st.one_of(conditions, st.lists(conditions, min_size=1, max_size=2))
rules = st.fixed_dictionaries(
    {
        "groups": st.lists(st.sampled_from(GROUPS), min_size=1, max_size=2, unique=True),
        "permission_sets": st.lists(st.sampled_from(PERMISSION_SETS), min_size=1, max_size=2, unique=True),
        "accounts": selectors,
    }
)
exceptions = st.fixed_dictionaries(
    {
        "user": st.sampled_from(USERS),
        "permission_set": st.sampled_from(PERMISSION_SETS),
        "accounts": selectors,
        "until": st.sampled_from(["2026-05-03", "2026-12-31"]),
        "owner": st.just("owner@example.com"),
        "reason": st.just("INC-1"),
    }
)
accounts = st.builds(
    Account,
    id=st.sampled_from(IDS),
    name=st.integers(1, 6).map(lambda n: f"acc-{n}"),
    state=st.sampled_from(STATES),
    ou_path=st.sampled_from(PATHS),
    tags=st.sampled_from([{}, {"env": "prod"}]),
)
organizations = st.lists(accounts, max_size=6, unique_by=lambda account: account.id).map(
    lambda found: (*found, Account(MANAGEMENT, "management", is_management=True))
)
principals = st.one_of(
    st.tuples(st.just(PrincipalType.GROUP), st.sampled_from([f"g-{name}" for name in (*GROUPS, "Unknown")])),
    st.tuples(st.just(PrincipalType.USER), st.sampled_from([f"u-{name}" for name in USERS])),
)
assignments = st.builds(
    lambda account_id, name, principal: Assignment(account_id, f"ps-{name}", *principal),
    st.sampled_from([*IDS, MANAGEMENT]),
    st.sampled_from([*PERMISSION_SETS, "Unknown"]),
    principals,
)
worlds = st.builds(
    lambda found, departures, listed, held: World(
        tuple(found), tuple(departures), Readings(listed, KNOWN, tuple(held), whole=True)
    ),
    st.lists(rules, max_size=4),
    st.lists(exceptions, max_size=2),
    organizations,
    st.lists(assignments, max_size=12, unique=True),
)
