"""Secrets from a template are what the template says, and are referred to by ARN.

AWS: GenerateSecretString honours every Exclude member, and `Ref` gives the ARN (CloudFormation reference,
AWS::SecretsManager::Secret). ministack: only ExcludeCharacters, and `Ref` gives the name, so that a role allowed to
read the ARN it was given could not.
"""

# ruff: noqa: SLF001  (the provisioner is private)

import string
from typing import Any

from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners

TYPE = "AWS::SecretsManager::Secret"
EXCLUDED = {
    "ExcludePunctuation": string.punctuation,
    "ExcludeNumbers": string.digits,
    "ExcludeUppercase": string.ascii_uppercase,
    "ExcludeLowercase": string.ascii_lowercase,
}


def apply() -> None:
    """Replace what the template's three operations answer and generate."""
    generate = provisioners._sm_secret_string

    def generate_as_told(properties: dict[str, Any]) -> Any:
        told = properties.get("GenerateSecretString") or {}
        excluded = "".join(letters for member, letters in EXCLUDED.items() if _is_true(told.get(member)))
        told = {**told, "ExcludeCharacters": told.get("ExcludeCharacters", "") + excluded}
        return generate({**properties, "GenerateSecretString": told} if excluded else properties)

    provisioners._sm_secret_string = generate_as_told
    handlers = provisioners._RESOURCE_HANDLERS[TYPE]
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]
    handlers.update(
        create=lambda *given: _by_arn(create(*given)),
        update=lambda arn, *given, **named: _by_arn(update(_name(arn), *given, **named)),
        delete=lambda arn, *given, **named: delete(_name(arn), *given, **named),
    )


def _is_true(value: object) -> bool:
    return str(value).lower() == "true"


def _by_arn(made: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    _, attributes = made
    return attributes["Arn"], attributes


def _name(arn: str) -> str:
    return next((name for name, found in secretsmanager._secrets.items() if found["ARN"] == arn), arn)
