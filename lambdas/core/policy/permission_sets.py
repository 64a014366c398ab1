"""Permission sets: the job functions that the stack creates in Identity Center.

Limits are the API's own (sso-admin and iam service models; IAM Identity Center quotas).
"""

import json
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SerializerFunctionWrapHandler, model_serializer

from lambdas.core.policy.fields import Duration, Model, Shape

INLINE_POLICY_CHARACTERS = 10_240
SHORTEST_SESSION, LONGEST_SESSION = timedelta(hours=1), timedelta(hours=12)

PermissionSetName = Annotated[str, Shape(r"^[\w+=,.@-]{1,32}$", "1 to 32 letters, digits or any of _+=,.@-")]
PolicyName = Annotated[str, Shape(r"^[\w+=,.@-]{1,128}$", "a policy's name, without its path")]
PolicyPath = Annotated[str, Shape(r"^/([A-Za-z0-9.,+@=_-]+/)*$", "a path such as / or /team/")]
ManagedPolicy = Annotated[
    str,
    Shape(
        r"^(arn:aws[a-z-]*:iam::aws:policy/)?([A-Za-z0-9.,+@=_-]+/)*[A-Za-z0-9.,+@=_-]+$",
        "the name or the ARN of an AWS managed policy",
    ),
]


def _check_session(session: timedelta) -> timedelta:
    if not SHORTEST_SESSION <= session <= LONGEST_SESSION:
        raise ValueError("a session lasts from 1h to 12h")
    return session


def _check_inline_policy(document: dict[str, Any]) -> dict[str, Any]:
    written = sum(not letter.isspace() for letter in json.dumps(document))
    if document and "Statement" not in document:
        raise ValueError("expected an IAM policy document with a Statement")
    if written > INLINE_POLICY_CHARACTERS:
        raise ValueError(
            f"an inline policy has at most {INLINE_POLICY_CHARACTERS:,} characters beside spaces, this one {written:,}"
        )
    return document


class CustomerManagedPolicy(Model):
    """A policy that must exist under this name and path in every account the permission set is assigned in."""

    name: PolicyName
    """The policy's name, without its path."""
    path: PolicyPath = "/"
    """The policy's path."""


class PermissionsBoundary(Model):
    """The most a session may do: one AWS managed policy, or one customer managed policy."""

    managed_policy: ManagedPolicy = ""
    """An AWS managed policy, by name or ARN."""
    customer_managed_policy: CustomerManagedPolicy | None = None
    """A policy that must exist in every account the permission set is assigned in."""

    @model_serializer(mode="wrap")
    def _write(self, handler: SerializerFunctionWrapHandler) -> Any:
        """The one that stands: the empty other one could not be read back from the compiled policy."""
        return {key: value for key, value in handler(self).items() if value}


def _check_boundary(boundary: PermissionsBoundary | None) -> PermissionsBoundary | None:
    if boundary and bool(boundary.managed_policy) == bool(boundary.customer_managed_policy):
        raise ValueError("expected either managed_policy or customer_managed_policy")
    return boundary


class PermissionSet(Model):
    """One job function: what its holder may do, and for how long at a time."""

    description: Annotated[str, Field(max_length=700)] = ""
    """What the job function is for; people see it in the access portal."""
    managed_policies: Annotated[tuple[ManagedPolicy, ...], Field(max_length=25)] = ()
    """AWS managed policies, by name (with its path, if it has one: job-function/Billing) or ARN."""
    customer_managed_policies: Annotated[tuple[CustomerManagedPolicy, ...], Field(max_length=25)] = ()
    """Policies of your own that exist, under one name, in every account the permission set is assigned in."""
    inline_policy: Annotated[dict[str, Any], AfterValidator(_check_inline_policy)] = Field(default={})
    """An IAM policy document."""
    permissions_boundary: Annotated[PermissionsBoundary | None, AfterValidator(_check_boundary)] = None
    """The most a session may do, whatever the policies above allow."""
    session: Annotated[Duration, AfterValidator(_check_session)] = SHORTEST_SESSION
    """How long one session lasts: 1h to 12h."""
    relay_state: Annotated[str, Field(max_length=240)] = ""
    """The console page a session opens with."""
