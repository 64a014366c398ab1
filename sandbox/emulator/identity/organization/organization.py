"""Organizations as a whole: its parts, wired, and who may call it."""

from ministack.core.responses import get_account_id

from sandbox.emulator.identity.organization.accounts import Accounts
from sandbox.emulator.identity.organization.delegation import Delegation
from sandbox.emulator.identity.organization.policies import policy_operations
from sandbox.emulator.identity.organization.quotas import Quotas
from sandbox.emulator.identity.organization.records import account_state, in_management
from sandbox.emulator.identity.organization.tags import Tags
from sandbox.emulator.identity.organization.tree import tree_operations
from sandbox.emulator.identity.wire.endpoint import Operation
from sandbox.emulator.identity.wire.errors import AwsError
from sandbox.emulator.identity.wire.faults import Faults
from sandbox.emulator.identity.wire.later import Later
from sandbox.emulator.identity.wire.settings import Settings
from sandbox.home import MANAGEMENT_ACCOUNT_ID


class Organization:
    """The organization's operations, on ministack's records."""

    def __init__(self, settings: Settings, faults: Faults, later: Later) -> None:
        self._accounts = Accounts(settings, faults, later)
        self._delegation = Delegation()
        self._tags = Tags()
        self._quotas = Quotas(settings)
        self.administers = self._delegation.administers
        self.on_account_change = self._accounts.on_change

    def operations(self) -> dict[str, Operation]:
        """Every operation of organizations the sandbox has."""
        own = {
            **tree_operations(),
            **self._accounts.operations(),
            **policy_operations(),
            **self._tags.operations(),
            **self._delegation.operations(),
        }
        return {name: in_management(operation) for name, operation in own.items()}

    def admit(self, operation: str) -> None:
        """Let in whoever may call, within the account's quota for the operation."""
        account_id = get_account_id()
        self._check_caller(account_id, operation)
        self._quotas.take(account_id, operation)

    def _check_caller(self, account_id: str, operation: str) -> None:
        """The management account; a delegated administrator to read; any member to describe the organization."""
        if account_id == MANAGEMENT_ACCOUNT_ID:
            return
        if account_state(account_id) is None:
            raise AwsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
        reads = operation.startswith(("List", "Describe"))
        if operation != "DescribeOrganization" and not (reads and self._delegation.administers(account_id)):
            raise AwsError("AccessDeniedException", "You don't have permissions to access this resource.")
