"""The quarantine of leavers is weakened, or who rules the organization is changed.

AWS facts: UpdatePolicy says the policy's name, DetachPolicy and DeletePolicy only its id. Organizations reports in
us-east-1 of the management account; a refused LeaveOrganization in the account that tried.
"""

from lambdas.core.break_glass.acts import make_change
from lambdas.core.break_glass.finding import Finding, Severity, Subject
from lambdas.core.break_glass.kind import BY_OTHERS, Kind, always, calls
from lambdas.core.break_glass.record import Record
from lambdas.core.break_glass.watched import Watched
from lambdas.core.rules import Regions

QUARANTINE = "GatehouseQuarantine"
SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"
POLICY_CALLS = ("UpdatePolicy", "DetachPolicy", "DeletePolicy", "DisablePolicyType")
RULE_CALLS = (
    "LeaveOrganization",
    "RegisterDelegatedAdministrator",
    "DeregisterDelegatedAdministrator",
    "PutResourcePolicy",
    "DeleteResourcePolicy",
)
CHECK_QUARANTINE = (
    "Leavers may be able to use the sessions they still have. Deploy Gatehouse again, which puts the policy back, and "
    "end the caller's sessions."
)
CHECK_OTHER = "Was this change planned? If the policy is the one that protects your break-glass roles, put it back."
CHECK_RULE = "Was this change planned? If not, undo it and end the caller's sessions."


def _read_policy(record: Record, _: Watched) -> Finding | None:
    if _type(record) not in ("", SERVICE_CONTROL_POLICY):
        return None
    name = _name(record)
    subject = Subject("service control policy", name or str(record.parameters.get("policyId") or "not told"))
    if name == QUARANTINE or record.name == "DisablePolicyType":
        return make_change(record, Severity.CRITICAL, subject, check=CHECK_QUARANTINE)
    # A call that gives a name may have renamed the quarantine.
    told_apart = name and "name" not in record.parameters
    return make_change(record, Severity.LOW if told_apart else Severity.MEDIUM, subject, check=CHECK_OTHER)


def _type(record: Record) -> str:
    told = record.text("responseElements", "policy", "policySummary", "type")
    return told or str(record.parameters.get("policyType") or "")


def _name(record: Record) -> str:
    """The name a policy has now. One that is renamed loses its old name, which then nothing tells."""
    told = record.text("responseElements", "policy", "policySummary", "name")
    return told or str(record.parameters.get("name") or "")


def _read_rule(record: Record, _: Watched) -> Finding | None:
    parameters = record.parameters
    told = parameters.get("accountId") or parameters.get("servicePrincipal") or record.account_id
    return make_change(record, Severity.MEDIUM, Subject("organization", str(told)), check=CHECK_RULE)


KINDS = (
    Kind(
        "ServiceControlPolicies",
        "A service control policy is changed, detached or deleted: it may be the quarantine of leavers",
        always(calls("organizations", POLICY_CALLS, **BY_OTHERS)),
        _read_policy,
        regions=Regions.GLOBAL,
    ),
    Kind(
        "OrganizationRule",
        "An account tries to leave the organization, or who may act for it is changed",
        always(calls("organizations", RULE_CALLS)),
        _read_rule,
        regions=Regions.GLOBAL,
        members=True,
    ),
)
