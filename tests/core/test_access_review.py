"""The access review: what stands beside each assignment, and its forms."""

from datetime import UTC, date, datetime

from lambdas.core.access_review import AccessReview, make_access_review
from lambdas.core.access_review_forms import COLUMNS, count_standings, make_cells, make_document, make_rows
from lambdas.core.accounts import Account, AccountState
from lambdas.core.assignments import Assignment, PrincipalType
from lambdas.core.desired import Known, Pair
from lambdas.core.imported import Existing
from lambdas.core.policy import PermissionSet, Policy

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DEV, CLOSED = "111111111111", "222222222222"
SETS = {"arn:read": "ReadOnly", "arn:dev": "Developer", "arn:911": "EmergencyAdmin"}
GROUPS = {"g-dev": "Developers", "g-old": "Veterans", "g-911": "Emergency", "g-none": "Nobody"}
USERS = {"u-ana": "ana@example.com", "u-ben": "=cmd|'/c calc'!A1"}
POLICY = Policy.model_validate(
    {
        "permission_sets": {name: {"managed_policies": ["ReadOnlyAccess"]} for name in SETS.values()},
        "access": [{"group": "Developers", "permission_set": "Developer", "accounts": {"ou": "Work"}}],
        "exceptions": [
            {
                "user": "ana@example.com",
                "permission_set": "ReadOnly",
                "accounts": {"id": DEV},
                "until": date(2026, 4, 1),
                "owner": "ben@example.com",
                "reason": "INC-7",
            }
        ],
        "break_glass": {"permission_sets": ["Emergency*"], "groups": ["Emergency"]},
    }
)
KNOWN = Known({"Developers": "g-dev"}, {"ana@example.com": "u-ana"}, {name: arn for arn, name in SETS.items()})


def of_group(group_id: str, arn: str, account_id: str = DEV) -> Assignment:
    return Assignment(account_id, arn, PrincipalType.GROUP, group_id)


def of_user(user_id: str, arn: str, account_id: str = DEV) -> Assignment:
    return Assignment(account_id, arn, PrincipalType.USER, user_id)


ALL = (
    of_group("g-dev", "arn:dev"),
    of_group("g-old", "arn:dev"),
    of_group("g-911", "arn:911"),
    of_group("g-none", "arn:read"),
    of_user("u-ana", "arn:read"),
    of_user("u-ben", "arn:read", CLOSED),
)


def review(*assignments: Assignment, retired: tuple[Pair, ...] = ()) -> AccessReview:
    accounts = (
        Account(DEV, "payments-dev", ou_path=("Work",)),
        Account(CLOSED, "old", AccountState.CLOSED, ou_path=("Work",)),
    )
    stored = {arn: (name, PermissionSet()) for arn, name in SETS.items()}
    existing = Existing(accounts, stored, GROUPS, USERS, assignments or ALL)
    members = {"g-dev": ("u-ana", "u-ben"), "g-old": ("u-ana",), "g-911": ("u-ben",), "g-none": ()}
    return make_access_review(existing, members, POLICY, known=KNOWN, now=NOW, retired=retired)


def standings(found: AccessReview) -> dict[tuple[str, str], str]:
    """(Who it is through, permission set) -> standing."""
    rows = make_rows(found)
    return {(row.user if row.through == "directly" else row.through, row.permission_set): row.standing for row in rows}


def test_the_standing_of_each_assignment():
    """A rule's, one that no rule knows, and what an exception gave that is over."""
    assert standings(review()) == {
        ("group Developers", "Developer"): "held",
        ("group Veterans", "Developer"): "unmanaged",
        ("group Emergency", "EmergencyAdmin"): "unmanaged",
        ("group Nobody", "ReadOnly"): "unmanaged",
        ("ana@example.com", "ReadOnly"): "expired",
        (USERS["u-ben"], "ReadOnly"): "unmanaged",
    }


def test_what_an_earlier_policy_gave_is_surplus():
    """Remembered as managed, and no rule gives it any more."""
    veterans = of_group("g-old", "arn:dev")
    assert standings(review(veterans, retired=(Pair.of(veterans),))) == {("group Veterans", "Developer"): "surplus"}


def test_reasons_stand_beside_it():
    """The rule and the selector that gives it; the exception that gave it, with its end."""
    reasons = {row.standing: row.reasons for row in make_rows(review())}
    assert reasons["held"].endswith("ou Work")
    assert reasons["expired"].endswith("INC-7, ended 2026-04-02 00:00 UTC")
    assert reasons["unmanaged"] == ""


def test_break_glass_is_marked():
    """By group or permission set, though no rule gives it."""
    marked = {row.through for row in make_rows(review()) if row.break_glass}
    assert marked == {"group Emergency"}


def test_a_row_for_each_person_and_path():
    """Everybody in a group stands there; a group without anybody stands by itself."""
    rows = [(row.user, row.through) for row in make_rows(review())]
    assert rows.count(("ana@example.com", "group Developers")) == 1
    assert rows.count((USERS["u-ben"], "group Developers")) == 1
    assert ("", "group Nobody") in rows
    assert len(rows) == 7


def test_no_cell_is_a_formula():
    """A name that a spreadsheet would calculate is text."""
    cells = [dict(zip(COLUMNS, make_cells(row), strict=True)) for row in make_rows(review())]
    assert {cell["user"] for cell in cells} == {"", "ana@example.com", "'" + USERS["u-ben"]}


def test_the_state_of_an_account_is_told():
    """Access to an account that is closed comes back with it."""
    (row,) = make_rows(review(of_user("u-ben", "arn:read", CLOSED)))
    assert (row.account, row.account_state, row.ou) == ("old", "CLOSED", "Work")


def test_an_account_that_is_nowhere():
    """AWS may still list an assignment of an account that has left."""
    (row,) = make_rows(review(of_user("u-ana", "arn:dev", "333333333333")))
    assert (row.account, row.account_id, row.account_state) == ("", "333333333333", "not in the organization")


def test_the_document_has_all_of_it():
    """Ids beside names, members once, counts that add up."""
    found = review()
    document = make_document(found)
    assert document["counts"] == count_standings(found) == {"held": 1, "unmanaged": 4, "expired": 1}
    assert len(document["assignments"]) == len(ALL)
    developers = next(group for group in document["groups"] if group["name"] == "Developers")
    assert [member["name"] for member in developers["members"]] == ["ana@example.com", USERS["u-ben"]]
