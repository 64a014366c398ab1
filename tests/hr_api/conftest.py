"""The API of an HR system, on the loopback."""

from collections.abc import Iterator

import pytest

from tests.hr_api.server import Api, serving


@pytest.fixture
def api() -> Iterator[Api]:
    with serving() as found:
        yield found
