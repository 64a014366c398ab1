"""What the names in the policy mean: remembered where AWS cannot change it, and never believed alone."""

from lambdas.core.memory import Recalled
from lambdas.flows.names import find_permission_sets, read_known
from tests.flows.world import ARNS, POLICY, make_world

BY_ARN = {arn: name for name, arn in ARNS.items()}


def test_a_name_is_asked_for_once():
    """With the names remembered, no permission set is described."""
    ports = make_world()
    known, learned = read_known(POLICY, ports, Recalled(permission_sets=BY_ARN))
    assert known.permission_sets == ARNS
    assert (ports.center.described, learned) == ([], {})


def test_what_is_described_is_learned():
    """Without a memory the names are asked for, and told so that they can be remembered."""
    ports = make_world()
    _, learned = read_known(POLICY, ports, Recalled())
    assert learned == BY_ARN


def test_a_list_that_lost_a_permission_set_is_not_believed():
    """One that is remembered and not listed is asked for by itself, and found."""
    center = make_world().center
    center.unlisted = {ARNS["ReadOnly"]}
    assert find_permission_sets({"ReadOnly"}, center, BY_ARN)[ARNS["ReadOnly"]] == "ReadOnly"


def test_a_permission_set_that_was_deleted_is_not_found():
    """What AWS does not know any more is gone, whatever is remembered."""
    center = make_world().center
    del center.permission_sets["ReadOnly"]
    assert "ReadOnly" not in find_permission_sets({"ReadOnly"}, center, BY_ARN).values()


def test_a_permission_set_that_was_made_again_has_its_new_arn():
    """The name means the permission set that is there now, not the one that is remembered."""
    center = make_world().center
    center.permission_sets["ReadOnly"] = "arn:new"
    assert find_permission_sets({"ReadOnly"}, center, BY_ARN)["arn:new"] == "ReadOnly"
