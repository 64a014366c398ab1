"""AWS Organizations: accounts with the path of their organizational unit and their tags."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lambdas.aws.faults import translated
from lambdas.aws.pages import list_all
from lambdas.core.accounts import Account, AccountState
from lambdas.core.errors import AlertError, MissingError, RetryError

if TYPE_CHECKING:
    from mypy_boto3_organizations import OrganizationsClient

SERVICE = "organizations"
# The older member `Status` says SUSPENDED for what `State` calls CLOSED or SUSPENDED (Organizations user guide).
STATES = {state.value: state for state in AccountState}


class AwsOrganization:
    """Reads the organization, for one invocation: names of organizational units are remembered while this object lives.

    `read_tags=False` is for a policy that selects by no tag: AWS tells the tags of one account at a time, ten a second.
    """

    def __init__(self, client: "OrganizationsClient", *, read_tags: bool = True) -> None:
        self._client, self._read_tags = client, read_tags
        self._ou_names: dict[str, str] = {}
        self._parents: dict[str, tuple[str, str]] = {}

    def find_account(self, account_id: str) -> Account | None:
        """DescribeAccount, the names of the units above it, and its tags; None when AWS knows no such account."""
        try:
            with translated(SERVICE, "DescribeAccount"):
                found: Any = self._client.describe_account(AccountId=account_id)["Account"]
        except MissingError:
            return None
        return self._make_account(found, self._find_path(found))

    def list_accounts(self) -> tuple[Account, ...]:
        """Every account, found by walking the tree: two lists for each organizational unit, whatever its size.

        An account that is met twice was moved meanwhile, and its path is not certain: RetryError.
        """
        roots = list(list_all(SERVICE, self._client.list_roots, "Roots"))
        if len(roots) != 1:
            raise AlertError(f"organizations:ListRoots answered {len(roots)} roots; an organization has one")
        placed = list(self._walk(roots[0]["Id"], ()))
        if len({found["Id"] for found, _ in placed}) < len(placed):
            raise RetryError("an account was moved while the organization was being read")
        return tuple(self._make_account(found, path) for found, path in placed)

    @cached_property
    def _management_account_id(self) -> str:
        with translated(SERVICE, "DescribeOrganization"):
            return self._client.describe_organization()["Organization"]["MasterAccountId"]

    def _walk(self, parent_id: str, path: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
        """Each account as AWS has it, with its path. Nothing else is read meanwhile: the tree may change."""
        for found in list_all(SERVICE, self._client.list_accounts_for_parent, "Accounts", ParentId=parent_id):
            yield found, path
        list_units = self._client.list_organizational_units_for_parent
        for unit in list(list_all(SERVICE, list_units, "OrganizationalUnits", ParentId=parent_id)):
            yield from self._walk(unit["Id"], (*path, unit["Name"]))

    def _make_account(self, found: Any, path: tuple[str, ...]) -> Account:
        return Account(
            id=found["Id"],
            name=found.get("Name", ""),
            # `Status` was announced to go on 2026-09-09; older SDKs have no `State` (API reference, Account).
            state=STATES.get(found.get("State") or found.get("Status") or "", AccountState.UNKNOWN),
            ou_path=path,
            tags=self._tags(found["Id"]) if self._read_tags else {},
            is_management=found["Id"] == self._management_account_id,
        )

    def _tags(self, account_id: str) -> dict[str, str]:
        tags = list_all(SERVICE, self._client.list_tags_for_resource, "Tags", ResourceId=account_id)
        return {tag["Key"]: tag["Value"] for tag in tags}

    def _path_of(self, child_id: str) -> tuple[str, ...]:
        """The names of the organizational units from the root down to the child's parent.

        `Paths` of the account would spare the walk, but holds ids and no names.
        """
        parent_id, kind = self._parent_of(child_id)
        return () if kind == "ROOT" else (*self._path_of(parent_id), self._ou_name(parent_id))

    def _find_path(self, found: Any) -> tuple[str, ...]:
        """`Paths` has the ids of the units from the root down (Organizations API, Account); older answers lack it."""
        paths = found.get("Paths")
        if not paths:
            return self._path_of(found["Id"])
        return tuple(self._ou_name(part) for part in paths[0].split("/") if part.startswith("ou-"))

    def _parent_of(self, child_id: str) -> tuple[str, str]:
        if child_id not in self._parents:
            parents = list(list_all(SERVICE, self._client.list_parents, "Parents", ChildId=child_id))
            if len(parents) != 1:
                raise AlertError(f"organizations:ListParents answered {len(parents)} parents of {child_id}")
            found = (parents[0]["Id"], parents[0]["Type"])
            if not child_id.startswith("ou-"):
                return found  # an account moves: only what cannot be moved is remembered
            self._parents[child_id] = found
        return self._parents[child_id]

    def _ou_name(self, ou_id: str) -> str:
        if ou_id not in self._ou_names:
            with translated(SERVICE, "DescribeOrganizationalUnit"):
                answer = self._client.describe_organizational_unit(OrganizationalUnitId=ou_id)
            self._ou_names[ou_id] = answer["OrganizationalUnit"]["Name"]
        return self._ou_names[ou_id]
