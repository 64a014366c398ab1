"""The adapters: the only importers of boto3. Each implements one port of `lambdas.ports`."""
