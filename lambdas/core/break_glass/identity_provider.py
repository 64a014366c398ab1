"""The way people sign in is changed: the identity source of Identity Center, or the SAML provider of an account.

Names from the Service Authorization Reference; no record of these calls is published. They are what makes the normal
way in fail, and the emergency way in, which is a SAML provider in the emergency account, with it.
"""

from lambdas.core.break_glass.acts import make_change
from lambdas.core.break_glass.finding import Finding, Severity, Subject
from lambdas.core.break_glass.kind import Kind, always, calls
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched
from lambdas.core.rules import Regions

CENTER_CALLS = (
    "AssociateDirectory",
    "DisassociateDirectory",
    "UpdateInstance",
    "DeleteInstance",
    "UpdateSSOConfiguration",
    "PutMfaDeviceManagementForDirectory",
)
DIRECTORY_CALLS = (
    "CreateExternalIdPConfigurationForDirectory",
    "UpdateExternalIdPConfigurationForDirectory",
    "EnableExternalIdPConfigurationForDirectory",
    "DisableExternalIdPConfigurationForDirectory",
    "DeleteExternalIdPConfigurationForDirectory",
    "ImportExternalIdPCertificate",
    "DeleteExternalIdPCertificate",
    "CreateProvisioningTenant",
    "DeleteProvisioningTenant",
    "CreateBearerToken",
    "DeleteBearerToken",
)
SAML_CALLS = ("CreateSAMLProvider", "UpdateSAMLProvider", "DeleteSAMLProvider")
# After these nobody signs in the way they did.
CUTS = ("Delete", "Disable", "Disassociate", "Associate")
CHECK = (
    "Was this planned? If not, put the identity provider's configuration back and look who has signed in since: "
    "whoever controls it can sign in as anybody. If people cannot sign in now, this is an emergency."
)


def _read(record: Record, _: Watched) -> Finding | None:
    severity = Severity.HIGH if record.name.startswith(CUTS) else Severity.MEDIUM
    return make_change(record, severity, _name_subject(record), check=CHECK)


def _name_subject(record: Record) -> Subject:
    if record.source == "iam.amazonaws.com":
        told = record.parameters.get("sAMLProviderArn") or record.parameters.get("name") or record.refused_resource()
        return Subject("SAML provider", str(told or "not told"))
    told = record.parameters.get("instanceArn") or record.parameters.get("directoryId")
    return Subject("identity source", str(told or "of Identity Center"))


KINDS = (
    Kind(
        "IdentityProvider",
        "The way people sign in to Identity Center is changed",
        always(calls(("sso", "sso-directory"), [*CENTER_CALLS, *DIRECTORY_CALLS])),
        _read,
    ),
    Kind(
        "SamlProvider",
        "A SAML provider of an account is changed: it may be the emergency way in",
        always(calls("iam", SAML_CALLS)),
        _read,
        regions=Regions.GLOBAL,
        members=True,
    ),
)
