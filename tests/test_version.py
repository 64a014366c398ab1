"""Which Gatehouse this is."""

import re
import tomllib
from pathlib import Path

from lambdas.core.policy import Policy
from lambdas.version import RELEASE, find_version
from policy_file import digest_policy

ROOT = Path(__file__).parent.parent


def test_the_release_is_that_of_the_package():
    """What is deployed and what is installed have one number."""
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == RELEASE


def test_the_version_tells_the_code():
    """The release, and twelve characters that differ when the code does."""
    assert re.fullmatch(rf"{re.escape(RELEASE)}\+[0-9a-f]{{12}}", find_version())


def test_a_policy_is_known_by_its_digest():
    """Equal policies have one, and any other has another."""
    power = {"managed_policies": ["PowerUserAccess"]}
    one, same, other = ({"permission_sets": {name: power}} for name in ("Power", "Power", "Other"))
    digests = [digest_policy(Policy.model_validate(policy)) for policy in (one, same, other)]
    assert digests[0] == digests[1] != digests[2]
