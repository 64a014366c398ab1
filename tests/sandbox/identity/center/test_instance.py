"""Which instances of Identity Center a caller sees."""

import pytest

from sandbox.supervisor import SandboxError

OWNER = "222233334444"


@pytest.fixture
def instances(sandbox):
    """Changes which there are; afterwards the organization's is the only one."""
    yield lambda **changed: sandbox.local("/_local/instances", changed)
    sandbox.local("/_local/instances", {"organization": True, "accounts": []})


def owners(sandbox, region="us-east-1"):
    found = sandbox.client("sso-admin", region=region).list_instances()["Instances"]
    return [instance["OwnerAccountId"] for instance in found]


def test_an_instance_is_listed_in_its_own_region_only(sandbox):
    """Another Region's endpoint answers an empty list."""
    assert owners(sandbox) == ["100000000001"]
    assert owners(sandbox, "eu-central-1") == []


def test_an_account_may_have_one_of_its_own(sandbox, instances):
    """Beside the organization's, or where there is none."""
    instances(accounts=[OWNER])
    assert sorted(owners(sandbox)) == ["100000000001", OWNER]
    instances(organization=False)
    assert owners(sandbox) == [OWNER]


def test_a_change_of_anything_else_is_refused(instances):
    """A typing mistake changes nothing unseen."""
    with pytest.raises(SandboxError, match="not acounts"):
        instances(acounts=[OWNER])
