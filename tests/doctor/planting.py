"""Faults for doctor to find, each gone when its block ends."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sandbox.demo.stage import Stage
from sandbox.home import HOME_REGION, MANAGEMENT_ACCOUNT_ID

OWN = "Gatehouse"


def find_resource(stage: Stage, kind: str, name: str) -> str:
    """What AWS calls the resource of this type whose logical id begins so."""
    pages = stage.sandbox.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName="Gatehouse")
    found = [item for page in pages for item in page["StackResourceSummaries"] if item["ResourceType"] == kind]
    return next(str(item["PhysicalResourceId"]) for item in found if item["LogicalResourceId"].startswith(name))


@contextmanager
def recorded(stage: Stage, partition: str, at: datetime, result: str) -> Iterator[None]:
    """A record in the ledger, of this time."""
    table, name = stage.sandbox.client("dynamodb"), stage.outputs["TableName"]
    key = {"pk": {"S": partition}, "sk": {"S": f"planted-{uuid.uuid4()}"}}
    document = json.dumps({"at": at.isoformat(), "result": result, "signal": "SweepDue"})
    table.put_item(TableName=name, Item={**key, "document": {"S": document}})
    try:
        yield
    finally:
        table.delete_item(TableName=name, Key=key)


@contextmanager
def forgotten(stage: Stage, partition: str) -> Iterator[None]:
    """None of the ledger's records of this partition."""
    table, name = stage.sandbox.client("dynamodb"), stage.outputs["TableName"]
    about = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": partition}}}
    items = table.query(TableName=name, **about)["Items"]
    for item in items:
        table.delete_item(TableName=name, Key={"pk": item["pk"], "sk": item["sk"]})
    try:
        yield
    finally:
        for item in items:
            table.put_item(TableName=name, Item=item)


@contextmanager
def narrowed(stage: Stage, rule: str) -> Iterator[None]:
    """The rule lets nothing through."""
    events = stage.sandbox.client("events")
    before = events.describe_rule(Name=rule)
    kept = {key: before[key] for key in ("Name", "State", "Description")}
    events.put_rule(**kept, EventPattern='{"source": ["nothing"]}')
    try:
        yield
    finally:
        events.put_rule(**kept, EventPattern=before["EventPattern"])


@contextmanager
def unheard(stage: Stage) -> Iterator[None]:
    """Nobody but Gatehouse itself listens to the topic."""
    sns, topic = stage.sandbox.client("sns"), stage.outputs["TopicArn"]
    listed = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    others = [one for one in listed if not one["Endpoint"].rpartition(":")[2].startswith(OWN)]
    for one in others:
        sns.unsubscribe(SubscriptionArn=one["SubscriptionArn"])
    try:
        yield
    finally:
        for one in others:
            sns.subscribe(TopicArn=topic, Protocol=one["Protocol"], Endpoint=one["Endpoint"])


@contextmanager
def outdated(stage: Stage, function: str) -> Iterator[None]:
    """The function runs other code than what is deployed."""
    functions = stage.sandbox.client("lambda")
    functions.update_function_code(FunctionName=function, ZipFile=_pack("lambdas/handlers/audit.py", "VERSION = 0\n"))
    try:
        yield
    finally:
        functions.update_function_code(FunctionName=function, **_find_code(stage))


def _pack(name: str, text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr(name, text)
    return packed.getvalue()


def _find_code(stage: Stage) -> dict[str, str]:
    """Where the stack has the code of its functions."""
    template: Any = stage.sandbox.client("cloudformation").get_template(StackName="Gatehouse")["TemplateBody"]
    resources = (json.loads(template) if isinstance(template, str) else template)["Resources"].values()
    ours = (found["Properties"] for found in resources if found["Type"] == "AWS::Lambda::Function")
    code = next(found["Code"] for found in ours if found["Handler"].startswith("lambdas."))
    return {"S3Bucket": f"cdk-hnb659fds-assets-{MANAGEMENT_ACCOUNT_ID}-{HOME_REGION}", "S3Key": code["S3Key"]}
