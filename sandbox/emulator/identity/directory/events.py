"""The events Identity Store itself puts on the default bus, without CloudTrail."""

from sandbox.emulator import cloudtrail
from sandbox.home import MANAGEMENT_ACCOUNT_ID


def announce(detail_type: str, resource_arn: str) -> None:
    """One of AWS's eight detail-types, such as `User Created`.

    Identity Center user guide, event message structure: the resource's ARN stands in `resources`; of `detail` only
    the schema version is documented, so no more is sent.
    """
    cloudtrail.emit(
        "aws.identitystore",
        detail_type,
        {"event-version": "1.0"},
        account_id=MANAGEMENT_ACCOUNT_ID,
        resources=[resource_arn],
    )
