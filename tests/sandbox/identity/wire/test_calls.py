"""Counting calls."""


def test_counted_by_operation_and_caller(identity, as_role):
    """Every call counts for its operation and for its caller, whose role stands for all its sessions."""
    sso = as_role("sso-admin", ["sso:*"], role="counted")
    identity.sandbox.local("/_local/reset-calls", {})
    for _ in range(2):
        sso.list_instances()
    identity.organizations.list_roots()
    calls = identity.sandbox.local("/_local/calls", {})
    assert calls["total"] == 3
    assert calls["operations"] == {"sso-admin": {"ListInstances": 2}, "organizations": {"ListRoots": 1}}
    assert calls["callers"]["arn:aws:iam::100000000001:role/counted"] == {"sso-admin:ListInstances": 2}


def test_refused_calls_count(identity, settings, error_of):
    """A throttled call is a call."""
    identity.sandbox.local("/_local/reset-calls", {})
    settings(throttle=True, tps=0.01, burst=0)
    assert error_of(identity.sso.list_instances)[0] == "ThrottlingException"
    assert identity.sandbox.local("/_local/calls", {})["total"] == 1
