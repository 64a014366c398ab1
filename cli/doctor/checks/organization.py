"""The organization: all features, service control policies, and who is asking."""

from collections.abc import Iterator
from dataclasses import dataclass

from cli.doctor.check import Check, fine, problem

CONTROL_TOWER = "controltower.amazonaws.com"
SCP = "SERVICE_CONTROL_POLICY"


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """`policy_types` are those enabled on the root, `trusted` the service principals with trusted access."""

    id: str
    management_account_id: str
    caller_account_id: str
    root_id: str
    all_features: bool = True
    policy_types: frozenset[str] = frozenset({SCP})
    trusted: frozenset[str] = frozenset()


def check_organization(found: OrganizationFacts) -> Iterator[Check]:
    """Whether Gatehouse can be at home here."""
    yield _check_caller(found)
    if not found.all_features:
        yield problem(
            "all features",
            "the organization has consolidated billing only: it knows no service control policies",
            found.id,
            next_step="aws organizations enable-all-features, and let every invited account agree",
        )
    yield _check_policies(found)
    set_up = CONTROL_TOWER in found.trusted
    yield fine("Control Tower", "is set up: its accounts are followed, too" if set_up else "is not set up", found.id)


def _check_caller(found: OrganizationFacts) -> Check:
    if found.caller_account_id == found.management_account_id:
        return fine("management account", "these credentials are of the management account", found.caller_account_id)
    return problem(
        "management account",
        f"these credentials are of account {found.caller_account_id}, not of the management account",
        found.management_account_id,
        next_step=f"use credentials of {found.management_account_id}: Gatehouse is deployed there",
    )


def _check_policies(found: OrganizationFacts) -> Check:
    if SCP in found.policy_types:
        return fine("service control policies", "are enabled on the root", found.root_id)
    return problem(
        "service control policies",
        "are not enabled on the root: the open sessions of leavers cannot be denied",
        found.root_id,
        next_step=f"aws organizations enable-policy-type --root-id {found.root_id} --policy-type {SCP}",
    )
