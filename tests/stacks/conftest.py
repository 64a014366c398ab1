"""One synth for all tests of the stacks, of a deployment whose home Region is not us-east-1."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from lambdas.core.policy import Policy
from stacks.gatehouse import add_stacks
from stacks.settings import DeploymentSettings, read_settings

CONTEXT = {
    "home_region": "eu-central-1",
    "management_account_id": "111122223333",
    "organization_id": "o-exampleorg1",
    "root_id": "r-ab12",
    "instance_arn": "arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6",
    "target": "python3.13-arm64",
    "alert_emails": "security@example.com, oncall@example.com",
    "break_glass_regions": "eu-north-1",
}

CDK_JSON: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cdk.json").read_text())
# CDK's own flags as they are checked in: they change what a template says.
FLAGS = {name: value for name, value in CDK_JSON["context"].items() if name.startswith("@aws-cdk/")}

STACKS = ("Gatehouse", "GatehousePermissionSets", "GatehouseEdge", "GatehouseEdge-eu-north-1", "GatehouseMembers")

# What a deployment must not lose: its logical ids, as they have been since the first version.
STATEFUL = {
    "DrillLaneDeadLetters5C3ACB17": "AWS::SQS::Queue",
    "DrillLaneQueue6AB3B117": "AWS::SQS::Queue",
    "DrillPathInbox2935002E": "AWS::SQS::Queue",
    "LastResortKey98F460AE": "AWS::KMS::Key",
    "LastResortTopicDF0C7116": "AWS::SNS::Topic",
    "AccountsLaneDeadLetters782F4180": "AWS::SQS::Queue",
    "AccountsLaneQueueCF085470": "AWS::SQS::Queue",
    "WorkersLaneDeadLettersFD817C79": "AWS::SQS::Queue",
    "WorkersLaneQueueB871273A": "AWS::SQS::Queue",
    "SweepLaneDeadLetters28385AFB": "AWS::SQS::Queue",
    "SweepLaneQueueE0EBBD40": "AWS::SQS::Queue",
    "AuditLaneDeadLetters6B7EDB72": "AWS::SQS::Queue",
    "AuditLaneQueue573A4A6F": "AWS::SQS::Queue",
    "UndeliveredF3CF66A9": "AWS::SQS::Queue",
    "State1C20CC9A": "AWS::DynamoDB::GlobalTable",
    "BusEA82B648": "AWS::Events::EventBus",
    "AlertsKey9E1197AF": "AWS::KMS::Key",
    "AlertsTopicCF7C81C9": "AWS::SNS::Topic",
    "BreakGlassEventsDeadLetters393693B2": "AWS::SQS::Queue",
    "BreakGlassEventsQueue3DBE8E82": "AWS::SQS::Queue",
    "WakeUpsGroup390E9CF2": "AWS::Scheduler::ScheduleGroup",
    "QuarantinePolicy2E767E18": "AWS::Organizations::Policy",
    "QuarantinePolicy27E278114": "AWS::Organizations::Policy",
    "QuarantinePolicy308D0D88D": "AWS::Organizations::Policy",
    "WebhookSecretF21E29CC": "AWS::SecretsManager::Secret",
    "WebhookApi427E2EB3": "AWS::ApiGatewayV2::Api",
}

POLICY: dict[str, Any] = {
    "permission_sets": {
        "ReadOnly": {"managed_policies": ["ReadOnlyAccess"], "session": "8h"},
        "Billing": {"managed_policies": ["job-function/Billing"], "session": "90m", "description": "Sees the bills"},
        "Database.Admin": {
            "customer_managed_policies": [{"name": "DatabaseAdmin", "path": "/teams/"}],
            "inline_policy": {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Deny", "Action": "rds:DeleteDBCluster", "Resource": "*"}],
            },
            "permissions_boundary": {"managed_policy": "PowerUserAccess"},
            "relay_state": "https://console.aws.amazon.com/rds",
        },
        "DatabaseAdmin": {"permissions_boundary": {"customer_managed_policy": {"name": "Boundary"}}},
        "EmergencyAdmin": {"managed_policies": ["arn:aws:iam::aws:policy/AdministratorAccess"], "session": "1h"},
    },
    "access": [{"group": "Operators", "permission_set": "ReadOnly", "accounts": "all"}],
    "break_glass": {"permission_sets": ["Emergency*"], "groups": ["Emergency"], "roles": ["BreakGlass*"]},
}


@dataclass(frozen=True)
class Synthesised:
    """The templates of one deployment, and the folder the cloud assembly was written to."""

    home: Template
    permission_sets: Template
    edge: Template
    other_edge: Template
    members: Template
    folder: Path


@pytest.fixture(scope="session")
def settings() -> DeploymentSettings:
    return read_settings(CONTEXT)


@pytest.fixture(scope="session")
def policy() -> Policy:
    return Policy.model_validate(POLICY)


@pytest.fixture(scope="session")
def asset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is in the asset does not matter to a template: the tests of the asset build the real one."""
    folder = tmp_path_factory.mktemp("asset")
    (folder / "access.json").write_text("{}")
    return folder


@pytest.fixture(scope="session")
def synthesised(
    settings: DeploymentSettings, policy: Policy, asset: Path, tmp_path_factory: pytest.TempPathFactory
) -> Synthesised:
    folder = tmp_path_factory.mktemp("cdk.out")
    app = cdk.App(outdir=str(folder), context=FLAGS)
    add_stacks(app, settings, policy, asset)
    app.synth()
    read = {name: Template.from_string((folder / f"{name}.template.json").read_text()) for name in STACKS}
    return Synthesised(*(read[name] for name in STACKS), folder=folder)
