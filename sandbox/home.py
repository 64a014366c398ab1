"""Where the sandbox's organization lives: the one place for its fixed facts."""

MANAGEMENT_ACCOUNT_ID = "100000000001"
HOME_REGION = "us-east-1"
# Another Region in which a deployment listens.
EDGE_REGION = "us-east-2"
