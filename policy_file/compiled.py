"""The policy as the Lambda asset carries it."""

import hashlib
import json

from lambdas.core.policy import Policy


def compile_policy(policy: Policy) -> str:
    """Canonical JSON: the same policy is the same text, whatever the order of keys and however it was written.

    The order of rules and of values in a list stays, since reasons name a rule by its number.
    `Policy.model_validate_json` reads it back.
    """
    plain = policy.model_dump(mode="json", by_alias=True)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def digest_policy(policy: Policy) -> str:
    """The policy in 12 characters: what is deployed and what stands in a file are compared by it."""
    return hashlib.sha256(compile_policy(policy).encode()).hexdigest()[:12]
