"""The real stacks, deployed once by the real CDK command line to an embedded AWS that enforces IAM."""

import uuid
from collections.abc import Iterator

import pytest
from rich.console import Console

from sandbox.demo.reading import Reader
from sandbox.demo.stage import Stage
from sandbox.demo.stories import EVERYWHERE
from sandbox.demo.timeline import Timeline, wait_for
from sandbox.deploy import bootstrap, deploy
from sandbox.seed import grant_existing_access, make_accounts, seed
from sandbox.supervisor import Sandbox

QUICK = {"async_seconds": "0.3", "create_account_seconds": "0.2"}


# Looks at what all the others have called.
LAST = "test_unused_permissions.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e/" in str(item.path):
            item.add_marker("e2e")
    items.sort(key=lambda item: item.path.name == LAST)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Sandbox.start(identity=QUICK, log=tmp_path_factory.mktemp("sandbox") / "server.log") as sandbox:
        seeded = seed(sandbox)
        bootstrap(sandbox)
        outputs = deploy(sandbox)["Gatehouse"]
        grant_existing_access(sandbox, seeded)
        yield Stage(sandbox, seeded, outputs, Reader(sandbox, seeded), Timeline(Console(quiet=True)))


@pytest.fixture(scope="session")
def inbox(stage: Stage) -> str:
    """A queue that gets what people get."""
    return stage.subscribe()


@pytest.fixture
def account(stage: Stage) -> str:
    """A new account in the root, with the access that every account has."""
    name = f"e2e-{uuid.uuid4().hex[:8]}"
    account_id = make_accounts(stage.sandbox, [name])[name]
    assert wait_for(lambda: stage.reader.access(account_id), lambda found: found == EVERYWHERE) == EVERYWHERE
    return account_id


@pytest.fixture
def new_hour(stage: Stage) -> None:
    """Nobody has left in this hour yet: one session of tests sees more leavers than the policy allows."""
    leavers = {"pk": {"S": "leavers"}, "sk": {"S": "current"}}
    stage.sandbox.client("dynamodb").delete_item(TableName=stage.outputs["TableName"], Key=leavers)
