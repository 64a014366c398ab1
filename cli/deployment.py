"""Where Gatehouse is deployed: the outputs of its stack."""

from botocore.exceptions import ClientError

from lambdas.aws.clients import make_client
from lambdas.aws.faults import is_code, translated
from lambdas.core.errors import RejectError
from lambdas.core.names import STACK


def find_outputs() -> dict[str, str] | None:
    """The outputs of the stack in this account and Region, by name; None when Gatehouse is not deployed here."""
    with translated("cloudformation", "DescribeStacks"):
        try:
            stack = make_client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
        except ClientError as error:
            if is_code(error, "ValidationError"):  # CloudFormation's way to say that there is none
                return None
            raise
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", ())}


def find_deployment() -> dict[str, str]:
    """The same, for commands that need it. Raises RejectError when Gatehouse is not deployed here."""
    outputs = find_outputs()
    if outputs is None:
        raise RejectError(
            f"Gatehouse is not deployed here: this account has no stack {STACK} in this Region. "
            "Check AWS_PROFILE and AWS_DEFAULT_REGION, or deploy it with: cdk deploy --all"
        )
    return outputs
