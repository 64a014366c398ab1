"""The quarantine: its policies stand at the root, and more of others still find room there."""

from collections.abc import Iterator
from dataclasses import dataclass

from cli.doctor.check import Check, fine, problem

NAME = "quarantine"


@dataclass(frozen=True, slots=True)
class QuarantineFacts:
    """`policy_ids` are those of the deployment; `attached` stand at the root."""

    root_id: str
    policy_ids: tuple[str, ...]
    attached: frozenset[str]


def check_quarantine(found: QuarantineFacts) -> Iterator[Check]:
    """Each policy that the root lacks."""
    loose = [policy_id for policy_id in found.policy_ids if policy_id not in found.attached]
    if not loose:
        yield fine(NAME, f"{len(found.policy_ids)} policies are attached to the root", found.root_id)
    for policy_id in loose:
        yield problem(
            NAME,
            "the policy is not attached to the root: the leavers in it are not denied",
            policy_id,
            next_step=f"aws organizations attach-policy --policy-id {policy_id} --target-id {found.root_id}",
        )
