"""An upgrade: deployed, used, deployed again with another policy; what stood there before stands there still."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from sandbox.demo.hr import Sender, left
from sandbox.demo.reading import Reader
from sandbox.demo.stage import Stage
from sandbox.demo.timeline import Matrix, Timeline, wait_for
from sandbox.deploy import bootstrap, deploy
from sandbox.seed import email, grant_existing_access, seed
from sandbox.supervisor import Sandbox
from tests.e2e.conftest import QUICK
from tests.e2e.test_sweep import swept

POLICY = Path(__file__).parents[2] / "access.yaml"
DROPPED = '  - {group: Operators, permission_set: DatabaseAdmin, accounts: [{ou: Workloads/Dev}, {name: "*-prod"}]}\n'
# Everything that DROPPED gave may go at once.
LIMIT, NO_LIMIT = "max_revokes: {count: 20, share: 10%}", "max_revokes: {count: 100, share: 100%}"
WHERE = ("Arn", "Function", "Group", "Id", "Ids", "Name", "Url")
GONE = "Operators: DatabaseAdmin"


@pytest.fixture
def deployed() -> Iterator[Stage]:
    """A Gatehouse of this test's own, with access that has grown."""
    with Sandbox.start(identity=QUICK, log=Path("e2e-upgrade.log")) as sandbox:
        seeded = seed(sandbox)
        bootstrap(sandbox)
        outputs = deploy(sandbox)["Gatehouse"]
        grant_existing_access(sandbox, seeded)
        yield Stage(sandbox, seeded, outputs, Reader(sandbox, seeded), Timeline(Console(quiet=True)))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The policy without one rule."""
    text = POLICY.read_text()
    assert DROPPED in text
    assert LIMIT in text
    file = tmp_path / "access.yaml"
    file.write_text(text.replace(DROPPED, "").replace(LIMIT, NO_LIMIT))
    return file


def leave(stage: Stage, user: str) -> list[dict]:
    """HR says so; the certificates when one is complete."""
    status, _ = Sender(stage.webhook_url(), stage.webhook_secret()).post(left(email(user), f"w-{user}"))
    assert status == 202
    return wait_for(lambda: certificates(stage, user), lambda found: any(one["complete"] for one in found))


def kept(outputs: dict[str, str]) -> dict[str, str]:
    """The outputs that say where something is; others may say which policy is deployed."""
    return {name: value for name, value in outputs.items() if name.endswith(WHERE)}


def certificates(stage: Stage, user: str) -> list[dict]:
    return stage.documents(f"certificate#{stage.seeded.users[user]}")


def without(matrix: Matrix, line: str) -> dict[str, frozenset[str]]:
    return {account: frozenset(lines - {line}) for account, lines in matrix.items()}


@pytest.mark.timeout(300)
def test_what_stood_before_stands_after(deployed: Stage, changed: Path) -> None:
    """Names, secret, quarantine and certificates stay; what the dropped rule gave is remembered, and revoked."""
    assert wait_for(lambda: swept(deployed, "Deployed"), bool)
    proof = leave(deployed, "goran")
    secret, access, sweeps = deployed.webhook_secret(), deployed.reader.matrix(), len(swept(deployed, "Deployed"))
    assert any(GONE in lines for lines in access.values())

    after = replace(deployed, outputs=deploy(deployed.sandbox, context={"policy": str(changed)})["Gatehouse"])

    assert kept(after.outputs) == kept(deployed.outputs)
    assert after.webhook_secret() == secret
    assert certificates(after, "goran") == proof
    assert "goran" in after.reader.denied(after.outputs["QuarantinePolicyId"])
    assert wait_for(lambda: swept(after, "Deployed"), lambda found: len(found) > sweeps)
    assert after.reader.matrix() == without(access, GONE)
    assert leave(after, "hana")
    assert {"goran", "hana"} <= after.reader.denied(after.outputs["QuarantinePolicyId"])
