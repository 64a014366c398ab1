"""What people are shown is true."""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import BaseModel, RootModel

from lambdas.core.accounts import Account
from lambdas.core.policy import Policy
from policy_file import check_against, read_policy
from policy_file.shape import COUNTED
from tests.policy_file.examples import PAGE, POLICY, blocks

TODAY = date(2030, 1, 15)


def test_the_example_policy_is_read_without_a_warning() -> None:
    """access.yaml is right, and fits the organization that the sandbox seeds."""
    reading = read_policy(POLICY.read_bytes(), "access.yaml", today=TODAY)
    assert (*reading.problems, *reading.warnings) == ()
    assert reading.policy is not None
    assert len(reading.policy.permission_sets) == 7


def test_every_rule_of_the_example_means_an_account() -> None:
    """In an organization with the OUs that the example speaks of, no rule is about nothing."""
    policy = read_policy(POLICY.read_bytes(), "access.yaml", today=TODAY).policy
    places = {
        "payments-dev": ("Workloads", "Dev"),
        "payments-prod": ("Workloads", "Prod"),
        "log-archive": ("Security",),
        "network": ("Infrastructure",),
        "playground": ("Sandbox",),
    }
    accounts = [Account(f"{n:012d}", name, ou_path=path) for n, (name, path) in enumerate(places.items())]
    assert policy is not None
    assert check_against(policy, accounts) == ()


def test_the_commented_exception_of_the_example_is_right() -> None:
    """Whoever takes the comment signs away from the example's exception has a policy that is read."""
    text = POLICY.read_text(encoding="utf-8").replace("exceptions: []\n", "exceptions:\n").replace("\n#  ", "\n  ")
    reading = read_policy(text.encode(), "access.yaml", today=TODAY)
    assert reading.problems == ()
    assert reading.policy is not None
    assert [exception.user for exception in reading.policy.exceptions] == ["alice@example.com"]


@pytest.mark.parametrize("block", blocks())
def test_every_example_of_the_documentation_is_read(block: str) -> None:
    """A YAML block of docs/policy.md is a policy without problems or warnings."""
    reading = read_policy(block.encode(), "docs/policy.md", today=TODAY)
    assert (*reading.problems, *reading.warnings) == ()


def test_every_key_is_documented_and_shown() -> None:
    """Each key of each model stands in a YAML block of docs/policy.md."""
    examples = "\n".join(blocks())
    assert len(blocks()) >= 8
    assert [key for key in sorted(_keys(Policy)) if f"{key}:" not in examples] == []
    assert "`all`" in PAGE.read_text(encoding="utf-8")


def _keys(annotation: Any, seen: frozenset[Any] = frozenset()) -> Iterator[str]:
    """The keys of a model and of everything in it."""
    for inner in get_args(annotation):
        yield from _keys(inner, seen)
    if not isinstance(annotation, type) or annotation in seen or not issubclass(annotation, BaseModel):
        return
    for name, field in annotation.model_fields.items():
        if name not in COUNTED and not issubclass(annotation, RootModel):
            yield field.alias or name
        yield from _keys(field.annotation, seen | {annotation})
