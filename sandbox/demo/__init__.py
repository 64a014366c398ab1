"""`make demo`: the three jobs as a story, each end state read back from the embedded AWS with plain boto3."""
