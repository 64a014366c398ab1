"""The one asset of all functions: `lambdas/`, its locked dependencies, and the policy as access.json.

Built without Docker, for the target's Python and processor. Every part is kept under the cache folder by a key of all
that goes into it, so a second synth builds nothing, and a changed lock, source or policy builds a new one.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from uv import find_uv_bin

from stacks import pruning
from stacks.target import Target

POLICY_NAME = "access.json"
PACKAGE = "lambdas"


class AssetError(Exception):
    """The asset cannot be built: the message says which step failed and why."""


def build_asset(root: Path, cache: Path, target: Target, compiled_policy: str) -> Path:
    """The folder to deploy, made of `root`/lambdas and `root`/requirements.lock. It must not be changed."""
    dependencies = _build_dependencies(root / "requirements.lock", cache, target)
    sources = sorted((root / PACKAGE).rglob("*.py"))
    inputs = [(str(path.relative_to(root)).encode(), path.read_bytes()) for path in sources]
    key = _key([(b"dependencies", dependencies.name.encode()), (b"policy", compiled_policy.encode()), *inputs])

    def assemble(folder: Path) -> None:
        # Hard links: a build costs its own files only, and the dependencies in the cache are never written again.
        shutil.copytree(dependencies, folder, copy_function=os.link, dirs_exist_ok=True)
        for path in sources:
            _write(folder / path.relative_to(root), path.read_bytes())
        _write(folder / POLICY_NAME, compiled_policy.encode())

    return _cached(cache / "asset" / key, assemble)


def _build_dependencies(lock: Path, cache: Path, target: Target) -> Path:
    pruned = Path(pruning.__file__).read_bytes()
    key = _key([(b"lock", lock.read_bytes()), (b"target", repr(target).encode()), (b"pruning", pruned)])

    def install(folder: Path) -> None:
        _install(lock, target, folder)
        pruning.prune(folder)
        _make_readable(folder)

    return _cached(cache / "dependencies" / key, install)


def _install(lock: Path, target: Target, folder: Path) -> None:
    # The lock names every package, so none is resolved; the hashes make another file than the locked one an error.
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--link-mode", "copy"]
    platform = ["--python-platform", target.wheel_platform, "--python-version", target.version]
    command = [find_uv_bin(), "pip", "install", "--quiet", *options, *platform, "--target", str(folder)]
    done = subprocess.run([*command, "-r", str(lock)], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise AssetError(f"cannot install {lock.name} for {target}:\n{done.stderr.strip()}")


def _make_readable(folder: Path) -> None:
    """Lambda runs as another user than the one who built; and modes must not depend on the builder's umask."""
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o644)


def _key(inputs: Iterable[tuple[bytes, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, content in inputs:
        digest.update(b"%d:%s%d:%s" % (len(name), name, len(content), content))
    return digest.hexdigest()[:32]


def _cached(folder: Path, build: Callable[[Path], None]) -> Path:
    """`folder`, built unless it is there. It appears whole or not at all, also when two synths build it at once."""
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".building-"))
    try:
        building.chmod(0o755)
        build(building)
        _put(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return folder


def _put(building: Path, folder: Path) -> None:
    try:
        building.rename(folder)
    except OSError:
        # Another synth was first: its folder is as good as ours.
        if not folder.is_dir():
            raise
