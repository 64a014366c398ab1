"""The embedded AWS's matcher, called as a library."""

import pytest

from sandbox.matching import matches

EVENT = {"source": "aws.sts", "detail": {"eventName": "AssumeRole", "resources": [{"type": "role"}]}}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"source": ["aws.sts"]}, True),
        ({"source": [{"prefix": "aws."}]}, True),
        ({"source": ["aws.iam"]}, False),
        ({"detail": {"eventName": [{"wildcard": "Assume*"}]}}, True),
        ({"detail": {"$or": [{"eventName": ["x"]}, {"resources": {"type": ["role"]}}]}}, True),
        ({"detail": {"errorCode": [{"exists": True}]}}, False),
    ],
)
def test_matching(pattern, expected):
    """A pattern lets through what EventBridge's documentation says it does."""
    assert matches(pattern, EVENT) is expected


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ({"source": [{"wildcard": "a**"}]}, "Consecutive wildcard"),
        ({"source": [{"sounds-like": "a"}]}, "sounds-like"),
        ({"source": "aws.sts"}, "must be an object or an array"),
        ({"detail": {"$or": []}}, "."),
    ],
)
def test_a_pattern_eventbridge_refuses(pattern, says):
    """What cannot be deployed is an error, and never a rule that matches nothing."""
    with pytest.raises(ValueError, match=says):
        matches(pattern, EVENT)
