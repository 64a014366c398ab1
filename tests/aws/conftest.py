"""Clients that answer what a test says, in order, and check what they are asked (botocore's Stubber)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from botocore.stub import Stubber

from tests.aws.offline import make_offline_client

Stub = Callable[[str], Stubber]


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A stubbed client of a service; every answer the test prepared must have been asked for."""
    with ExitStack() as stack:

        def make(service: str) -> Stubber:
            found = stack.enter_context(Stubber(make_offline_client(service)))
            stack.callback(found.assert_no_pending_responses)
            return found

        yield make
