"""Lambda and CloudFormation: which version and which bundle runs."""

from typing import Any

from cli.doctor.checks.versions import VersionFacts
from cli.doctor.readers.stacks import list_resources
from cli.doctor.site import Site
from lambdas.aws.clients import make_client
from lambdas.aws.faults import translated
from lambdas.version import find_version
from policy_file import digest_policy

# The CDK puts functions of its own beside ours; ours are known by their handler.
HANDLERS = "lambdas."


def read_versions(site: Site) -> VersionFacts:
    """What this is, and what is deployed."""
    functions = [found for found in list_resources(site) if found.type == "AWS::Lambda::Function"]
    described = [_describe(found.id, found.region) for found in functions]
    return VersionFacts(
        mine=find_version(),
        deployed=site.outputs.get("Version", ""),
        policy=digest_policy(site.policy),
        deployed_policy=site.outputs.get("PolicyDigest", ""),
        code={f["FunctionName"]: f["CodeSha256"] for f in described if f.get("Handler", "").startswith(HANDLERS)},
    )


def _describe(name: str, region: str) -> Any:
    with translated("lambda", "GetFunctionConfiguration"):
        return make_client("lambda", region=region).get_function_configuration(FunctionName=name)
