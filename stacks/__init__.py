"""The CDK stacks and constructs: what `cdk deploy` makes."""
