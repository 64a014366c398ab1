"""One embedded AWS for all of these tests."""

from collections.abc import Iterator

import pytest

from sandbox.supervisor import Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start() as started:
        yield started
