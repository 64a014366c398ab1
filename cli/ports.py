"""The ports over boto3 for a person's own credentials: the adapters of the Lambdas, and those that read everything."""

from functools import cached_property

from lambdas.aws.clients import make_client
from lambdas.aws.directory import AwsDirectory
from lambdas.aws.faults import translated
from lambdas.aws.management import find_management_account_id
from lambdas.aws.organization import AwsOrganization
from lambdas.aws.permission_sets import AwsPermissionSets
from lambdas.settings import FunctionSettings
from lambdas.wiring import AwsPorts


class CommandLinePorts(AwsPorts):
    """Made from the AWS credentials, Region and AWS_ENDPOINT_URL of this shell; nothing has to be deployed.

    Without `read_tags` the accounts come without their tags, which AWS tells of one account at a time.
    """

    def __init__(self, *, read_tags: bool = True) -> None:
        with translated("aws", "configuration"):
            make_client("sso-admin")  # a shell without a Region or with an unknown profile is told so at once
        super().__init__(
            FunctionSettings(management_account_id=find_management_account_id(make_client("organizations")))
        )
        self._read_tags = read_tags

    @cached_property
    def organization(self) -> AwsOrganization:  # noqa: D102 - `lambdas.ports` says what each is
        return AwsOrganization(make_client("organizations"), read_tags=self._read_tags)

    @cached_property
    def permission_sets(self) -> AwsPermissionSets:  # noqa: D102
        return AwsPermissionSets(make_client("sso-admin"), self._instance.arn)

    @cached_property
    def directory(self) -> AwsDirectory:  # noqa: D102
        return AwsDirectory(make_client("identitystore"), self._instance.identity_store_id)
