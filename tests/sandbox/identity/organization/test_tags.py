"""Tags of accounts."""


def _tags(identity, account):
    pages = identity.organizations.get_paginator("list_tags_for_resource").paginate(ResourceId=account)
    return {tag["Key"]: tag["Value"] for page in pages for tag in page["Tags"]}


def test_tagged_and_untagged(identity):
    """Tags are added, replaced and removed."""
    account = identity.make_account()
    identity.organizations.tag_resource(
        ResourceId=account, Tags=[{"Key": "team", "Value": "a"}, {"Key": "stage", "Value": "prod"}]
    )
    identity.organizations.tag_resource(ResourceId=account, Tags=[{"Key": "team", "Value": "b"}])
    identity.organizations.untag_resource(ResourceId=account, TagKeys=["stage"])
    assert _tags(identity, account) == {"team": "b"}


def test_tags_in_pages(identity):
    """More tags than fit on one page are all answered."""
    account = identity.make_account()
    tags = [{"Key": f"key-{n:02}", "Value": "x"} for n in range(60)]
    identity.organizations.tag_resource(ResourceId=account, Tags=tags)
    assert "NextToken" in identity.organizations.list_tags_for_resource(ResourceId=account)
    assert len(_tags(identity, account)) == 60


def test_account_is_born_with_tags(identity, unique):
    """Tags given at creation are the account's."""
    name = unique("tagged")
    made = identity.organizations.create_account(
        AccountName=name, Email=f"{name}@example.com", Tags=[{"Key": "stage", "Value": "dev"}]
    )
    assert _tags(identity, identity.created(made["CreateAccountStatus"]["Id"])) == {"stage": "dev"}


def test_change_is_an_event_of_its_own(identity, recorder):
    """A change of an account's tags is told twice: by CloudTrail, and as a tag change with all current tags."""
    account = identity.make_account()
    recorder.events()
    identity.organizations.tag_resource(ResourceId=account, Tags=[{"Key": "team", "Value": "a"}])
    events = recorder.events()
    (change,) = [event for event in events if event["source"] == "aws.tag"]
    assert change["detail-type"] == "Tag Change on Resource"
    assert change["detail"]["tags"] == {"team": "a"}
    assert change["detail"]["changed-tag-keys"] == ["team"]
    assert change["resources"][0].endswith(f"/{account}")
    (call,) = [event for event in events if event["detail"].get("eventName") == "TagResource"]
    assert call["detail"]["requestParameters"] == {
        "resourceId": account,
        "tags": [{"key": "team", "value": "a"}],
    }
