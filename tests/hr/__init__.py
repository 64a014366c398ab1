"""Signatures computed by another implementation from what each HR system documents; the keys are no one's."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lambdas.core.hr import PROVIDERS
from lambdas.core.webhooks import Scheme

_READ: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text())
BODY: bytes = _READ["raw_body"].encode()


@dataclass(frozen=True)
class Vector:
    """One signed request: the headers as sent, and the secret that signed BODY."""

    name: str
    secret: str
    headers: dict[str, str]

    @property
    def scheme(self) -> Scheme:
        proof = PROVIDERS[self.name].proof
        assert isinstance(proof, Scheme)
        return proof


def _vector(name: str, written: str, *headers: str) -> Vector:
    found = _READ[written]
    return Vector(name, found["key"], {header: found[header] for header in headers})


_HEX = _READ["gusto_personio_style_hex_sha256"]
VECTORS = (
    _vector("bamboohr", "bamboohr", "x-bamboohr-timestamp", "x-bamboohr-signature"),
    _vector("hibob", "hibob", "bob-signature"),
    Vector("gusto", _HEX["key"], {"x-gusto-signature": _HEX["signature"]}),
    Vector("personio", _HEX["key"], {"x-personio-signature": _HEX["signature"]}),
    _vector("deel", "deel", "x-deel-signature"),
)
