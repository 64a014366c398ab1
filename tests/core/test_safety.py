"""The filters over a plan, case by case."""

import pytest

from lambdas.core.assignments import Action, Assignment, PrincipalType
from lambdas.core.desired import Known, Pair
from lambdas.core.plan import Change, Plan
from lambdas.core.policy import BreakGlass
from lambdas.core.safety import Freeze, OutOfReach, freeze

ARN = "arn:aws:sso:::permissionSet/ssoins-1/ps-{}"
KNOWN = Known(
    groups={"Emergency": "g-911", "Emergency EU": "g-112", "Developers": "g-dev"},
    permission_sets={"EmergencyAdmin": ARN.format("911"), "ReadOnly": ARN.format("read")},
)


def change(account: int, group: str = "g-dev", permission_set: str = "read", action: Action = Action.REVOKE) -> Change:
    return Change(action, Assignment(f"{account:012}", ARN.format(permission_set), PrincipalType.GROUP, group), ())


#  freeze names        revoke of it   grant of it   revoke of another
#  an account          withheld       made          made
#  a pair              withheld       made          made
#  everything          withheld       made          withheld
@pytest.mark.parametrize(
    ("found", "other_is_made"),
    [
        (Freeze("no list", accounts=frozenset({f"{1:012}"})), True),
        (Freeze("no list", pairs=frozenset({Pair.of(change(1).assignment)})), True),
        (Freeze("no list", everything=True), False),
    ],
)
def test_freeze(found, other_is_made):
    """A freeze holds back the revokes that rest on the reading, and nothing else."""
    revoke, grant, other = change(1), change(1, action=Action.GRANT), change(2, group="g-ops")
    plan = freeze(Plan((revoke, other, grant)), [found])
    assert plan.changes == ((other, grant) if other_is_made else (grant,))
    assert (plan.withheld[0].change, plan.withheld[0].because) == (revoke, "no list")


def test_a_freeze_that_holds_nothing_back_is_still_told():
    """A reading that failed is named even where the plan has nothing to take away."""
    assert freeze(Plan(()), [Freeze("no list", everything=True)]).frozen == ("no list",)


@pytest.mark.parametrize(
    ("permission_sets", "groups", "arns", "ids"),
    [
        (["EmergencyAdmin"], [], {ARN.format("911")}, set()),
        (["Emergency*"], [], {ARN.format("911")}, set()),
        (["emergency*"], [], set(), set()),
        (["ps-911"], [], {ARN.format("911")}, set()),
        ([ARN.format("911")], [], {ARN.format("911")}, set()),
        ([], ["Emergency*"], set(), {"g-911", "g-112"}),
        ([], ["g-112"], set(), {"g-112"}),
        (["Nobody*"], ["Nobody"], set(), set()),
    ],
)
def test_break_glass_is_meant_by_globs_and_ids(permission_sets, groups, arns, ids):
    """Names are globs, case counts, and ids are accepted."""
    reach = OutOfReach.of(BreakGlass(permission_sets=permission_sets, groups=groups), KNOWN)
    assert (reach.permission_set_arns, reach.principal_ids) == (arns, ids)


@pytest.mark.parametrize(
    ("written", "is_covered"),
    [
        ({"groups": ["g-dev"]}, True),
        ({"directory_users": ["g-dev"]}, True),
        ({"permission_sets": ["ps-read"]}, True),
        ({"permission_sets": [ARN.format("read")]}, True),
        ({"groups": ["g-*"]}, False),
        ({"groups": ["ps-read"]}, True),  # an id is one thing in the world, wherever it stands
        ({"groups": ["g-ops"]}, False),
    ],
)
def test_an_id_holds_where_nobody_knows_the_name_to_it(written, is_covered):
    """What is written as an id is out of reach even if no rule names it and nothing was looked up."""
    reach = OutOfReach.of(BreakGlass(**written), Known())
    assert reach.covers(change(1)) == is_covered
    assert not reach.covers(change(1, action=Action.GRANT))
