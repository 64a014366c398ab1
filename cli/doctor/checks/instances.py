"""Identity Center: is the organization's instance in this Region, what is its directory, who else may write."""

from collections.abc import Iterator
from dataclasses import dataclass

from cli.doctor.check import Check, fine, problem, warning

NAME = "Identity Center"


@dataclass(frozen=True, slots=True)
class Seen:
    """One instance as ListInstances and DescribeInstance tell it. An account's own instance has another owner."""

    arn: str
    owner: str
    region: str
    status: str = "ACTIVE"
    permission_sets: bool = True


@dataclass(frozen=True, slots=True)
class InstanceFacts:
    """`seen` are the instances of every Region that was asked; `unasked` says of each other one why it was not.

    `external` is whether users of the directory come from elsewhere; None where nobody could tell.
    """

    region: str
    management_account_id: str
    seen: tuple[Seen, ...] = ()
    unasked: tuple[str, ...] = ()
    external: bool | None = None
    delegated: tuple[str, ...] = ()

    def organizations(self) -> Seen | None:
        """The organization's instance in the Region of the shell: there is no type, its owner decides."""
        here = (seen for seen in self.seen if seen.region == self.region)
        return next((seen for seen in here if seen.owner == self.management_account_id), None)


def check_instances(found: InstanceFacts) -> Iterator[Check]:
    """The instance, its directory, its delegated administrators."""
    instance = found.organizations()
    if instance is None:
        yield _explain_missing(found)
        return
    yield _check_instance(instance)
    yield _check_source(found)
    for account_id in found.delegated:
        yield warning(
            "delegated administrator",
            "may change permission sets, groups and assignments, except those of the management account",
            account_id,
            next_step="fine where it is meant; give the management account permission sets of its own",
        )


# the organization's instance in another Region   an account's own instance here   what is told
# yes                                             yes or no                        the wrong Region
# no                                              yes                              an account instance is not enough
# no                                              no                               not enabled, as far as was asked
def _explain_missing(found: InstanceFacts) -> Check:
    elsewhere = next((seen for seen in found.seen if seen.owner == found.management_account_id), None)
    if elsewhere is not None:
        return problem(
            NAME,
            f"the organization's instance is in {elsewhere.region}, and this shell works in {found.region}",
            found.region,
            next_step=f"export AWS_DEFAULT_REGION={elsewhere.region}",
        )
    own = next((seen for seen in found.seen if seen.region == found.region), None)
    if own is not None:
        return problem(
            NAME,
            f"only account {own.owner} has an instance here, of its own: it can give no access to accounts",
            own.arn,
            next_step="enable Identity Center in the management account: an organization instance",
        )
    unasked = f"; not asked: {', '.join(found.unasked)}" if found.unasked else ""
    return problem(
        NAME,
        f"the organization has no instance, as far as it could be seen{unasked}",
        found.region,
        next_step="enable Identity Center in the management account, or set AWS_DEFAULT_REGION to the Region it is in",
    )


def _check_instance(instance: Seen) -> Check:
    if instance.status != "ACTIVE":
        return problem(NAME, f"the instance is {instance.status}", instance.arn, next_step="wait until it is ACTIVE")
    if not instance.permission_sets:
        return problem(
            NAME,
            "the instance has multi-account permissions switched off: there are no permission sets",
            instance.arn,
            next_step="enable multi-account permissions in the settings of Identity Center",
        )
    return fine(NAME, f"the organization's instance is in {instance.region}", instance.arn)


def _check_source(found: InstanceFacts) -> Check:
    told = {
        True: "users come from an external identity provider, which must follow when somebody leaves",
        False: "no user that was read comes from elsewhere: it is Identity Center's own directory",
        None: "nobody is in the directory yet: where users come from cannot be told",
    }
    return fine("identity source", told[found.external], found.region)
