"""How the services become part of a ministack process."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ministack.app
from ministack.core import iam_actions, router

from sandbox.emulator import local_routes
from sandbox.emulator.identity.access.account_access import AccountAccess
from sandbox.emulator.identity.admission import CenterAdmission, DirectoryAdmission
from sandbox.emulator.identity.center.center import IdentityCenter
from sandbox.emulator.identity.denials import record_denials
from sandbox.emulator.identity.directory.directory import Directory
from sandbox.emulator.identity.organization.evaluation import evaluate
from sandbox.emulator.identity.organization.organization import Organization
from sandbox.emulator.identity.organization.records import account_state
from sandbox.emulator.identity.seeding import Seeding
from sandbox.emulator.identity.stack_set_calls import answer_calls
from sandbox.emulator.identity.stack_sets import StackSets
from sandbox.emulator.identity.templates.bus_policy import BusPolicyType
from sandbox.emulator.identity.templates.permission_set import PermissionSetType
from sandbox.emulator.identity.templates.policy import PolicyType
from sandbox.emulator.identity.templates.stack_set import StackSetType
from sandbox.emulator.identity.templates.types import register
from sandbox.emulator.identity.wire.calls import Calls
from sandbox.emulator.identity.wire.endpoint import Endpoint
from sandbox.emulator.identity.wire.faults import Faults
from sandbox.emulator.identity.wire.later import later
from sandbox.emulator.identity.wire.rest_endpoint import RestEndpoint
from sandbox.emulator.identity.wire.settings import Settings


def install() -> None:
    """Join the services to ministack; once per process, after ministack's environment is set."""
    settings, faults, calls = Settings.from_environment(), Faults(), Calls()
    center, directory = IdentityCenter(settings, faults, later), Directory()
    organization = Organization(settings, faults, later)
    admission = CenterAdmission(settings, organization.administers)
    endpoint = partial(Endpoint, faults=faults, calls=calls)
    sso = endpoint("sso-admin", center.operations(), admit=admission.admit)
    store = endpoint("identitystore", directory.operations(), admit=DirectoryAdmission(settings).admit)
    organizations = endpoint(
        "organizations", organization.operations(), admit=organization.admit, validation_code="InvalidInputException"
    )
    _introduce(center, directory, settings)
    _join("sso-admin", "SWBExternalService", "sso", sso)
    _join("identitystore", "AWSIdentityStore", "identitystore", store)
    ministack.app.SERVICE_HANDLERS["organizations"] = organizations
    access = AccountAccess(
        settings, later, principal_exists=directory.has_principal, administers=organization.administers
    )
    rest_endpoint = partial(RestEndpoint, faults=faults, calls=calls)
    _join_rest("account-access", rest_endpoint("account-access", access.operations(), admit=access.admit))
    everywhere = center.provisioning.provision_everywhere
    register("AWS::SSO::PermissionSet", PermissionSetType(sso.call_from_cloudformation, everywhere))
    register("AWS::Organizations::Policy", PolicyType(organizations.call_from_cloudformation))
    register("AWS::Events::EventBusPolicy", BusPolicyType())
    _register_stack_sets(organization)
    record_denials()
    _open_routes(settings, faults, calls, directory, Seeding(center, directory))
    local_routes.register(f"{local_routes.PREFIX}instances", center.instances.change)


def _register_stack_sets(organization: Organization) -> None:
    stack_sets = StackSets()
    organization.on_account_change.append(stack_sets.follow)
    register("AWS::CloudFormation::StackSet", StackSetType(stack_sets))
    answer_calls(stack_sets)


def _introduce(center: IdentityCenter, directory: Directory, settings: Settings) -> None:
    """Tell each service what it needs to know of the others."""
    center.assigning.account_state = account_state
    center.assigning.principal_exists = directory.has_principal
    center.lists.groups_of = directory.memberships.groups_of

    def forget_assignments(principal_id: str) -> None:
        if not settings.keep_orphans:
            center.assignments.remove_principal(principal_id)

    directory.users.on_delete.append(forget_assignments)
    directory.groups.on_delete.append(forget_assignments)


def _join(service: str, target_prefix: str, iam_namespace: str, endpoint: Endpoint) -> None:
    """Route requests of a service here; its IAM namespace is what turns on enforcement."""
    router.SERVICE_PATTERNS[service] = {
        "target_prefixes": [target_prefix],
        "host_patterns": [],
        "credential_scope": iam_namespace,
    }
    iam_actions.SERVICE_TO_IAM_NAMESPACE[service] = iam_namespace
    ministack.app.SERVICE_HANDLERS[service] = endpoint


def _join_rest(service: str, endpoint: RestEndpoint) -> None:
    """The same for a service whose operations stand in the path: botocore's routes name them to IAM."""
    router.SERVICE_PATTERNS[service] = {"target_prefixes": [], "host_patterns": [], "credential_scope": service}
    iam_actions._BOTOCORE_SERVICE_MAP[service] = [service]  # noqa: SLF001 - ministack has no public way to add one
    iam_actions.SERVICE_TO_IAM_NAMESPACE[service] = service
    ministack.app.SERVICE_HANDLERS[service] = endpoint


def _open_routes(settings: Settings, faults: Faults, calls: Calls, directory: Directory, seeding: Seeding) -> None:
    routes: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "settings": settings.change,
        "faults": faults.change,
        "calls": calls.answer,
        "reset-calls": calls.reset,
        "user-status": directory.users.set_status,
        "external-ids": directory.users.set_external_ids,
        "seed": seeding.seed,
        "evaluate": evaluate,
    }
    for name, handler in routes.items():
        local_routes.register(f"{local_routes.PREFIX}{name}", handler)
