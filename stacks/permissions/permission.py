"""Some actions on some resources, with the reason of every wildcard."""

from dataclasses import dataclass

from aws_cdk import aws_iam as iam


@dataclass(frozen=True, slots=True)
class Permission:
    """Some actions on some resources. `why` gives the reason of every wildcard in the resources; `to` is the purpose.

    Both stand in docs/permissions.md, which is made from the template (`make docs`).
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    why: str = ""
    effect: iam.Effect = iam.Effect.ALLOW
    passed_to: str = ""
    to: str = ""

    def statement(self) -> iam.PolicyStatement:
        """As IAM has it."""
        conditions = {"StringEquals": {"iam:PassedToService": self.passed_to}} if self.passed_to else None
        return iam.PolicyStatement(
            effect=self.effect, actions=list(self.actions), resources=list(self.resources), conditions=conditions
        )

    def explained_wildcards(self) -> tuple[str, ...]:
        """The resources that `why` accounts for. A wildcard without a reason stops `cdk synth`."""
        return tuple(resource for resource in self.resources if "*" in resource) if self.why else ()
