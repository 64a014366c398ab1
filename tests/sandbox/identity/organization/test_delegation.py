"""Delegated administrators and trusted services."""

import pytest

_SSO = "sso.amazonaws.com"


@pytest.fixture
def delegate(identity):
    account = identity.make_account()
    identity.organizations.register_delegated_administrator(AccountId=account, ServicePrincipal=_SSO)
    return account


def test_delegate_is_listed_in_pages(identity, delegate):
    """Delegated administrators are paged, and each one's services too."""
    other = identity.make_account()
    for service in (_SSO, "config.amazonaws.com"):
        identity.organizations.register_delegated_administrator(AccountId=other, ServicePrincipal=service)
    administrators = identity.organizations.get_paginator("list_delegated_administrators").paginate(
        ServicePrincipal=_SSO, PaginationConfig={"PageSize": 1}
    )
    services = identity.organizations.get_paginator("list_delegated_services_for_account").paginate(
        AccountId=other, PaginationConfig={"PageSize": 1}
    )
    assert {delegate, other} <= {one["Id"] for page in administrators for one in page["DelegatedAdministrators"]}
    found = {one["ServicePrincipal"] for page in services for one in page["DelegatedServices"]}
    assert found == {_SSO, "config.amazonaws.com"}


def test_delegate_may_read(identity, delegate, error_of):
    """A delegated administrator may list the organization, and may not change it; a former one may not even list."""
    client = identity.sandbox.client("organizations", access_key=delegate)
    assert client.list_roots()["Roots"][0]["Id"] == identity.root_id
    code, _ = error_of(client.create_organizational_unit, ParentId=identity.root_id, Name="mine")
    assert code == "AccessDeniedException"
    identity.organizations.deregister_delegated_administrator(AccountId=delegate, ServicePrincipal=_SSO)
    assert error_of(client.list_roots)[0] == "AccessDeniedException"


def test_registered_once(identity, delegate, error_of):
    """Registering twice, or deregistering what is not registered, is refused."""
    again = {"AccountId": delegate, "ServicePrincipal": _SSO}
    code, _ = error_of(identity.organizations.register_delegated_administrator, **again)
    assert code == "AccountAlreadyRegisteredException"
    identity.organizations.deregister_delegated_administrator(**again)
    code, _ = error_of(identity.organizations.deregister_delegated_administrator, **again)
    assert code == "AccountNotRegisteredException"


def test_trusted_services_in_pages(identity):
    """Trusted services are enabled, paged, and disabled; Identity Center is one from the start."""

    def trusted():
        pages = identity.organizations.get_paginator("list_aws_service_access_for_organization").paginate(
            PaginationConfig={"PageSize": 1}
        )
        return {one["ServicePrincipal"] for page in pages for one in page["EnabledServicePrincipals"]}

    identity.organizations.enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    assert trusted() == {_SSO, "ram.amazonaws.com"}
    identity.organizations.disable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    assert trusted() == {_SSO}
