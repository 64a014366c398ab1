"""The forms of an access review: one row for each person and path, and one document."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from lambdas.core.access_review import AccessReview, Holding
from lambdas.core.accounts import Account
from lambdas.core.assignments import PrincipalType
from lambdas.core.explain import Standing
from lambdas.core.plan_forms import make_assignment
from lambdas.core.policy.selectors import join_ou_path


@dataclass(frozen=True, slots=True)
class Row:
    """One person, one path. An empty `user` is a group that nobody is in."""

    user: str
    permission_set: str
    account: str
    account_id: str
    ou: str
    account_state: str
    through: str
    standing: str
    break_glass: str
    reasons: str


COLUMNS = tuple(field.name for field in fields(Row))
# How a spreadsheet knows a formula: what begins so is code to it, not text (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def standing_of(holding: Holding) -> str:
    """'held', 'surplus', 'unmanaged', or 'expired': a surplus that an exception gave."""
    return "expired" if holding.expired and holding.standing is Standing.SURPLUS else str(holding.standing)


def count_standings(review: AccessReview) -> dict[str, int]:
    """How many assignments there are of each standing."""
    return dict(Counter(standing_of(holding) for holding in review.holdings))


def make_rows(review: AccessReview) -> Iterator[Row]:
    """Every person with every path, account by account."""
    return (_make_row(review, holding, user) for holding in review.holdings for user in _people(review, holding))


def make_cells(row: Row) -> tuple[str, ...]:
    """The row as a spreadsheet may have it: nothing in it is taken for a formula."""
    values = (str(getattr(row, column)) for column in COLUMNS)
    return tuple(f"'{value}" if value.startswith(FORMULA) else value for value in values)


def make_document(review: AccessReview) -> dict[str, Any]:
    """The JSON form: ids and names side by side; the members of a group stand once."""
    names = review.names
    return {
        "at": review.at.isoformat(timespec="seconds"),
        "counts": count_standings(review),
        "accounts": [_make_account(account) for account in review.accounts.values()],
        "groups": [
            {
                "id": group_id,
                "name": names.principal(group_id),
                "members": [{"id": user_id, "name": names.principal(user_id)} for user_id in user_ids],
            }
            for group_id, user_ids in review.members.items()
        ],
        "assignments": [
            {
                **make_assignment(holding.assignment, names),
                "standing": standing_of(holding),
                "break_glass": holding.break_glass,
                "reasons": list(reasons_of(holding)),
            }
            for holding in review.holdings
        ],
    }


def reasons_of(holding: Holding) -> tuple[str, ...]:
    """Why it is there, or why it was."""
    return holding.reasons or tuple(filter(None, [holding.expired]))


def _people(review: AccessReview, holding: Holding) -> tuple[str, ...]:
    assignment = holding.assignment
    if assignment.principal_type is PrincipalType.USER:
        return (assignment.principal_id,)
    return review.members.get(assignment.principal_id) or ("",)


def _make_row(review: AccessReview, holding: Holding, user_id: str) -> Row:
    assignment, names = holding.assignment, review.names
    account = review.accounts.get(assignment.account_id)
    is_group = assignment.principal_type is PrincipalType.GROUP
    return Row(
        user=names.principal(user_id) if user_id else "",
        permission_set=names.permission_set(assignment.permission_set_arn),
        account=account.name if account else "",
        account_id=assignment.account_id,
        ou=join_ou_path(account.ou_path) if account else "",
        account_state=str(account.state) if account else "not in the organization",
        through=f"group {names.principal(assignment.principal_id)}" if is_group else "directly",
        standing=standing_of(holding),
        break_glass="yes" if holding.break_glass else "",
        reasons="; ".join(reasons_of(holding)),
    )


def _make_account(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "state": str(account.state),
        "ou": join_ou_path(account.ou_path),
        "management": account.is_management,
    }
