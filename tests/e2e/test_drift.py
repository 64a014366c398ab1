"""What hands change, in the real organization, is found and put right."""

from typing import Any

from sandbox.demo.stage import Stage
from sandbox.demo.stories import EVERYWHERE, IN_DEV
from sandbox.demo.timeline import wait_for


def arn_of(stage: Stage, permission_set: str) -> str:
    return next(arn for arn, name in stage.reader._permission_sets.items() if name == permission_set)


def by_hand(stage: Stage, verb: str, account_id: str, group: str, permission_set: str) -> None:
    """As an administrator in a hurry does it."""
    getattr(stage.sandbox.client("sso-admin"), f"{verb}_account_assignment")(
        InstanceArn=stage.seeded.instance_arn,
        TargetId=account_id,
        TargetType="AWS_ACCOUNT",
        PermissionSetArn=arn_of(stage, permission_set),
        PrincipalType="GROUP",
        PrincipalId=stage.seeded.groups[group],
    )


def becomes(stage: Stage, account_id: str, promised: frozenset[str]) -> None:
    found = wait_for(lambda: stage.reader.access(account_id), lambda found: found == promised)
    assert sorted(found) == sorted(promised)


def noticed(stage: Stage, account_id: str) -> bool:
    """Whether the change by hand has its record."""

    def signals() -> list[str]:
        return [record["signal"] for record in stage.documents(f"account#{account_id}")]

    return "AssignmentByHand" in wait_for(signals, lambda found: "AssignmentByHand" in found)


def drift_of(stage: Stage, account_id: str) -> list[str]:
    found = wait_for(
        lambda: [line for r in stage.documents(f"account#{account_id}") for line in r.get("drift", ())], bool
    )
    return list(found)


def test_access_granted_by_hand_is_taken_away(stage: Stage, account: str) -> None:
    """A managed pair in an account where no rule gives it is revoked within the minute, and recorded as drift."""
    by_hand(stage, "create", account, "Developers", "Developer")
    assert noticed(stage, account)
    becomes(stage, account, EVERYWHERE)
    assert any("revoke group Developers, Developer" in line for line in drift_of(stage, account))


def test_access_revoked_by_hand_is_given_back(stage: Stage) -> None:
    """What a rule gives and somebody takes away is granted again within the minute."""
    account_id = stage.seeded.accounts["orders-dev"]
    by_hand(stage, "delete", account_id, "Developers", "Developer")
    assert any("grant group Developers, Developer" in line for line in drift_of(stage, account_id))
    becomes(stage, account_id, IN_DEV)


def test_access_that_no_rule_knows_is_left_alone(stage: Stage, account: str) -> None:
    """A pair that no rule has is reported and stays."""
    by_hand(stage, "create", account, "Finance", "ReadOnly")
    assert noticed(stage, account)
    becomes(stage, account, EVERYWHERE | {"Finance: ReadOnly"})


def test_a_group_that_is_renamed_loses_nothing_and_is_told(stage: Stage, account: str) -> None:
    """The policy names a group that is called otherwise now: its access stays, and the finding stands in the record."""
    store, group_id = stage.sandbox.client("identitystore"), stage.seeded.groups["Finance"]
    rename(store, stage, group_id, "Controlling")
    try:
        found = wait_for(lambda: findings(stage), bool)
        assert "group 'Finance' of the policy is called 'Controlling' in AWS now" in found
        becomes(stage, account, EVERYWHERE)
    finally:
        rename(store, stage, group_id, "Finance")


def rename(store: Any, stage: Stage, group_id: str, name: str) -> None:
    store.update_group(
        IdentityStoreId=stage.seeded.identity_store_id,
        GroupId=group_id,
        Operations=[{"AttributePath": "displayName", "AttributeValue": name}],
    )


def findings(stage: Stage) -> list[str]:
    """What the sweep found for people to mend."""
    documents = stage.documents("account#*")
    return [line for document in documents for line in document.get("findings", ())]
