"""The review as one page of HTML that needs nothing from elsewhere and works from a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lambdas.core.access_review import AccessReview, Holding
from lambdas.core.access_review_forms import count_standings, reasons_of, standing_of
from lambdas.core.assignments import PrincipalType
from lambdas.core.policy.selectors import join_ou_path

TEMPLATE = "page.html.j2"
# What a reviewer has to look at first.
ORDER = ("expired", "surplus", "unmanaged", "held")


def make_page(review: AccessReview) -> str:
    """The page. Every name comes from somebody: all of it is escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(_make_values(review))


def _make_values(review: AccessReview) -> Mapping[str, Any]:
    counts = count_standings(review)
    return {
        "at": f"{review.at:%Y-%m-%d %H:%M} UTC",
        "counts": {standing: counts.get(standing, 0) for standing in ORDER},
        "lines": sorted((_make_line(review, holding) for holding in review.holdings), key=_place),
        "groups": sorted((_make_group(review, group_id) for group_id in review.members), key=lambda g: str(g["name"])),
        "accounts": len(review.accounts),
        "people": len({user for users in review.members.values() for user in users} | _direct(review)),
    }


def _place(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """What needs attention first, then account by account."""
    return ORDER.index(line["standing"]), line["account"], line["permission_set"], line["who"]


def _make_line(review: AccessReview, holding: Holding) -> dict[str, Any]:
    assignment, names = holding.assignment, review.names
    account = review.accounts.get(assignment.account_id)
    is_group = assignment.principal_type is PrincipalType.GROUP
    return {
        "standing": standing_of(holding),
        "account": account.name if account else "not in the organization",
        "account_id": assignment.account_id,
        "ou": join_ou_path(account.ou_path) if account else "",
        "state": str(account.state) if account else "",
        "permission_set": names.permission_set(assignment.permission_set_arn),
        "who": names.principal(assignment.principal_id),
        "group_id": assignment.principal_id if is_group else "",
        "people": len(review.members.get(assignment.principal_id, ())) if is_group else 1,
        "break_glass": holding.break_glass,
        "reasons": reasons_of(holding),
    }


def _make_group(review: AccessReview, group_id: str) -> dict[str, Any]:
    people = sorted(review.names.principal(user_id) for user_id in review.members[group_id])
    return {"id": group_id, "name": review.names.principal(group_id), "people": people}


def _direct(review: AccessReview) -> set[str]:
    found = (holding.assignment for holding in review.holdings)
    return {a.principal_id for a in found if a.principal_type is PrincipalType.USER}
