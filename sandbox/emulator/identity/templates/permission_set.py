"""AWS::SSO::PermissionSet."""

from collections.abc import Callable
from typing import Any

from sandbox.emulator.identity.templates.types import Call, Made, Properties, as_json
from sandbox.emulator.identity.wire.errors import AwsError

_OWN = ("Description", "SessionDuration")


class PermissionSetType:
    """`Ref` is `<instance ARN>|<permission set ARN>`, `PermissionSetArn` an attribute, as AWS documents them.

    After an update every account that holds the permission set has the new one: AWS's handler provisions it.
    """

    def __init__(self, call: Call, provision_everywhere: Callable[[str], None]) -> None:
        self._call = call
        self._provision_everywhere = provision_everywhere

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Make the permission set and all its policies."""
        request = {"InstanceArn": properties["InstanceArn"], "Name": properties["Name"], **_attributes(properties)}
        made = self._call("CreatePermissionSet", {**request, "Tags": properties.get("Tags", [])})["PermissionSet"]
        self._bring_policies(_key(properties, made["PermissionSetArn"]), {}, properties)
        return _made(properties, made["PermissionSetArn"])

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Edit it in place; another name or instance makes a new one and deletes the old."""
        if (old["Name"], old["InstanceArn"]) != (new["Name"], new["InstanceArn"]):
            made = self.create("", new, stack)
            self.delete(physical_id, old)
            return made
        arn = physical_id.partition("|")[2]
        key = _key(new, arn)
        self._call("UpdatePermissionSet", {**key, **_attributes(new)})
        self._bring_policies(key, old, new)
        self._bring_tags(key, old, new)
        self._provision_everywhere(arn)
        return _made(new, arn)

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Delete it; one that is still assigned fails the stack, as in AWS."""
        try:
            self._call("DeletePermissionSet", _key(properties, physical_id.partition("|")[2]))
        except AwsError as error:
            if error.code != "ResourceNotFoundException":
                raise

    def _bring_policies(self, key: Properties, old: Properties, new: Properties) -> None:
        self._bring_managed(key, old.get("ManagedPolicies", []), new.get("ManagedPolicies", []))
        references = "CustomerManagedPolicyReferences"
        self._bring_references(key, old.get(references, []), new.get(references, []))
        if new.get("InlinePolicy"):
            policy = as_json(new["InlinePolicy"])
            self._call("PutInlinePolicyToPermissionSet", {**key, "InlinePolicy": policy})
        elif old.get("InlinePolicy"):
            self._call("DeleteInlinePolicyFromPermissionSet", key)
        if new.get("PermissionsBoundary"):
            boundary = {"PermissionsBoundary": new["PermissionsBoundary"]}
            self._call("PutPermissionsBoundaryToPermissionSet", {**key, **boundary})
        elif old.get("PermissionsBoundary"):
            self._call("DeletePermissionsBoundaryFromPermissionSet", key)

    def _bring_managed(self, key: Properties, old: list[str], new: list[str]) -> None:
        for arn in new:
            if arn not in old:
                self._call("AttachManagedPolicyToPermissionSet", {**key, "ManagedPolicyArn": arn})
        for arn in old:
            if arn not in new:
                self._call("DetachManagedPolicyFromPermissionSet", {**key, "ManagedPolicyArn": arn})

    def _bring_references(self, key: Properties, old: list[Any], new: list[Any]) -> None:
        member = "CustomerManagedPolicyReference"
        for reference in new:
            if reference not in old:
                self._call("AttachCustomerManagedPolicyReferenceToPermissionSet", {**key, member: reference})
        for reference in old:
            if reference not in new:
                self._call("DetachCustomerManagedPolicyReferenceFromPermissionSet", {**key, member: reference})

    def _bring_tags(self, key: Properties, old: Properties, new: Properties) -> None:
        resource = {"InstanceArn": key["InstanceArn"], "ResourceArn": key["PermissionSetArn"]}
        kept = {tag["Key"] for tag in new.get("Tags", [])}
        if dropped := [tag["Key"] for tag in old.get("Tags", []) if tag["Key"] not in kept]:
            self._call("UntagResource", {**resource, "TagKeys": dropped})
        if kept and new.get("Tags") != old.get("Tags"):
            self._call("TagResource", {**resource, "Tags": new["Tags"]})


def _attributes(properties: Properties) -> Properties:
    relay_state = {"RelayState": properties["RelayStateType"]} if "RelayStateType" in properties else {}
    return {**{name: properties[name] for name in _OWN if name in properties}, **relay_state}


def _key(properties: Properties, arn: str) -> Properties:
    return {"InstanceArn": properties["InstanceArn"], "PermissionSetArn": arn}


def _made(properties: Properties, arn: str) -> Made:
    return f"{properties['InstanceArn']}|{arn}", {"PermissionSetArn": arn}
