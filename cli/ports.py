"""The ports over boto3 for a person's own credentials: the adapters of the Lambdas, and those that read everything."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from lambdas.aws.clients import make_client
from lambdas.aws.directory import AwsDirectory
from lambdas.aws.faults import translated
from lambdas.aws.management import find_management_account_id
from lambdas.aws.permission_sets import AwsPermissionSets
from lambdas.core.shares import COMMAND_LINE, Share
from lambdas.ports import Memory
from lambdas.settings import FunctionSettings
from lambdas.wiring import AwsPorts


class NoMemory:
    """Nothing is remembered: what a command has that knows of no deployed Gatehouse."""

    def recall(self, _kind: str) -> dict[str, dict[str, Any]]:
        """Nothing."""
        return {}

    def recall_one(self, _kind: str, _key: str) -> None:
        """Nothing."""

    def remember(self, _kind: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """A command reads the memory; only the deployed functions write it."""

    def forget(self, _kind: str, keys: Iterable[str]) -> None:
        """The same."""


class CommandLinePorts(AwsPorts):
    """Made from the AWS credentials, Region and AWS_ENDPOINT_URL of this shell; nothing has to be deployed.

    Without `read_tags` the accounts come without their tags, which AWS tells of one account at a time. `deployed` are
    the outputs of Gatehouse's stack, where what is deployed is to be used.
    """

    def __init__(self, *, read_tags: bool = True, deployed: Mapping[str, str] = MappingProxyType({})) -> None:
        with translated("aws", "configuration"):
            make_client("sso-admin")  # a shell without a Region or with an unknown profile is told so at once
        told = FunctionSettings(
            management_account_id=find_management_account_id(make_client("organizations")),
            table_name=deployed.get("TableName", ""),
            accounts_queue_url=deployed.get("AccountsQueueUrl", ""),
            workers_queue_url=deployed.get("WorkersQueueUrl", ""),
            sweep_queue_url=deployed.get("SweepQueueUrl", ""),
            audit_queue_url=deployed.get("AuditQueueUrl", ""),
            drill_queue_url=deployed.get("DrillQueueUrl", ""),
            bus_name=deployed.get("BusName", ""),
        )
        super().__init__(told, read_tags=read_tags)

    @property
    def _share(self) -> Share:
        return COMMAND_LINE

    @cached_property
    def memory(self) -> Memory:  # noqa: D102 - `lambdas.ports` says what each is
        return super().memory if self._told.table_name else NoMemory()

    @cached_property
    def permission_sets(self) -> AwsPermissionSets:  # noqa: D102
        return AwsPermissionSets(make_client("sso-admin"), self._instance.arn)

    @cached_property
    def directory(self) -> AwsDirectory:  # noqa: D102
        return AwsDirectory(make_client("identitystore"), self._instance.identity_store_id)
