"""What is deployed: the outputs of Gatehouse's home stack."""

from botocore.exceptions import ClientError

from lambdas.aws.clients import make_client
from lambdas.aws.faults import is_code, translated
from lambdas.core.errors import RejectError

STACK = "Gatehouse"


def find_deployment() -> dict[str, str]:
    """The stack's outputs by name ('TableName', 'WorkersQueueUrl', ...). RejectError when Gatehouse is not deployed."""
    with translated("cloudformation", "DescribeStacks"):
        try:
            (stack,) = make_client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        except ClientError as error:
            if is_code(error, "ValidationError"):
                raise RejectError(
                    f"Gatehouse is not deployed here: this account has no stack {STACK} in this Region. "
                    "Check AWS_PROFILE and AWS_REGION, or deploy it with: cdk deploy --all"
                ) from error
            raise
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", ())}
