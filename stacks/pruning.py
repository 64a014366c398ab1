"""What of the installed dependencies a function never reads. Smaller bundles start sooner."""

import shutil
from pathlib import Path

# The services the adapters call. botocore ships a description of every AWS service, about half of the bundle.
SERVICES = frozenset(
    {
        "account-access",
        "dynamodb",
        "events",
        "identitystore",
        "organizations",
        "scheduler",
        "secretsmanager",
        "sns",
        "sqs",
        "sso-admin",
        "sts",
    }
)

# What an installer leaves behind: it differs from run to run, and nothing reads it in a function.
INSTALLER_FILES = ("RECORD", "INSTALLER", "REQUESTED", "WHEEL", "direct_url.json", "uv_cache.json", "zip-safe")


def prune(folder: Path) -> None:
    """Leave what a function needs, licences included, so that equal inputs give equal files."""
    _prune_services(folder / "botocore" / "data")
    for name in INSTALLER_FILES:
        for found in folder.glob(f"*.dist-info/{name}"):
            found.unlink()
    shutil.rmtree(folder / "bin", ignore_errors=True)
    (folder / ".lock").unlink(missing_ok=True)
    for found in folder.rglob("__pycache__"):
        shutil.rmtree(found)


def _prune_services(described: Path) -> None:
    """Only folders go: endpoints.json and its neighbours, which every client reads, are files."""
    missing = [name for name in SERVICES if not (described / name).is_dir()]
    if missing:
        raise FileNotFoundError(f"botocore does not know {', '.join(sorted(missing))}: a misspelt service?")
    for found in described.iterdir():
        if found.is_dir() and found.name not in SERVICES:
            shutil.rmtree(found)
