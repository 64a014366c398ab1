"""A sweep that changes nothing: what it reads of Identity Center, and how that grows with the organization."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from bench.events import sweep_due
from bench.functions import UNHELD, deliver, function_of
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

SIZES = (1_000, 5_000)
PERMISSION_SETS = 50
GROUPS = 40
# Each of the 50 pairs holds in a tenth of the accounts: five assignments in an account.
SLICES = 10
ACCESS = [make_rule([n % GROUPS], [n], {"tag": {"slice": str(n % SLICES)}}) for n in range(PERMISSION_SETS)]
PAGE = 100


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep has called."""

    accounts: int
    floor: int
    center: int
    writes: int
    all_calls: int


def measure() -> Iterator[Measure]:
    """Both sizes, and the growth from one to the other."""
    swept = [_sweep(size) for size in SIZES]
    for one in swept:
        about = f"a sweep over {one.accounts} accounts that changes nothing"
        bound = 1.5 * one.floor + 60
        yield Measure(f"{about}: Identity Center calls", one.center, bound, also=f"(page floor {one.floor})")
        yield Measure(f"{about}: changes", one.writes, 0)
    small, large = swept
    for what, before, after in (
        ("Identity Center calls", small.center, large.center),
        ("AWS calls in all", small.all_calls, large.all_calls),
    ):
        ratio = (after / large.accounts) / (before / small.accounts)
        each = f"({before / small.accounts:.3f} -> {after / large.accounts:.3f})"
        yield Measure(f"{what} for each account, {large.accounts} / {small.accounts}", ratio, 1.1, also=each)


def _sweep(size: int) -> Swept:
    """Without quotas, and with another lane's pace: they have no part in how many calls there are."""
    with started(throttle=False) as cloud:
        deployment = cloud.deploy({"access": ACCESS})
        floor = _make_organization(cloud, size)
        with function_of(deployment, UNHELD) as calls:
            deliver("sweep", sweep_due())
    writes = sum(calls.count("sso-admin", f"{verb}AccountAssignment") for verb in ("Create", "Delete"))
    return Swept(size, floor, calls.count("sso-admin"), writes, calls.count())


def _make_organization(cloud: Cloud, size: int) -> int:
    """As the policy promises. The page floor: the pages of 100 that hold the assignments of the managed groups."""
    accounts = list(spread(make_accounts(size, slices=SLICES), add_units(cloud, 20)))
    assignments = list(promised(ACCESS, accounts))
    people = {"permission_sets": make_permission_sets(PERMISSION_SETS), "groups": make_groups(GROUPS)}
    cloud.seed(accounts=accounts, assignments=assignments, **people)
    groups = [group for *_, group in assignments]
    return sum(ceil(groups.count(group) / PAGE) for group in set(groups))
