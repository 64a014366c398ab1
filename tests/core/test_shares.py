"""The shares of the lanes fit into what Identity Center allows."""

import pytest

from lambdas.core.shares import CALLS_PER_SECOND, COMMAND_LINE, OUTSTANDING, SHARES
from lambdas.flows import account_changed, audit, sweep, waiting

TAGS_READ_PER_SECOND = 10  # ListTagsForResource (Organizations User Guide, "Quotas")
LANES = {account_changed.LANE, waiting.LANE, sweep.LANE, audit.LANE}


def test_every_lane_has_its_share():
    """No lane without one, and none for a lane that is not there."""
    assert SHARES.keys() == LANES


def test_all_lanes_together_stay_below_the_quota():
    """What all of them may do at once is what AWS allows one instance, or less."""
    assert sum(share.calls_per_second for share in SHARES.values()) <= CALLS_PER_SECOND
    assert sum(share.outstanding for share in SHARES.values()) <= OUTSTANDING


@pytest.mark.parametrize("lane", sorted(LANES))
def test_no_share_is_nothing(lane):
    """Every lane gets on, however slowly."""
    assert SHARES[lane].calls_per_second >= 1
    assert SHARES[lane].outstanding >= 1


def test_a_person_leaves_a_part_to_the_lanes():
    """The command line alone does not take the whole quota."""
    assert COMMAND_LINE.calls_per_second < CALLS_PER_SECOND
    assert COMMAND_LINE.outstanding < OUTSTANDING


def test_who_waits_for_nobody_has_most():
    """New accounts and leavers come before the sweep, and the sweep before the audit."""
    order = [SHARES[lane].calls_per_second for lane in ("accounts", "workers", "sweep", "audit")]
    assert order == sorted(order, reverse=True)


def test_who_reads_everything_leaves_a_part_of_organizations():
    """The lanes that read the whole organization are held below its quota; the others, which read little, are not."""
    held = {lane for lane, share in SHARES.items() if 0 < share.organizations_per_second < TAGS_READ_PER_SECOND}
    assert held == {"sweep", "audit"}
