"""How clients are made."""

from datetime import UTC

import pytest

from lambdas.aws.clients import make_client
from lambdas.aws.clock import SystemClock


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")


def test_every_client_is_patient_but_not_for_ever() -> None:
    """Retries adapt to what AWS grants, no call waits longer than its time-outs, and AWS's logs say who called."""
    config = make_client("sso-admin").meta.config
    assert config.retries["mode"] == "adaptive"
    assert (config.connect_timeout, config.read_timeout) == (5, 20)
    assert "gatehouse" in config.user_agent


def test_one_client_for_each_service() -> None:
    """A warm function keeps its connections."""
    assert make_client("sns") is make_client("sns")
    assert make_client("sns") is not make_client("events")


def test_clock_is_aware_and_in_utc() -> None:
    """No time without its zone enters a flow."""
    assert SystemClock().now().tzinfo is UTC
