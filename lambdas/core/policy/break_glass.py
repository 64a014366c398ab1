"""Access for emergencies: what no plan touches, and whose use is never unseen."""

from datetime import timedelta

from lambdas.core.policy.fields import Duration, Many, Model, Text


class Protect(Model):
    """What the alarm depends on, beside Gatehouse's own parts, which are always protected. Names or ARNs; globs."""

    trails: Many[Text] = ()
    """CloudTrail trails."""
    rules: Many[Text] = ()
    """EventBridge rules."""
    topics: Many[Text] = ()
    """SNS topics."""
    alarms: Many[Text] = ()
    """CloudWatch alarms."""


class BreakGlass(Model):
    """Names are globs; ids are accepted. Nothing here has to exist."""

    permission_sets: Many[Text] = ()
    """Permission sets whose use is an incident and that no plan revokes."""
    groups: Many[Text] = ()
    """Groups whose access no plan revokes, and that no plan takes a member out of."""
    roles: Many[Text] = ()
    """IAM roles, by name, in any account."""
    users: Many[Text] = ()
    """IAM users, by name, in any account."""
    directory_users: Many[Text] = ()
    """Users of Identity Center whose access no plan revokes: e-mail address or id."""
    protect: Protect = Protect()
    """Trails, rules, topics and alarms whose change is an incident."""
    acknowledge_within: Duration = timedelta(hours=4)
    """A person has to acknowledge an incident within this time, or it is raised again."""
    drill_every: Duration = timedelta(days=30)
    """How often the path of the alarm is tested."""
