"""The HR systems' own APIs, over the standard library. The only importers of urllib, as `lambdas.aws` is of boto3."""
