"""A deployment of its own: its faults are planted where no other test is disturbed by them."""

import pytest

from tests.e2e.conftest import stage

__all__ = ["stage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/doctor/" in str(item.path):
            item.add_marker("e2e")
