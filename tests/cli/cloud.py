"""An organization made and read through plain boto3: whatever answers at AWS_ENDPOINT_URL, nothing here knows more."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config

AWS_POLICIES = "arn:aws:iam::aws:policy/"


@dataclass
class Cloud:
    """Ids by the names people use. `environment` is what a shell would have."""

    environment: Mapping[str, str]
    ous: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    permission_sets: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            region_name=self.environment["AWS_DEFAULT_REGION"],
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
            config=Config(retries={"mode": "standard", "max_attempts": 10}),
        )

    @cached_property
    def sso(self) -> Any:
        return self.client("sso-admin")

    @cached_property
    def store(self) -> Any:
        return self.client("identitystore")

    @cached_property
    def organizations(self) -> Any:
        return self.client("organizations")

    @cached_property
    def instance(self) -> dict[str, str]:
        (found,) = self.sso.list_instances()["Instances"]
        return {"InstanceArn": found["InstanceArn"]}

    @cached_property
    def store_id(self) -> dict[str, str]:
        (found,) = self.sso.list_instances()["Instances"]
        return {"IdentityStoreId": found["IdentityStoreId"]}

    @cached_property
    def management_id(self) -> str:
        return str(self.organizations.describe_organization()["Organization"]["MasterAccountId"])

    @cached_property
    def root_id(self) -> str:
        return str(self.organizations.list_roots()["Roots"][0]["Id"])

    def add_ou(self, *names: str) -> str:
        """The OU at this path of names; those above it are made as well."""
        path = "/".join(names)
        if not names:
            return self.root_id
        if path not in self.ous:
            parent = self.add_ou(*names[:-1])
            made = self.organizations.create_organizational_unit(ParentId=parent, Name=names[-1])
            self.ous[path] = made["OrganizationalUnit"]["Id"]
        return self.ous[path]

    def add_accounts(self, wanted: Mapping[str, tuple[str, ...]]) -> None:
        """Account name -> names of its OUs from the root down."""
        asked = {name: self._ask_for_account(name) for name in wanted}
        for name, path in wanted.items():
            self.accounts[name] = self._account_id(asked[name])
            if path:
                self.organizations.move_account(
                    AccountId=self.accounts[name], SourceParentId=self.root_id, DestinationParentId=self.add_ou(*path)
                )

    def _ask_for_account(self, name: str) -> str:
        made = self.organizations.create_account(AccountName=name, Email=f"aws+{name.replace(' ', '-')}@example.com")
        return str(made["CreateAccountStatus"]["Id"])

    def _account_id(self, request: str) -> str:
        while True:
            status = self.organizations.describe_create_account_status(CreateAccountRequestId=request)
            if account_id := status["CreateAccountStatus"].get("AccountId"):
                return str(account_id)
            time.sleep(0.02)

    def close_account(self, name: str) -> None:
        """Close it, and wait until it is not ACTIVE."""
        self.organizations.close_account(AccountId=self.accounts[name])
        while self.organizations.describe_account(AccountId=self.accounts[name])["Account"]["Status"] == "ACTIVE":
            time.sleep(0.02)

    def add_group(self, name: str, *members: str) -> str:
        self.groups[name] = self.store.create_group(DisplayName=name, **self.store_id)["GroupId"]
        for member in members:
            user = {"UserId": self.users.get(member) or self.add_user(member)}
            self.store.create_group_membership(GroupId=self.groups[name], MemberId=user, **self.store_id)
        return self.groups[name]

    def add_user(self, name: str) -> str:
        email = f"{name}@example.com"
        self.users[name] = self.store.create_user(
            UserName=email,
            DisplayName=name.title(),
            Name={"GivenName": name.title(), "FamilyName": "Example"},
            Emails=[{"Value": email, "Primary": True}],
            **self.store_id,
        )["UserId"]
        return self.users[name]

    def add_permission_set(
        self, name: str, *managed: str, inline: Any = None, boundary: Any = None, **more: str
    ) -> str:
        arn = self.sso.create_permission_set(Name=name, **self.instance, **more)["PermissionSet"]["PermissionSetArn"]
        about = {"PermissionSetArn": arn, **self.instance}
        for policy in managed:
            self.sso.attach_managed_policy_to_permission_set(ManagedPolicyArn=AWS_POLICIES + policy, **about)
        if inline:
            self.sso.put_inline_policy_to_permission_set(InlinePolicy=json.dumps(inline), **about)
        if boundary:
            self.sso.put_permissions_boundary_to_permission_set(PermissionsBoundary=boundary, **about)
        self.permission_sets[name] = arn
        return str(arn)

    def grant(self, principal: str, permission_set: str, *account_ids: str) -> None:
        """To a group, or else a user, of this name; AWS has done it when this returns."""
        kind = "GROUP" if principal in self.groups else "USER"
        asked = [
            self.sso.create_account_assignment(
                TargetId=account_id,
                TargetType="AWS_ACCOUNT",
                PermissionSetArn=self.permission_sets[permission_set],
                PrincipalType=kind,
                PrincipalId=self.groups.get(principal) or self.users[principal],
                **self.instance,
            )["AccountAssignmentCreationStatus"]["RequestId"]
            for account_id in account_ids
        ]
        for request in asked:
            self._wait(request)

    def _wait(self, request: str) -> None:
        while True:
            answer = self.sso.describe_account_assignment_creation_status(
                AccountAssignmentCreationRequestId=request, **self.instance
            )
            status = answer["AccountAssignmentCreationStatus"]
            assert status["Status"] != "FAILED", status
            if status["Status"] == "SUCCEEDED":
                return
            time.sleep(0.02)

    def held_by(self, group: str) -> set[tuple[str, str]]:
        """(Account name, permission set name) of everything the group holds."""
        pages = self.sso.get_paginator("list_account_assignments_for_principal").paginate(
            PrincipalId=self.groups[group], PrincipalType="GROUP", **self.instance
        )
        accounts = {account_id: name for name, account_id in self.accounts.items()}
        names = {arn: name for name, arn in self.permission_sets.items()}
        items = [item for page in pages for item in page["AccountAssignments"]]
        return {(accounts.get(i["AccountId"], i["AccountId"]), names[i["PermissionSetArn"]]) for i in items}
