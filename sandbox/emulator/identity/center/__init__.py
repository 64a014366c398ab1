"""IAM Identity Center: its instance, permission sets and account assignments."""
