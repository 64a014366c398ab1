"""Short stories: read, decide, write. They know ports, never boto3."""
