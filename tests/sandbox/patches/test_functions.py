"""Functions run on their bundle, under their own role, and on nothing else."""

import sys

import pytest

from tests.sandbox.identity.waiting import error_of
from tests.sandbox.making import allow, client_as, invoke, make_function, make_role

REPORT = """
import os, sys, tempfile
def handler(event, context):
    return {
        "environment": dict(os.environ),
        "path": sys.path,
        "version": list(sys.version_info[:2]),
        "temporary": tempfile.gettempdir(),
        "here": os.getcwd(),
    }
"""
# The Lambda guide, "Defined runtime environment variables", as far as ministack sets them.
OF_LAMBDA = {
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_TASK_ROOT",
    "LANG",
    "PATH",
    "TZ",
}
# How a function finds this AWS, how its worker talks to ministack, and what keeps this machine tidy.
OF_THE_SANDBOX = {
    "AWS_DISABLE_HOST_PREFIX_INJECTION",
    "AWS_ENDPOINT_URL",
    "PYTHONDONTWRITEBYTECODE",
    "TMPDIR",
    "_LAMBDA_FUNCTION_ARN",
    "_LAMBDA_TIMEOUT",
    "_MINISTACK_INVOKE_DEPTH",
}


@pytest.fixture(scope="module")
def report(sandbox):
    name = make_function(sandbox, REPORT, Environment={"Variables": {"OWN": "yes", "LANG": "C"}})
    return invoke(sandbox, name)


@pytest.mark.parametrize("package", ["boto3", "pydantic", "ministack", "pip"])
def test_a_missing_dependency_is_an_import_error(sandbox, package):
    """A package that this machine has and the bundle lacks is missing, in AWS's words."""
    answer = invoke(sandbox, make_function(sandbox, f"import {package}\ndef handler(event, context): return 1\n"))
    assert f"No module named '{package}'" in answer["errorMessage"]


def test_only_what_lambda_gives(report):
    """A function sees Lambda's variables, its own, and the address of this AWS: none of this machine's."""
    # Python itself adds LC_CTYPE where this machine lacks Lambda's locale (PEP 538).
    assert set(report["environment"]) - {"LC_CTYPE"} == OF_LAMBDA | OF_THE_SANDBOX | {"OWN"}
    assert (report["environment"]["OWN"], report["environment"]["LANG"]) == ("yes", "C")


def test_the_interpreter_is_bare_and_of_this_version(report):
    """A function runs on this machine's Python version, without a package of anybody's."""
    assert report["version"] == list(sys.version_info[:2])
    assert not [path for path in report["path"] if path.startswith(sys.prefix)]


def test_the_time_is_utc(report):
    """A function's clock is UTC, as in AWS, wherever this machine is."""
    assert report["environment"]["TZ"] == ":UTC"


def test_temporary_files_are_the_sandboxs(sandbox, report):
    """What a function writes lies in the sandbox's own folder, which goes with it."""
    assert report["temporary"].startswith(sandbox.place.folder)
    assert report["here"].startswith(sandbox.place.folder)


def test_calls_are_made_under_the_functions_own_role(sandbox):
    """A function's credentials are its role's: what the role may do works, and what it may not is denied."""
    role = make_role(sandbox, allow("sso:ListInstances"))
    environment = invoke(sandbox, make_function(sandbox, REPORT, role=role))["environment"]
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    keys = [environment[name] for name in names]
    arn = client_as(sandbox, "sts", *keys).get_caller_identity()["Arn"]
    assert f":assumed-role/{role.rpartition('/')[2]}/" in arn
    assert client_as(sandbox, "sso-admin", *keys).list_instances()["Instances"]
    code, message = error_of(client_as(sandbox, "organizations", *keys).list_roots)
    assert code == "AccessDeniedException"
    assert arn in message
    assert "organizations:ListRoots" in message
