"""What doctor waits for is what the stacks deploy."""

import json
from datetime import UTC, datetime

from aws_cdk.assertions import Template

from cli.doctor.expected import expect_rules
from cli.doctor.site import Site


def deployed(template: Template) -> dict[str, object]:
    """Description -> pattern of every rule that waits for events."""
    rules = (rule["Properties"] for rule in template.find_resources("AWS::Events::Rule").values())
    return {rule["Description"]: rule["EventPattern"] for rule in rules}


def test_the_stacks_have_these_rules(synthesised, settings, policy):
    """Description and pattern are the templates' own, in the home Region and at the edge."""
    outputs = {"TopicArn": f"arn:aws:sns:{settings.home_region}:{settings.management_account_id}:Alerts"}
    made = expect_rules(Site(settings.home_region, policy, datetime(2026, 1, 1, tzinfo=UTC), outputs))
    for region, template in ((settings.home_region, synthesised.home), ("us-east-1", synthesised.edge)):
        expected = {rule.description: json.loads(json.dumps(rule.pattern)) for at, rule in made if at.region == region}
        there = deployed(template)
        assert {description: there.get(description) for description in expected} == expected


def test_the_home_stack_says_what_it_is(synthesised, settings):
    """Version, policy and Regions stand in its outputs: doctor compares them with its own."""
    outputs = {name: found["Value"] for name, found in synthesised.home.find_outputs("*").items()}
    assert outputs["Version"].startswith("0.1.0+")
    assert len(outputs["PolicyDigest"]) == 12
    assert outputs["EdgeRegions"] == ",".join(settings.edge_regions) == "eu-north-1,us-east-1"
