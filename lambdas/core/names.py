"""What Gatehouse calls itself in AWS: by these names it knows its own stack and its own changes."""

STACK = "Gatehouse"
EDGE_STACK = "GatehouseEdge"
MEMBERS_STACK_SET = "GatehouseMembers"
# CloudFormation names a role after its stack, so every role of ours begins so; the nightly sweep does not rely on it.
OWN_ROLE_PREFIX = f"{STACK}-"
# userIdentity.sessionContext.sessionIssuer.userName of a change that somebody else made, as an EventBridge pattern.
BY_SOMEBODY_ELSE = {
    "sessionContext": {
        "sessionIssuer": {"userName": [{"exists": False}, {"anything-but": {"prefix": OWN_ROLE_PREFIX}}]}
    }
}
