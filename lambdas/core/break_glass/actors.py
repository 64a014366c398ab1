"""Who acted: a person, or AWS itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Services that only carry out what a person orders. The console signs calls with `invokedBy: signin.amazonaws.com`, and
# whoever deletes a stack deletes what is in it.
TOOLS = ("signin.amazonaws.com", "cloudformation.amazonaws.com")
CLOUDFORMATION = "cloudformation.amazonaws.com"
SERVICE_LINKED = ":role/aws-service-role/"


@dataclass(frozen=True, slots=True)
class Actor:
    """CloudTrail's userIdentity. No member of it is sure to be there; service events often have not even a type."""

    identity: Mapping[str, Any]

    @property
    def type(self) -> str:
        """Root, IAMUser, AssumedRole, AWSAccount, AWSService, IdentityCenterUser, ..."""
        return str(self.identity.get("type") or "")

    @property
    def account_id(self) -> str:
        """The account it belongs to."""
        return str(self.identity.get("accountId") or "")

    @property
    def user_id(self) -> str:
        """The directory user behind it, where AWS says so."""
        return str(self._inner("onBehalfOf").get("userId") or "")

    @property
    def arn(self) -> str:
        """Its ARN, or nothing: the far side of a cross-account call has none."""
        return str(self.identity.get("arn") or "")

    @property
    def user_name(self) -> str:
        """The IAM user's name; of any other actor nothing."""
        if self.type != "IAMUser":
            return ""
        return str(self.identity.get("userName") or self.arn.rpartition("/")[2])

    @property
    def name(self) -> str:
        """The best AWS tells: ARN, user name, directory user, principal, account; with the person behind a session."""
        names = ("arn", "userName", "principalId", "accountId")
        found = next((str(self.identity[name]) for name in names if self.identity.get(name)), "unknown")
        if found not in (self.arn, self.account_id) and self.account_id:
            found = f"{found} of account {self.account_id}"
        if not self.user_id:
            return found
        person = f"directory user {self.user_id}"
        return f"{found} ({person})" if self.arn else person

    @property
    def invoked_by(self) -> str:
        """The service that made the call, for itself or for somebody."""
        return str(self.identity.get("invokedBy") or "")

    @property
    def issuer(self) -> Mapping[str, Any]:
        """The role a session is of."""
        found = self._inner("sessionContext").get("sessionIssuer")
        return found if isinstance(found, Mapping) else {}

    @property
    def session(self) -> str:
        """What all calls of one session share: when it began, or else its key."""
        attributes = self._inner("sessionContext").get("attributes")
        begun = attributes.get("creationDate") if isinstance(attributes, Mapping) else None
        return str(begun or self.identity.get("accessKeyId") or "")

    @property
    def is_temporary(self) -> bool:
        """Whether it acts with a temporary key (IAM User Guide, unique identifiers: ASIA), and so in a session."""
        return str(self.identity.get("accessKeyId") or "").startswith("ASIA")

    @property
    def is_aws(self) -> bool:
        """Whether an AWS service acted for itself. `type: Root` with `invokedBy` of a service is one, too."""
        invoked = bool(self.invoked_by) and self.invoked_by not in TOOLS
        return invoked or self.type == "AWSService" or SERVICE_LINKED in str(self.issuer.get("arn") or "")

    @property
    def is_cloudformation(self) -> bool:
        """Whether a stack was deployed or deleted, by whomever."""
        return self.invoked_by == CLOUDFORMATION

    def _inner(self, key: str) -> Mapping[str, Any]:
        found = self.identity.get(key)
        return found if isinstance(found, Mapping) else {}
