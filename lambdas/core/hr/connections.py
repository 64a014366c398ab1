"""How each HR system is connected: the one secret that a person edits, as typed values.

{"current": "...", "previous": "", "bamboohr": {"current": "...", ...}, ...}: at the top the keys of the native format,
which may stand under "native" as well.
"""

import json
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from lambdas.core.errors import AlertError
from lambdas.core.hr.mapping import EmployeeMapping
from lambdas.core.webhooks import Scheme

NATIVE = "native"
SECRETS = ("current", "previous")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Api(_Model):
    """Where an employee's record is read: BambooHR's by `company` and `key`, any other by `url` and `headers`.

    `url` has {id} where the employee's id belongs. With a `body` the call is a POST of that JSON, else a GET.
    """

    company: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")
    key: str = Field(default="", repr=False)
    url: str = ""
    headers: dict[str, str] = Field(default={}, repr=False)
    body: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if not self.url and not (self.company and self.key):
            raise ValueError("expected company and key, or url and headers")
        parts = urlsplit(self.url)
        if self.url and not (parts.scheme == "https" and parts.hostname and "{id}" in parts.path + parts.query):
            raise ValueError("url: expected https://... with {id} in it")
        return self


class Connection(_Model):
    """One HR system. `current` and `previous` are both valid while a secret is rotated.

    `company` is the sender's id that its bodies must name; `sources` are the networks it may call from; `time_zone` is
    where a bare date ends; `signature` overrides how the sender signs; `handshake` lets it introduce itself once.
    """

    current: str = Field(default="", repr=False)
    previous: str = Field(default="", repr=False)
    company: str = ""
    sources: tuple[IPv4Network | IPv6Network, ...] = ()
    time_zone: str = ""
    signature: Scheme | None = None
    handshake: bool = False
    mapping: EmployeeMapping | None = None
    api: Api | None = None

    @field_validator("time_zone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key if value else ""
        except (ValueError, LookupError, OSError) as error:
            raise ValueError("expected an IANA time zone such as Europe/Berlin") from error

    def secrets(self) -> tuple[str, ...]:
        """Those that are valid now, the current one first."""
        return tuple(secret for secret in (self.current, self.previous) if secret)

    def awaits_handshake(self) -> bool:
        """Only until there is a secret: nobody introduces himself twice."""
        return self.handshake and not self.secrets()

    def may_call_from(self, address: str) -> bool:
        """Whether the address is in one of `sources`; anything is, where none is declared."""
        try:
            return not self.sources or any(ip_address(address) in network for network in self.sources)
        except ValueError:
            return False


def parse_connection(written: str, source: str) -> Connection | None:
    """The connection of one source, or None: what is wrong with another one is not its trouble.

    Raises AlertError that says what is wrong, and never what stands there.
    """
    try:
        document = json.loads(written)
    except ValueError as error:
        raise AlertError("the webhook secret is not JSON") from error
    if not isinstance(document, dict):
        raise AlertError('the webhook secret is not {"current": "...", "previous": "...", ...}')
    if source == NATIVE and NATIVE not in document:
        document = {NATIVE: {name: document[name] for name in SECRETS if name in document}}
    return _parse(source, document[source]) if source in document else None


def _parse(name: str, document: Any) -> Connection:
    try:
        found = Connection.model_validate(document)
    except ValidationError as error:
        problems = "; ".join(_problem(name, problem) for problem in error.errors(include_input=False))
        raise AlertError(f"the webhook secret is wrong: {problems}") from error
    if not found.secrets() and not found.handshake:
        raise AlertError(f"the webhook secret is empty for {name}: none of its webhooks can be verified")
    return found


def _problem(name: str, problem: Mapping[str, Any]) -> str:
    return f"{'.'.join([name, *(str(part) for part in problem['loc'])])}: {problem['msg']}"
