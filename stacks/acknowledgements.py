"""Findings of cdk-nag that are accepted, each with its reason. What is not accepted here stops `cdk synth`."""

import aws_cdk as cdk
from constructs import Construct


def acknowledge(construct: Construct, rule: str, reason: str) -> None:
    """Accept one finding of the AwsSolutions rules ('SQS3', 'IAM5') on a construct and all below it."""
    finding = f"AwsSolutions::AwsSolutions-{rule}"
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=finding, reason=reason))
