"""How far Gatehouse may go by itself."""

from enum import StrEnum

from lambdas.core.policy.fields import Count, Model, Share


class Unmanaged(StrEnum):
    """What happens to assignments that no rule knows."""

    REPORT = "report"
    REVOKE = "revoke"


class Drift(StrEnum):
    """What happens to changes made by hand to what rules manage."""

    REVERT = "revert"
    REPORT = "report"


class MaxRevokes(Model):
    """A plan that revokes more is held until a person approves it."""

    count: Count = 20
    """Revokes in one plan."""
    share: Share = 0.1
    """Part of the managed assignments there are, in a plan for the whole organization."""


class Safety(Model):
    """What is only reported, and what is held for a person."""

    unmanaged: Unmanaged = Unmanaged.REPORT
    """Assignments that no rule knows: report, or revoke. In the management account they are only reported."""
    drift: Drift = Drift.REVERT
    """Changes made by hand to what rules manage: revert, or report."""
    max_revokes: MaxRevokes = MaxRevokes()
    """More revokes than this in one plan: hold it and ask."""
    max_leavers_per_hour: Count = 10
    """More leavers than this in an hour: hold them and ask."""
