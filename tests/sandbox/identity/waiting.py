"""What a test waits for, and how a call fails."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


def wait_until(true: Callable[[], Any], seconds: float = 5.0) -> Any:
    """The first true answer of `true`; fails the test after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := true():
            return answer
        time.sleep(0.02)
    pytest.fail("waited in vain")


def error_of(call: Callable[..., Any], **members: Any) -> tuple[str, str]:
    """The code and message with which a call fails."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]
