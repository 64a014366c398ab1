"""Deployments as people really have them, a settings file each: what must be true of every one, and of this one."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from cfnlint.api import ManualArgs, lint

from lambdas.core import break_glass, signals
from lambdas.core.policy import Policy
from policy_file import read_policy
from stacks.gatehouse import add_stacks
from stacks.settings import DeploymentSettings, read_settings
from tests.stacks.conftest import FLAGS, STATEFUL
from tests.stacks.reading import allowed, find
from tests.stacks.test_gatehouse import WRITTEN_BY_CDK

ROOT = Path(__file__).parents[2]
FILES = ("same-region", "eu-central-1", "control-tower", "external-directory")
# Types that CloudFormation cannot tag, and the quarantine, which must never change.
UNTAGGED = {
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::CloudWatch::Dashboard",
    "AWS::IAM::Policy",
    "AWS::Lambda::Permission",
    "AWS::Logs::QueryDefinition",
    "AWS::Organizations::Policy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::Scheduler::Schedule",
}


@dataclass(frozen=True)
class Deployment:
    """One settings file with its policy, synthesised: the stacks by name."""

    settings: DeploymentSettings
    policy: Policy
    folder: Path
    stacks: dict[str, Template]
    regions: dict[str, str]

    def resources(self) -> dict[str, dict[str, Any]]:
        """Stack/logical id -> every resource of every stack."""
        return {
            f"{name}/{logical_id}": resource
            for name, template in self.stacks.items()
            for logical_id, resource in template.to_json()["Resources"].items()
        }


def synthesise(name: str, asset: Path, folder: Path) -> Deployment:
    """As `cdk synth` does with this settings file as its context."""
    settings = read_settings(json.loads((ROOT / "tests" / "settings" / f"{name}.json").read_text()))
    reading = read_policy((ROOT / settings.policy).read_bytes(), settings.policy, today=date(2026, 11, 1))
    assert reading.policy is not None, reading.problems
    assert not reading.warnings
    app = cdk.App(outdir=str(folder), context=FLAGS)
    add_stacks(app, settings, reading.policy, asset)
    made = app.synth().stacks
    templates = {stack.stack_name: Template.from_json(stack.template) for stack in made}
    regions = {stack.stack_name: stack.environment.region for stack in made}
    return Deployment(settings, reading.policy, folder, templates, regions)


@pytest.fixture(scope="module")
def deployments(asset: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Deployment]:
    return {name: synthesise(name, asset, tmp_path_factory.mktemp(name)) for name in FILES}


@pytest.fixture(params=FILES)
def deployment(request: pytest.FixtureRequest, deployments: dict[str, Deployment]) -> Deployment:
    return deployments[request.param]


def test_cdk_nag(deployment: Deployment) -> None:
    """The AwsSolutions rules hold; what is accepted is accepted with a reason."""
    report = json.loads((deployment.folder / "validation-report.json").read_text())
    [nag] = [plugin for plugin in report["pluginReports"] if plugin["pluginName"] == "AwsSolutions"]
    assert nag["conclusion"] == "success"
    assert not [each for each in nag["suppressedViolations"] if len(each["reason"]) < 15]


def test_cfn_lint(deployment: Deployment) -> None:
    """CloudFormation's linter has nothing to say of any stack, in the Region it is for."""
    for name, template in deployment.stacks.items():
        arguments = ManualArgs(ignore_checks=WRITTEN_BY_CDK, regions=[deployment.regions[name]])
        assert [str(match) for match in lint(json.dumps(template.to_json()), config=arguments)] == []


def test_every_stack_is_where_it_must_be(deployment: Deployment) -> None:
    """Everything is in the home Region but the edges, which are elsewhere."""
    for name, region in deployment.regions.items():
        assert (region == deployment.settings.home_region) is not name.startswith("GatehouseEdge")


def test_what_holds_state_stays(deployment: Deployment) -> None:
    """What holds state has the logical id it always had: under another one it would be made anew, and be empty."""
    template = deployment.stacks["Gatehouse"].to_json()["Resources"]
    assert {name: kind for name, kind in STATEFUL.items() if template.get(name, {}).get("Type") != kind} == (
        {"AlertsKey9E1197AF": "AWS::KMS::Key"} if deployment.settings.kms_key_arn else {}
    )


def test_tags(deployment: Deployment) -> None:
    """Every resource that can be tagged says which product, version and part it is of; the quarantine is untouched."""
    untagged = {
        resource["Type"]
        for resource in deployment.resources().values()
        if not {"app", "version", "component"} <= set(_tags(resource))
    }
    assert untagged <= UNTAGGED
    manifest = json.loads((deployment.folder / "manifest.json").read_text())
    assert not [each for each in manifest["artifacts"].values() if each.get("properties", {}).get("tags")]


def _tags(resource: dict[str, Any]) -> dict[str, str]:
    """Where CloudFormation has them: as pairs, as a mapping, in a replica of the table."""
    properties = resource.get("Properties", {})
    [first, *_] = properties.get("Replicas", [{}])
    found = properties.get("Tags") or properties.get("HostedZoneTags") or first.get("Tags") or {}
    return found if isinstance(found, dict) else {tag["Key"]: tag["Value"] for tag in found}


