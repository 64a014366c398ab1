"""Saved queries of CloudWatch Logs Insights: the questions that come up when something is wrong."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from aws_cdk import aws_logs as logs
from constructs import Construct

NEWEST_FIRST: Mapping[str, Any] = MappingProxyType({"sort": "@timestamp desc", "limit": 100})

# By what the console shows below the folder Gatehouse; the values as CDK's `QueryString` takes them.
QUERIES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "Errors": {
            "fields": ["@timestamp", "service", "message", "reason", "exception_name", "request_id", "@message"],
            "filter_statements": ['level = "ERROR" or @message like /Task timed out|Traceback/'],
            **NEWEST_FIRST,
        },
        "OneRequest": {
            "fields": ["@timestamp", "service", "level", "message", "@message"],
            "filter_statements": ['request_id = "put an id here" or xray_trace_id = "put an id here"'],
            "sort": "@timestamp asc",
        },
        "AccountsLookedAt": {
            "fields": ["@timestamp", "service", "messages", "@message"],
            "filter_statements": ['message in ["accounts looked at", "swept", "audited"]'],
            **NEWEST_FIRST,
        },
        "WorkerEvents": {
            "fields": ["@timestamp", "messages", "@message"],
            "filter_statements": ['message in ["worker events handled", "webhook answered"]'],
            **NEWEST_FIRST,
        },
        "SlowestAccess": {
            "filter_statements": ["ispresent(SignalToAccess.0)"],
            "stats_statements": ["pct(SignalToAccess.0, 50), pct(SignalToAccess.0, 99), count(*) by bin(1h)"],
        },
    }
)


def add_queries(scope: Construct, groups: Iterable[logs.ILogGroup]) -> None:
    """All of them, each over the log groups of all functions."""
    found = list(groups)
    for name, written in QUERIES.items():
        logs.QueryDefinition(
            scope,
            f"Query{name}",
            query_definition_name=f"Gatehouse/{name}",
            query_string=logs.QueryString(**written),
            log_groups=found,
        )
