"""One new account in an organization of 200: what it costs in calls."""

from collections.abc import Iterator
from typing import Any

from bench.events import account_created, sweep_due
from bench.functions import UNHELD, Deployment, deliver, function_of
from bench.harness import Cloud, started
from bench.measures import Measure
from bench.organizations import (
    add_units,
    make_accounts,
    make_groups,
    make_permission_sets,
    make_rule,
    promised,
    spread,
)

ACCOUNTS = 200
BINDINGS = 20
MOST_CALLS = 60
USUAL = [make_rule(range(5), range(4))]
HARD = [make_rule([n], [n]) for n in range(BINDINGS)]


def measure() -> Iterator[Measure]:
    """The usual case and the hard one."""
    yield from _measure("5 groups, 4 permission sets", USUAL)
    yield from _measure("20 groups, 20 permission sets", HARD)


def _measure(case: str, access: list[dict[str, Any]]) -> Iterator[Measure]:
    with started() as cloud:
        deployment = cloud.deploy({"access": access})
        unit_ids = add_units(cloud, 4)
        _make_organization(cloud, access, unit_ids)
        _sweep(cloud, deployment)
        (new,) = cloud.seed(accounts=make_accounts(1, unit_ids[0], start=ACCOUNTS))["accounts"].values()
        with function_of(deployment, "accounts") as calls:
            deliver("accounts", account_created(new))
        held = cloud.count_assignments(new)
    about = f"a new account among {ACCOUNTS}, {case}"
    throttled = f"({calls.throttled.total()} throttled)"
    yield Measure(f"{about}: AWS calls", calls.count(), MOST_CALLS, also=throttled)
    yield Measure(f"{about}: grants asked for", calls.count("sso-admin", "CreateAccountAssignment"), BINDINGS)
    yield Measure(f"{about}: grants there", held, BINDINGS, at_least=True)


def _make_organization(cloud: Cloud, access: list[dict[str, Any]], unit_ids: list[str]) -> None:
    """All accounts as the policy promises; beside its groups and permission sets there are as many of others."""
    accounts = list(spread(make_accounts(ACCOUNTS), unit_ids))
    cloud.seed(
        accounts=accounts,
        permission_sets=make_permission_sets(2 * BINDINGS),
        groups=make_groups(2 * BINDINGS),
        assignments=list(promised(access, accounts)),
    )


def _sweep(cloud: Cloud, deployment: Deployment) -> None:
    """As a deploy is followed by one: names and accounts are remembered. Its pace is not what is measured."""
    with cloud.sandbox.behaving(throttle=False), function_of(deployment, UNHELD):
        deliver("sweep", sweep_due())
