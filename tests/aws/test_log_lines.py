"""Log lines as they leave a function."""

import io
import json

from aws_lambda_powertools import Logger

from lambdas.aws.log_lines import MaskingFormatter


def test_people_are_masked():
    """In a message, in what stands beside it, and in a traceback no e-mail address and no name of a person is left."""
    stream = io.StringIO()
    logger = Logger(service="test-masking", stream=stream, logger_formatter=MaskingFormatter())
    try:
        int("ana@example.com")
    except ValueError:
        logger.exception(
            "cannot offboard ana@example.com", extra={"given_name": "Ana", "results": {"e-1": "ana@x.example"}}
        )
    line = stream.getvalue()
    assert "ana@" not in line.lower()
    found = json.loads(line)
    assert (found["message"], found["given_name"]) == ("cannot offboard ***@example.com", "***")
    assert "***@example.com" in found["exception"]
