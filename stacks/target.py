"""What the functions run on: a Python version and a processor, as one setting ('python3.13-arm64')."""

import re
from dataclasses import dataclass
from typing import Self

from aws_cdk import aws_lambda as lambda_

NAME = re.compile(r"python(?P<version>3\.\d{1,2})-(?P<machine>arm64|x86_64)")
# AWS Lambda runs on Amazon Linux, whose glibc takes manylinux2014 wheels on both processors.
WHEEL_PLATFORMS = {"arm64": "aarch64-manylinux2014", "x86_64": "x86_64-manylinux2014"}
ARCHITECTURES = {"arm64": lambda_.Architecture.ARM_64, "x86_64": lambda_.Architecture.X86_64}


@dataclass(frozen=True, slots=True)
class Target:
    """A Python version such as '3.13', and 'arm64' or 'x86_64'."""

    version: str
    machine: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 'python3.13-arm64'. Raises ValueError that says what was expected."""
        found = NAME.fullmatch(text)
        if found is None:
            raise ValueError("expected python<version>-<arm64 or x86_64>, such as python3.13-arm64")
        return cls(found["version"], found["machine"])

    @property
    def wheel_platform(self) -> str:
        """The platform whose wheels fit, in uv's words."""
        return WHEEL_PLATFORMS[self.machine]

    @property
    def runtime(self) -> lambda_.Runtime:
        """The Lambda runtime."""
        return lambda_.Runtime(f"python{self.version}", lambda_.RuntimeFamily.PYTHON)

    @property
    def architecture(self) -> lambda_.Architecture:
        """The Lambda architecture."""
        return ARCHITECTURES[self.machine]
