"""CloudFormation types that ministack lacks: permission sets and organization policies."""
