"""AWS::Organizations::Policy."""

from sandbox.emulator.identity.templates.types import Call, Made, Properties, as_json
from sandbox.emulator.identity.wire.errors import AwsError


class PolicyType:
    """`Ref` and the attribute `Id` are the policy's id; `Arn` is the other attribute."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def create(self, _logical_id: str, properties: Properties, _stack: str) -> Made:
        """Make the policy and attach it to its targets."""
        tags = properties.get("Tags", [])
        made = self._call("CreatePolicy", {**_attributes(properties), "Type": properties["Type"], "Tags": tags})
        summary = made["Policy"]["PolicySummary"]
        self._bring_targets(summary["Id"], [], properties.get("TargetIds", []))
        return summary["Id"], {"Id": summary["Id"], "Arn": summary["Arn"], "AwsManaged": False}

    def update(self, physical_id: str, old: Properties, new: Properties, _stack: str) -> Made:
        """Write name, description and content anew, whoever changed them meanwhile, and bring the targets."""
        made = self._call("UpdatePolicy", {"PolicyId": physical_id, **_attributes(new)})
        self._bring_targets(physical_id, old.get("TargetIds", []), new.get("TargetIds", []))
        arn = made["Policy"]["PolicySummary"]["Arn"]
        return physical_id, {"Id": physical_id, "Arn": arn, "AwsManaged": False}

    def delete(self, physical_id: str, _properties: Properties) -> None:
        """Detach the policy from wherever it is, and delete it."""
        try:
            targets = self._call("ListTargetsForPolicy", {"PolicyId": physical_id})["Targets"]
            self._bring_targets(physical_id, [target["TargetId"] for target in targets], [])
            self._call("DeletePolicy", {"PolicyId": physical_id})
        except AwsError as error:
            if error.code != "PolicyNotFoundException":
                raise

    def _bring_targets(self, policy_id: str, old: list[str], new: list[str]) -> None:
        for target_id in new:
            if target_id not in old:
                self._call("AttachPolicy", {"PolicyId": policy_id, "TargetId": target_id})
        for target_id in old:
            if target_id not in new:
                self._call("DetachPolicy", {"PolicyId": policy_id, "TargetId": target_id})


def _attributes(properties: Properties) -> Properties:
    return {
        "Name": properties["Name"],
        "Description": properties.get("Description", ""),
        "Content": as_json(properties["Content"]),
    }
