"""The deployment settings that AWS itself can tell: what is expected, and how a person finds it.

The stacks ask for them in these words, and `gatehouse init` fills them in.
"""

PLACEHOLDER = "FILL-IN"

FROM_AWS = {
    "home_region": "the Region of IAM Identity Center, such as eu-central-1; "
    "in the console of IAM Identity Center it stands at the top right",
    "management_account_id": "12 digits; "
    "aws organizations describe-organization --query Organization.MasterAccountId --output text",
    "organization_id": "o-...; aws organizations describe-organization --query Organization.Id --output text",
    "root_id": "r-...; aws organizations list-roots --query 'Roots[0].Id' --output text",
    "instance_arn": "arn:aws:sso:::instance/ssoins-...; "
    "aws sso-admin list-instances --query 'Instances[].[InstanceArn,OwnerAccountId]' --output text",
}
