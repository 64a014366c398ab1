"""Where doctor looks."""

from datetime import UTC, datetime

import pytest

from cli.doctor.site import Site, read_context
from lambdas.core.errors import RejectError
from lambdas.core.policy import Policy

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("region", "outputs", "context", "stacks"),
    [
        ("eu-central-1", {}, {}, {"us-east-1": "GatehouseEdge"}),
        ("us-east-1", {}, {}, {}),
        ("us-east-1", {"EdgeRegions": "none"}, {}, {}),
        ("us-east-1", {"EdgeRegions": "eu-north-1"}, {}, {"eu-north-1": "GatehouseEdge-eu-north-1"}),
        (
            "eu-central-1",
            {"EdgeRegions": "us-east-1"},
            {"break_glass_regions": ["us-east-2", "eu-central-1"]},
            {"us-east-1": "GatehouseEdge", "us-east-2": "GatehouseEdge-us-east-2"},
        ),
        (
            "us-east-1",
            {"EdgeRegions": "none"},
            {"break_glass_regions": "us-east-2, us-west-2"},
            {
                "us-east-2": "GatehouseEdge-us-east-2",
                "us-west-2": "GatehouseEdge-us-west-2",
            },
        ),
    ],
)
def test_the_stacks_that_must_forward(region, outputs, context, stacks):
    """Those that the deployment says it needs and those that cdk.json asks for; never the home Region."""
    assert Site(region, Policy(), NOW, outputs, context).edge_stacks() == stacks


def test_a_cdk_json_is_read_where_there_is_one(tmp_path):
    """No file is no context; a broken one is an error that names it."""
    file = tmp_path / "cdk.json"
    assert read_context(file) == {}
    file.write_text('{"app": "x"}')
    assert read_context(file) == {}
    for broken in ("{", "[]"):
        file.write_text(broken)
        with pytest.raises(RejectError, match=r"cdk\.json"):
            read_context(file)