def test_alarms_say_what_to_do(deployment: Deployment) -> None:
    """Every alarm reaches the topic, and names a section of the runbook that exists."""
    page = (ROOT / "docs" / "operations.md").read_text()
    anchors = {_anchor(line) for line in page.splitlines() if line.startswith("#")}
    for name, resource in deployment.resources().items():
        if resource["Type"] == "AWS::CloudWatch::Alarm":
            description = resource["Properties"]["AlarmDescription"]
            assert resource["Properties"]["AlarmActions"], name
            assert description.rpartition(" docs/operations.md#")[2] in anchors, description


def _anchor(heading: str) -> str:
    """As GitHub makes it of a heading."""
    words = heading.lstrip("#").strip().lower()
    return "".join(letter for letter in words if letter.isalnum() or letter in "- ").replace(" ", "-")


def test_tls_only(deployment: Deployment) -> None:
    """Every queue and topic refuses plain HTTP."""
    refused = set()
    for name, resource in deployment.resources().items():
        if resource["Type"] in {"AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"}:
            statements = resource["Properties"]["PolicyDocument"]["Statement"]
            if any(_refuses_http(each) for each in statements):
                of = resource["Properties"].get("Queues", []) + resource["Properties"].get("Topics", [])
                refused |= {f"{name.partition('/')[0]}/{each['Ref']}" for each in of}
    kinds = {"AWS::SQS::Queue", "AWS::SNS::Topic"}
    assert refused == {name for name, each in deployment.resources().items() if each["Type"] in kinds}


def _refuses_http(statement: dict[str, Any]) -> bool:
    return statement["Effect"] == "Deny" and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}


def test_same_region(deployments: dict[str, Deployment]) -> None:
    """Where Identity Center is in us-east-1 nothing is forwarded: the rules of Organizations are in the one stack."""
    found = deployments["same-region"]
    assert not [name for name in found.stacks if name == "GatehouseEdge"]
    patterns = [rule["EventPattern"] for rule in find(found.stacks["Gatehouse"], "AWS::Events::Rule").values()]
    assert all(rule.pattern in patterns for rule in signals.edge_rules())


def test_another_region(deployments: dict[str, Deployment]) -> None:
    """Where it is elsewhere, us-east-1 forwards the events of accounts and of break glass to Frankfurt."""
    found = deployments["eu-central-1"]
    made = find(found.stacks["GatehouseEdge"], "AWS::Events::Rule").values()
    patterns = [rule["EventPattern"] for rule in made]
    wanted = (*signals.edge_rules(), *break_glass.event_rules(found.policy.break_glass))
    assert all(rule.pattern in patterns for rule in wanted)
    assert {target["Arn"].split(":")[3] for rule in made for target in rule["Targets"]} == {"eu-central-1"}


def test_control_tower(deployments: dict[str, Deployment]) -> None:
    """In a landing zone its own reports start the loop, and no permission set of its names is made."""
    found = deployments["control-tower"]
    rules = find(found.stacks["Gatehouse"], "AWS::Events::Rule")
    told = json.dumps([rule["EventPattern"] for rule in rules.values()])
    assert all(name in told for name in ("CreateManagedAccount", "UpdateManagedAccount", "EnableBaseline"))
    made = find(found.stacks["GatehousePermissionSets"], "AWS::SSO::PermissionSet").values()
    assert [entry["Name"] for entry in made] == ["WorkloadReader"]


def test_external_directory(deployments: dict[str, Deployment]) -> None:
    """With an external directory no role may write users, or put anybody into a group."""
    writes = {"identitystore:CreateUser", "identitystore:CreateGroupMembership", "identitystore:DeleteUser"}
    assert not writes & allowed(deployments["external-directory"].stacks["Gatehouse"], "worker_changed")
    assert writes <= allowed(deployments["eu-central-1"].stacks["Gatehouse"], "worker_changed")


def test_customer_key(deployments: dict[str, Deployment]) -> None:
    """With a key of the customer's the table, every queue, the topic, every log and the secret are under it."""
    found = deployments["control-tower"]
    arn = found.settings.kms_key_arn
    template = found.stacks["Gatehouse"]
    where = {
        "AWS::DynamoDB::GlobalTable": "Replicas",
        "AWS::SQS::Queue": "KmsMasterKeyId",
        "AWS::SNS::Topic": "KmsMasterKeyId",
        "AWS::Logs::LogGroup": "KmsKeyId",
        "AWS::SecretsManager::Secret": "KmsKeyId",
    }
    for kind, member in where.items():
        made = find(template, kind)
        assert made
        assert [name for name, each in made.items() if arn not in json.dumps(each.get(member))] == []
    assert not find(template, "AWS::KMS::Key")


def test_customer_key_is_used(deployments: dict[str, Deployment]) -> None:
    """Whoever reads or writes what is under the customer's key may use it: every function, and the wake-ups."""
    found = deployments["control-tower"]
    policies = find(found.stacks["Gatehouse"], "AWS::IAM::Policy").values()
    assert [each["PolicyName"] for each in policies if found.settings.kms_key_arn not in json.dumps(each)] == []
