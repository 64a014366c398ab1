"""The asset: the same for the same inputs, and enough for a function that has nothing else."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import aws_cdk as cdk
import pytest

from stacks import asset
from stacks.asset import AssetError, build_asset
from stacks.pruning import SERVICES
from stacks.target import Target
from tests.stacks.reading import FUNCTIONS

ROOT = Path(__file__).parents[2]
MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
HOST = Target(f"{sys.version_info.major}.{sys.version_info.minor}", MACHINES[platform.machine().lower()])
OTHER = Target(HOST.version, "arm64" if HOST.machine == "x86_64" else "x86_64")
POLICY = '{"access":[]}'


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def built(cache: Path) -> Path:
    return build_asset(ROOT, cache, HOST, POLICY)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The inputs of the asset in another folder."""
    shutil.copytree(ROOT / "lambdas", tmp_path / "lambdas", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    return tmp_path


def _fingerprint(folder: Path) -> str:
    return str(cdk.FileSystem.fingerprint(str(folder)))


def _modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mode for path in folder.rglob("*")}


def test_reproducible(built: Path, copy: Path) -> None:
    """The same inputs in another folder, with nothing cached, give the same files with the same modes."""
    again = build_asset(copy, copy / ".cache", HOST, POLICY)
    assert _fingerprint(again) == _fingerprint(built)
    assert _modes(again) == _modes(built)


def test_cached(built: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build of the same inputs installs nothing."""
    monkeypatch.setattr(asset, "find_uv_bin", lambda: "/nowhere/uv")
    assert build_asset(ROOT, cache, HOST, POLICY) == built


def test_time_zones(built: Path) -> None:
    """The asset has the days of every place with it: a runtime without a data base of time zones is enough."""
    assert (built / "tzdata" / "zoneinfo" / "Europe" / "Berlin").read_bytes().startswith(b"TZif")


def test_policy_counts(built: Path, cache: Path) -> None:
    """Another policy is another asset, and each holds its own."""
    changed = build_asset(ROOT, cache, HOST, '{"access":[1]}')
    assert changed != built
    assert (built / "access.json").read_text() == POLICY
    assert (changed / "access.json").read_text() == '{"access":[1]}'


def test_source_counts(built: Path, cache: Path, copy: Path) -> None:
    """A changed source is another asset, and the earlier one stays as it was."""
    before = _fingerprint(built)
    (copy / "lambdas" / "settings.py").write_text("PREFIX = ''\n")
    changed = build_asset(copy, cache, HOST, POLICY)
    assert changed != built
    assert (changed / "lambdas" / "settings.py").read_text() == "PREFIX = ''\n"
    assert _fingerprint(built) == before


def test_lock_counts(built: Path, cache: Path, copy: Path) -> None:
    """A changed lock is another asset, even where it installs the same."""
    with (copy / "requirements.lock").open("a") as lock:
        lock.write("# another day\n")
    assert build_asset(copy, cache, HOST, POLICY) != built


def test_wrong_hash(cache: Path, copy: Path) -> None:
    """A package that is not the locked one is refused, and leaves nothing behind."""
    lock = copy / "requirements.lock"
    lock.write_text("six==1.17.0 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(AssetError, match=r"cannot install requirements\.lock"):
        build_asset(copy, copy / ".cache", HOST, POLICY)
    assert list((copy / ".cache" / "dependencies").iterdir()) == []


def test_other_processor(cache: Path) -> None:
    """An asset for another processor than this machine's holds that processor's wheels."""
    folder = build_asset(ROOT, cache, OTHER, POLICY)
    machine = {"arm64": "aarch64", "x86_64": "x86_64"}[OTHER.machine]
    compiled = [path.name for path in folder.rglob("*.so")]
    assert compiled
    assert all(machine in name for name in compiled)


def test_nothing_of_the_builder(built: Path) -> None:
    """Nothing in it tells of the machine that built it."""
    names = {path.name for path in built.rglob("*")}
    assert not names & {"__pycache__", "RECORD", "INSTALLER", "direct_url.json", "bin", ".lock"}
    assert not [path for path in built.rglob("*") if path.is_symlink()]


def _run_bare(folder: Path, code: str) -> str:
    """What goes wrong in an interpreter that has the standard library and the asset, and writes nothing into it."""
    path = f'import sys; sys.path[:] = [p for p in sys.path if "-packages" not in p] + [{str(folder)!r}]\n'
    command = [sys.executable, "-I", "-S", "-B", "-c", path + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def test_clients(built: Path) -> None:
    """Nothing but the asset is needed to make a client of every service the adapters use."""
    code = f"import boto3\nfor name in {sorted(SERVICES)!r}: boto3.client(name, region_name='eu-central-1')"
    assert _run_bare(built, code) == ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_handlers(built: Path, name: str) -> None:
    """Nothing but the asset is needed to import a handler: what it imports and the lock has not fails here."""
    assert _run_bare(built, f"from lambdas.handlers.{name} import handler") == ""
