"""The embedded AWS, read with plain boto3: what the demo believes, instead of anything the product says."""

import json
from functools import cached_property
from typing import Any

from sandbox.seed import Seeded
from sandbox.supervisor import Sandbox


class Reader:
    """Reads by name what stands in AWS now."""

    def __init__(self, sandbox: Sandbox, seeded: Seeded) -> None:
        self._sandbox = sandbox
        self._sso = sandbox.client("sso-admin")
        self._store = sandbox.client("identitystore")
        self._organizations = sandbox.client("organizations")
        self._seeded = seeded

    def access(self, account_id: str) -> frozenset[str]:
        """'Developers: DeveloperAccess' for each assignment of one account; a user stands by its name."""
        instance = self._seeded.instance_arn
        names = self._permission_sets
        provisioned = _pages(
            self._sso,
            "list_permission_sets_provisioned_to_account",
            "PermissionSets",
            InstanceArn=instance,
            AccountId=account_id,
        )
        return frozenset(
            f"{self._principal(item['PrincipalId'])}: {names[arn]}"
            for arn in provisioned
            for item in _pages(
                self._sso,
                "list_account_assignments",
                "AccountAssignments",
                InstanceArn=instance,
                AccountId=account_id,
                PermissionSetArn=arn,
            )
        )

    def matrix(self) -> dict[str, frozenset[str]]:
        """Every account of the organization by name, with its access."""
        accounts = _pages(self._organizations, "list_accounts", "Accounts")
        # Reading everything must not use up the calls that Gatehouse has to share.
        with self._sandbox.behaving(throttle=False):
            return {account["Name"]: self.access(account["Id"]) for account in accounts}

    def memberships(self, user: str) -> frozenset[str]:
        """The groups a user is in."""
        found = _pages(
            self._store,
            "list_group_memberships_for_member",
            "GroupMemberships",
            IdentityStoreId=self._seeded.identity_store_id,
            MemberId={"UserId": self._seeded.users[user]},
        )
        return frozenset(self._principal(item["GroupId"]) for item in found)

    def denied(self, policy_id: str) -> frozenset[str]:
        """The users whose id stands in the quarantine policy, by name where known."""
        # Looking again and again must not use up the calls that Gatehouse has to share.
        with self._sandbox.behaving(throttle=False):
            content = self._organizations.describe_policy(PolicyId=policy_id)["Policy"]["Content"]
        names = {user_id: name for name, user_id in self._seeded.users.items()}
        ids = json.loads(content)["Statement"][0]["Condition"]["StringEquals"]["identitystore:UserId"]
        listed = [ids] if isinstance(ids, str) else ids
        return frozenset(names.get(i, i) for i in listed if not i.startswith("00000000"))

    @cached_property
    def _permission_sets(self) -> dict[str, str]:
        instance = self._seeded.instance_arn
        arns = _pages(self._sso, "list_permission_sets", "PermissionSets", InstanceArn=instance)
        described = (
            self._sso.describe_permission_set(InstanceArn=instance, PermissionSetArn=arn)["PermissionSet"]
            for arn in arns
        )
        return {found["PermissionSetArn"]: found["Name"] for found in described}

    def _principal(self, principal_id: str) -> str:
        names = {i: name for name, i in (*self._seeded.groups.items(), *self._seeded.users.items())}
        return names.get(principal_id, principal_id)


def _pages(client: Any, operation: str, key: str, **parameters: Any) -> list[Any]:
    pages = client.get_paginator(operation).paginate(**parameters)
    return [item for page in pages for item in page[key]]
