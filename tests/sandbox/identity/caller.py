"""The three services as plain boto3 clients, and what tests do with them again and again."""

import itertools
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from tests.sandbox.identity.waiting import wait_until

_numbers = itertools.count(1)


def unique(prefix: str) -> str:
    """A name no other test uses."""
    return f"{prefix}-{next(_numbers)}"


def impatient(sandbox: Any, service: str, session: dict[str, str] | None = None) -> Any:
    """A boto3 client that retries nothing, so that a test sees each refusal; root's, or that of an STS session."""
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=sandbox.endpoint,
        aws_access_key_id=session["AccessKeyId"] if session else "test",
        aws_secret_access_key=session["SecretAccessKey"] if session else "test",
        aws_session_token=session["SessionToken"] if session else None,
        config=Config(retries={"total_max_attempts": 1}),
    )


@dataclass
class Identity:
    """One caller's clients, and the organization's ids."""

    sandbox: Any
    sso: Any
    store: Any
    organizations: Any
    instance_arn: str
    store_id: str
    root_id: str

    def make_permission_set(self, **members: Any) -> str:
        made = self.sso.create_permission_set(InstanceArn=self.instance_arn, Name=unique("Set"), **members)
        return made["PermissionSet"]["PermissionSetArn"]

    def make_user(self, **members: Any) -> str:
        name = unique("user")
        made = self.store.create_user(
            IdentityStoreId=self.store_id,
            **{"UserName": name, "DisplayName": name, "Name": {"GivenName": "A", "FamilyName": "B"}, **members},
        )
        return made["UserId"]

    def make_group(self) -> str:
        return self.store.create_group(IdentityStoreId=self.store_id, DisplayName=unique("group"))["GroupId"]

    def join(self, user_id: str, group_id: str) -> str:
        made = self.store.create_group_membership(
            IdentityStoreId=self.store_id, GroupId=group_id, MemberId={"UserId": user_id}
        )
        return made["MembershipId"]

    def make_account(self) -> str:
        name = unique("account")
        made = self.organizations.create_account(AccountName=name, Email=f"{name}@example.com")
        return self.created(made["CreateAccountStatus"]["Id"])

    def created(self, request: str) -> str:
        """The id of the account a creation makes, once it has."""
        return wait_until(lambda: self.creation(request).get("AccountId"))

    def creation(self, request: str) -> dict[str, Any]:
        answer = self.organizations.describe_create_account_status(CreateAccountRequestId=request)
        return answer["CreateAccountStatus"]

    def key(self, account_id: str, permission_set_arn: str, principal_id: str, kind: str = "USER") -> dict[str, Any]:
        return {
            "InstanceArn": self.instance_arn,
            "TargetId": account_id,
            "TargetType": "AWS_ACCOUNT",
            "PermissionSetArn": permission_set_arn,
            "PrincipalType": kind,
            "PrincipalId": principal_id,
        }

    def assign(self, *key: str) -> dict[str, Any]:
        """Create an assignment and wait for its end; the answer is its last status."""
        made = self.sso.create_account_assignment(**self.key(*key))["AccountAssignmentCreationStatus"]
        return self.assign_status(made["RequestId"])

    def assign_status(self, request: str) -> dict[str, Any]:
        """The last status of a creation, once it has ended."""
        return wait_until(lambda: self._ended("creation", request))

    def unassign(self, *key: str) -> dict[str, Any]:
        """Delete an assignment and wait for its end; the answer is its last status."""
        made = self.sso.delete_account_assignment(**self.key(*key))["AccountAssignmentDeletionStatus"]
        return wait_until(lambda: self._ended("deletion", made["RequestId"]))

    def _ended(self, kind: str, request: str) -> dict[str, Any] | None:
        describe = getattr(self.sso, f"describe_account_assignment_{kind}_status")
        answer = describe(**{"InstanceArn": self.instance_arn, f"AccountAssignment{kind.title()}RequestId": request})
        status = answer[f"AccountAssignment{kind.title()}Status"]
        return status if status["Status"] != "IN_PROGRESS" else None

    def assigned(self, account_id: str, permission_set_arn: str) -> set[str]:
        """The principals that have the permission set in the account."""
        pages = self.sso.get_paginator("list_account_assignments").paginate(
            InstanceArn=self.instance_arn, AccountId=account_id, PermissionSetArn=permission_set_arn
        )
        return {item["PrincipalId"] for page in pages for item in page["AccountAssignments"]}
