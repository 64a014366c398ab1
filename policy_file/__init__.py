"""Reads access.yaml: text to a checked `Policy`, with every mistake at its line and column."""
