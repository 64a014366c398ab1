"""What runs is what this version would deploy."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cli.doctor.check import Check, fine, problem, warning

DEPLOY = "npx cdk deploy --all, from this checkout; or use the command line of the version that is deployed"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """`mine` and `deployed` are versions, `policy` and `deployed_policy` digests; empty where nothing was told.

    `code` is function -> SHA-256 of its code. All functions share one bundle.
    """

    mine: str
    deployed: str
    policy: str
    deployed_policy: str
    code: Mapping[str, str]


def check_versions(found: VersionFacts) -> Iterator[Check]:
    """The version, the policy, and the code of each function."""
    if found.deployed == found.mine:
        yield fine("version", f"{found.mine} is deployed")
    else:
        what = f"{found.deployed or 'a version that does not say which'} is deployed, and this is {found.mine}"
        yield problem("version", what, "stack Gatehouse", next_step=DEPLOY)
    if found.deployed_policy == found.policy:
        yield fine("policy", "the deployed policy is the one that was read here")
    else:
        yield warning(
            "policy",
            "the deployed policy is another than the one that was read here",
            "stack Gatehouse",
            next_step="gatehouse plan says what would change, npx cdk deploy --all deploys it",
        )
    yield from _check_code(found.code)


def _check_code(code: Mapping[str, str]) -> Iterator[Check]:
    """The bundle that most of them have is the deployed one."""
    most = Counter(code.values()).most_common(1)
    stale = sorted(name for name, digest in code.items() if digest != most[0][0])
    for name in stale:
        yield problem(
            "bundle",
            "the function runs another bundle than the others: a stale one, or one that was changed by hand",
            name,
            next_step="find out in CloudTrail who called UpdateFunctionCode, then deploy Gatehouse again",
        )
    if not stale:
        yield fine("bundle", f"{len(code)} functions run the same one")
