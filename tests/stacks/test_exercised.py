"""No role is allowed what is not used, for the services where nobody counts who calls: by which test each is exercised.

What Identity Center, its directory and Organizations are asked for is counted: tests/e2e/test_unused_permissions.py.
"""

from pathlib import Path

import pytest

from tests.stacks.conftest import Synthesised
from tests.stacks.reading import FUNCTIONS, LOOPS, allowed

E2E = Path(__file__).parents[1] / "e2e"
COUNTED = ("account-access:", "identitystore:", "organizations:", "sso:")
ALL, LANES = FUNCTIONS, (*LOOPS, "worker_changed")
BECAUSE = "because "
# Functions, actions, and the end-to-end test that has them called; or the reason for which none does.
ROWS = (
    (
        ("drill",),
        (
            "dynamodb:GetItem",
            "dynamodb:Query",
            "events:ListRules",
            "events:ListTargetsByRule",
            "events:PutEvents",
            "sns:ListSubscriptionsByTopic",
        ),
        "test_drill.py::test_the_alarm_arrives",
    ),
    (("drill",), ("sns:Publish",), "test_drill.py::test_a_broken_topic_is_found"),
    (("drill",), ("sqs:SendMessage",), "because what nobody can read is put aside as on every lane"),
    (
        ("break_glass",),
        ("scheduler:CreateSchedule", "iam:PassRole"),
        "test_incidents.py::test_what_nobody_answers_is_told_again",
    ),
    (ALL, ("dynamodb:PutItem",), "test_accounts.py::test_an_account_that_no_longer_exists_is_an_outcome"),
    (LOOPS, ("dynamodb:Query", "dynamodb:BatchWriteItem"), "test_upgrade.py::test_what_stood_before_stands_after"),
    (LOOPS, ("dynamodb:GetItem",), "test_holding.py::test_a_dangerous_plan_waits_for_a_person_and_is_then_applied"),
    (("worker_changed",), ("dynamodb:BatchGetItem",), "test_leavers.py::test_a_future_leaver_waits_for_the_day"),
    (
        ("worker_changed",),
        ("dynamodb:GetItem",),
        "test_leavers_at_once.py::test_everybody_at_once_is_held_and_one_decision_releases_them",
    ),
    (("worker_changed",), ("dynamodb:Query",), "test_waiting.py::test_the_quarantine_ends"),
    (("break_glass",), ("dynamodb:Query",), "because an event that comes again is no second incident"),
    (
        ("worker_webhook",),
        ("dynamodb:DeleteItem",),
        "test_strictness.py::test_a_webhook_is_not_taken_without_the_right_to_publish",
    ),
    (
        ("worker_webhook",),
        ("dynamodb:GetItem", "dynamodb:UpdateItem"),
        "test_leavers.py::test_a_replayed_webhook_has_no_second_effect",
    ),
    (LOOPS, ("events:PutEvents",), "test_drift.py::test_access_that_no_rule_knows_is_left_alone"),
    (("worker_changed",), ("events:PutEvents",), "test_leavers.py::test_a_leaver_loses_everything_with_proof"),
    (
        ("break_glass",),
        ("events:PutEvents",),
        "test_break_glass.py::test_use_is_an_incident_and_a_message_within_seconds",
    ),
    (
        ("worker_webhook",),
        ("events:PutEvents",),
        "test_strictness.py::test_a_webhook_is_not_taken_without_the_right_to_publish",
    ),
    (LOOPS, ("sns:Publish",), "test_holding.py::test_a_dangerous_plan_waits_for_a_person_and_is_then_applied"),
    (("worker_changed",), ("sns:Publish",), "test_leavers.py::test_an_unknown_worker_is_told_to_people"),
    (("break_glass",), ("sns:Publish",), "test_break_glass.py::test_use_is_an_incident_and_a_message_within_seconds"),
    (("worker_webhook",), ("sns:Publish",), "test_hr_systems.py::test_an_employee_nobody_can_look_up"),
    (ALL, ("kms:Decrypt", "kms:GenerateDataKey"), "because SNS asks it of who publishes to a topic with a key"),
    (
        LOOPS,
        ("scheduler:CreateSchedule", "iam:PassRole"),
        "test_accounts.py::test_a_change_that_aws_refused_comes_back",
    ),
    (
        ("worker_changed",),
        ("scheduler:CreateSchedule", "iam:PassRole"),
        "test_leavers.py::test_a_future_leaver_waits_for_the_day",
    ),
    (LOOPS, ("sqs:SendMessage",), "test_accounts.py::test_a_message_nobody_can_read_does_not_block_the_lane"),
    (
        ("worker_changed",),
        ("dynamodb:DeleteItem", "sqs:SendMessage"),
        "test_waiting.py::test_a_wake_up_that_never_fires",
    ),
    (("worker_webhook",), ("secretsmanager:GetSecretValue",), "test_leavers.py::test_another_secret_is_refused"),
    (
        (*LANES, "break_glass", "drill"),
        (
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ReceiveMessage",
        ),
        "because Lambda's event source mapping makes these calls in the function's name",
    ),
    (ALL, ("logs:CreateLogStream", "logs:PutLogEvents"), "because Lambda writes the log in the function's name"),
    (
        ALL,
        ("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
        "because Lambda sends the traces in the function's name",
    ),
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_action_is_exercised(synthesised: Synthesised, name: str) -> None:
    """Each action of a role is exercised by a test that is named here, or has a reason; and nothing else is named."""
    named = {action for functions, actions, _ in ROWS if name in functions for action in actions}
    assert named == {action for action in allowed(synthesised.home, name) if not action.startswith(COUNTED)}


@pytest.mark.parametrize("by", sorted({by for _, _, by in ROWS if not by.startswith(BECAUSE)}))
def test_the_tests_are_there(by: str) -> None:
    """What is named is an end-to-end test."""
    file, _, test = by.partition("::")
    assert f"def {test}(" in (E2E / file).read_text()
