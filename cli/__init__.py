"""The `gatehouse` command line."""
