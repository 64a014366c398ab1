"""Functions run on their bundle and on nothing else.

AWS: the runtime's interpreter, the bundle, and the variables of the Lambda guide ("Defined runtime environment
variables"). ministack: the interpreter it runs on itself, with all of its packages, and every variable of its own.
So a dependency that is missing from the bundle would still be found here, and fail first in AWS.
"""

# ruff: noqa: SLF001  (ministack has no setting for it)

import os
import subprocess
from typing import Any

from ministack.core import lambda_runtime

INTERPRETER = "SANDBOX_FUNCTION_PYTHON"
# Beside these a function sees its own variables, which ministack hands to the worker by another way.
GIVEN = ("AWS_", "LAMBDA_", "_LAMBDA_", "_X_AMZN_")
FROM_HERE = ("TMPDIR",)
ALWAYS = {"PATH": "/usr/bin:/bin", "LANG": "en_US.UTF-8", "TZ": ":UTC", "PYTHONDONTWRITEBYTECODE": "1"}


class _CleanedSubprocess:
    """The `subprocess` module as the workers' module sees it: a worker starts with what Lambda gives it, no more."""

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    @staticmethod
    def Popen(*args: Any, env: dict[str, str], **options: Any) -> Any:  # noqa: N802 - its name
        """Start a worker under a cleaned environment."""
        given = {name: value for name, value in env.items() if name.startswith(GIVEN)}
        kept = {name: os.environ[name] for name in FROM_HERE if name in os.environ}
        start: Any = subprocess.Popen
        return start(*args, env={**given, **kept, **ALWAYS}, **options)


def apply() -> None:
    """Use the bare interpreter that the supervisor made, and clean what it starts with."""
    detect = lambda_runtime._detect_runtime_binary

    def detect_bare(runtime: str) -> tuple[str, str]:
        binary, script = detect(runtime)
        return (os.environ[INTERPRETER] if runtime.startswith("python") else binary), script

    lambda_runtime._detect_runtime_binary = detect_bare
    lambda_runtime.subprocess = _CleanedSubprocess()
