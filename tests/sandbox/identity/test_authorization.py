"""IAM holds for the identity services."""

import pytest


@pytest.mark.parametrize(
    ("service", "call", "allowed"),
    [
        ("sso-admin", lambda client: client.list_instances(), "sso:ListInstances"),
        ("identitystore", lambda client: client.list_identity_stores(), "identitystore:ListIdentityStores"),
        ("organizations", lambda client: client.list_roots(), "organizations:ListRoots"),
    ],
)
def test_only_what_the_role_may(as_role, error_of, service, call, allowed):
    """A role that may make a call makes it, and a role that may not is denied."""
    call(as_role(service, [allowed]))
    code, _ = error_of(lambda: call(as_role(service, ["s3:ListBucket"])))
    assert code in {"AccessDenied", "AccessDeniedException"}


def test_members_do_not_reach_identity_center(identity, error_of):
    """A member account may not call Identity Center, until it is delegated to."""
    account = identity.make_account()
    sso = identity.sandbox.client("sso-admin", access_key=account)
    assert error_of(sso.list_instances)[0] == "AccessDeniedException"
    identity.organizations.register_delegated_administrator(AccountId=account, ServicePrincipal="sso.amazonaws.com")
    assert sso.list_instances()["Instances"][0]["InstanceArn"] == identity.instance_arn
