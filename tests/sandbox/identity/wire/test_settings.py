"""How the sandbox is told to behave."""

import pytest

from sandbox.emulator.identity.wire.settings import Settings
from sandbox.emulator.local_routes import LocalRequestError


def test_defaults_are_the_quotas_of_aws():
    """Without a word the sandbox keeps AWS's quotas."""
    settings = Settings()
    assert (settings.throttle, settings.tps, settings.directory_tps, settings.outstanding) == (True, 20, 20, 15)


def test_environment_overrides(monkeypatch):
    """The environment sets values of each kind."""
    monkeypatch.setenv("SANDBOX_IDENTITY_ASYNC_SECONDS", "0.1")
    monkeypatch.setenv("SANDBOX_IDENTITY_OUTSTANDING", "3")
    monkeypatch.setenv("SANDBOX_IDENTITY_THROTTLE", "false")
    settings = Settings.from_environment()
    assert (settings.async_seconds, settings.outstanding, settings.throttle) == (0.1, 3, False)


@pytest.mark.parametrize("values", [{"speed": 1}, {"tps": "fast"}, {"outstanding": None}])
def test_mistakes_are_refused(values):
    """A setting that does not exist, or a value of the wrong kind, is refused by name."""
    with pytest.raises(LocalRequestError, match=next(iter(values))):
        Settings().change(values)


def test_route_answers_all_settings(identity):
    """The route sets some values and answers all of them."""
    answer = identity.sandbox.local("/_local/settings", {"tps": 7})
    assert answer["tps"] == 7
    assert answer.keys() == vars(Settings()).keys()
