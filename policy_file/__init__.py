"""Reads access.yaml: text to a checked `Policy`, with every mistake at its line and column."""

from policy_file.against import check_against
from policy_file.compiled import compile_policy, digest_policy
from policy_file.problems import Problem, Reading, Severity
from policy_file.reader import read_policy
from policy_file.schema import json_schema, schema_text

__all__ = [
    "Problem",
    "Reading",
    "Severity",
    "check_against",
    "compile_policy",
    "digest_policy",
    "json_schema",
    "read_policy",
    "schema_text",
]
