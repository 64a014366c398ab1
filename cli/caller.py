"""Who gives a command."""

from lambdas.aws.clients import make_client
from lambdas.aws.faults import translated


def find_caller() -> str:
    """The ARN by which AWS knows this shell."""
    with translated("sts", "GetCallerIdentity"):
        return str(make_client("sts").get_caller_identity()["Arn"])
