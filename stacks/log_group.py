"""Log groups, and how long CloudWatch Logs can be told to keep them."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

Days = logs.RetentionDays

# By number of days: CloudWatch Logs accepts these and no others (API reference, PutRetentionPolicy).
RETENTIONS = {
    1: Days.ONE_DAY,
    3: Days.THREE_DAYS,
    5: Days.FIVE_DAYS,
    7: Days.ONE_WEEK,
    14: Days.TWO_WEEKS,
    30: Days.ONE_MONTH,
    60: Days.TWO_MONTHS,
    90: Days.THREE_MONTHS,
    120: Days.FOUR_MONTHS,
    150: Days.FIVE_MONTHS,
    180: Days.SIX_MONTHS,
    365: Days.ONE_YEAR,
    400: Days.THIRTEEN_MONTHS,
    545: Days.EIGHTEEN_MONTHS,
    731: Days.TWO_YEARS,
    1096: Days.THREE_YEARS,
    1827: Days.FIVE_YEARS,
    3653: Days.TEN_YEARS,
}


def make_log_group(scope: Construct, name: str, retention_days: int, key: kms.IKey | None) -> logs.LogGroup:
    """A log group that goes with the stack: what must be kept is in the state table.

    Gatehouse masks people in its own lines; CloudWatch masks them in what the runtime writes, such as a traceback.
    """
    people = logs.DataProtectionPolicy(identifiers=[logs.DataIdentifier.EMAILADDRESS])
    return logs.LogGroup(
        scope,
        name,
        retention=RETENTIONS[retention_days],
        removal_policy=RemovalPolicy.DESTROY,
        encryption_key=key,
        data_protection_policy=people,
    )
