"""docs/cost.md: what Gatehouse costs in a month, for organizations of three sizes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reference.prices import AS_OF, PRICES
from reference.usage import Organization, audit_seconds, count, sweep_seconds

ORGANIZATIONS = (Organization(20, 60, 8), Organization(200, 600, 30), Organization(2000, 6000, 120))

INTRODUCTION = f"""# Cost

*Made by `make docs`: counts of events times list prices in US East (N. Virginia), written down on {AS_OF},
free tiers not taken off.*

What an organization pays in a month depends on how much happens in it, and little on anything else: nothing runs when
nothing happens but the sweep at night, the audit on Sunday, and the polls of the queues. CloudTrail's first trail of
management events is free and not counted here; you need it anyway. Nor is e-mail counted (2 dollars for 100,000).
"""
ASSUMED = """## What is assumed

Measure your own and put it into `reference/usage.py` where it differs.
"""


def make_page(templates: Mapping[str, Mapping[str, Any]]) -> str:
    """The page, from the templates of all stacks."""
    used = [count(organization, templates) for organization in ORGANIZATIONS]
    return "\n".join([INTRODUCTION, _costs(used), ASSUMED, _assumptions(), "## Prices\n", _prices(), ""])


def _costs(used: list[dict[str, float]]) -> str:
    head = ("dollars a month", *(f"{each.accounts:,} accounts" for each in ORGANIZATIONS))
    rows = [(name, *(f"{price.of(each[name]):,.2f}" for each in used)) for name, price in PRICES.items()]
    totals = (sum(price.of(each[name]) for name, price in PRICES.items()) for each in used)
    return _table([head, *rows, ("**in all**", *(f"**{total:,.2f}**" for total in totals))])


def _assumptions() -> str:
    facts: tuple[tuple[str, Callable[[Organization], float]], ...] = (
        ("people with access to AWS", lambda each: each.people),
        ("groups in the policy", lambda each: each.groups),
        ("events about accounts a month: new, moved, tagged, changed by hand", lambda each: each.account_events),
        ("webhooks of HR a month", lambda each: each.webhooks),
        ("joiners, movers, leavers a month", lambda each: each.worker_events),
        ("console sign-ins and memberships a month, each looked at for break glass", lambda each: each.watched_events),
        ("seconds a sweep takes", sweep_seconds),
        ("seconds an audit takes, in as many functions as it needs", audit_seconds),
    )
    head = ("", *(f"{each.accounts:,} accounts" for each in ORGANIZATIONS))
    return _table([head, *((what, *(f"{of(each):,.0f}" for each in ORGANIZATIONS)) for what, of in facts)])


def _prices() -> str:
    rows = [
        (name, f"{price.dollars:.10f}".rstrip("0").rstrip("."), f"{price.units:,.0f} {price.unit}", price.source)
        for name, price in PRICES.items()
    ]
    return _table([("", "dollars", "for", "says"), *rows])


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    first, *rest = rows
    lines = [first, tuple("---" for _ in first), *rest]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
