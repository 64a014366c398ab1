"""A small organization, the policy for it, and what exactly the policy promises there."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bench.harness import Cloud
from bench.organizations import make_user

ALICE = "alice@example.com"
POLICY = {
    "access": [
        {"group": "Developers", "permission_set": "Power", "accounts": {"ou": "Dev"}},
        {
            "group": "Operators",
            "permission_set": "ReadOnly",
            "accounts": {"ou": "Prod", "not": {"tag": {"restricted": "true"}}},
        },
        {"group": "Security", "permission_set": "Audit", "accounts": {"tag": {"audited": "yes"}}},
        {"group": "Auditors", "permission_set": "ReadOnly", "accounts": "all"},
        {"group": "Emergency", "permission_set": "EmergencyAdmin", "accounts": {"ou": "Prod"}},
    ],
    "exceptions": [
        {
            "user": ALICE,
            "permission_set": "ReadOnly",
            "accounts": {"name": "dev-b"},
            "until": "2999-12-31",
            "owner": "bob@example.com",
            "reason": "a migration",
        }
    ],
    "break_glass": {"permission_sets": ["EmergencyAdmin"], "groups": ["Emergency"]},
    # In an organization this small two revokes are much.
    "safety": {"max_revokes": {"count": 5, "share": "50%"}},
}
GROUPS = ("Developers", "Operators", "Security", "Auditors", "Emergency", "Finance")
PERMISSION_SETS = ("Power", "ReadOnly", "Audit", "EmergencyAdmin", "Billing")
# The account that is moved from Dev to Prod.
MOVED = "moved"
TAGS = {
    "dev-a": {},
    "dev-b": {"audited": "yes"},
    "prod-a": {},
    "prod-b": {"restricted": "true", "audited": "yes"},
    MOVED: {},
}


class Held(NamedTuple):
    """An assignment by names."""

    account: str
    principal: str
    permission_set: str


PROMISED = frozenset(
    Held(account, principal, permission_set)
    for account, held in {
        "dev-a": (("Developers", "Power"), ("Auditors", "ReadOnly")),
        "dev-b": (("Developers", "Power"), ("Auditors", "ReadOnly"), ("Security", "Audit"), (ALICE, "ReadOnly")),
        "prod-a": (("Operators", "ReadOnly"), ("Auditors", "ReadOnly"), ("Emergency", "EmergencyAdmin")),
        "prod-b": (("Auditors", "ReadOnly"), ("Security", "Audit"), ("Emergency", "EmergencyAdmin")),
        MOVED: (
            ("Operators", "ReadOnly"),
            ("Auditors", "ReadOnly"),
            ("Security", "Audit"),
            ("Emergency", "EmergencyAdmin"),
        ),
    }.items()
    for principal, permission_set in held
)
# Break glass that no rule gives there, and access that no rule knows: out of reach.
SPARED = frozenset({Held("dev-a", "Emergency", "EmergencyAdmin"), Held("prod-a", "Finance", "Billing")})
RIGHT = PROMISED | SPARED
BEFORE_THE_MOVE = {Held(MOVED, "Developers", "Power"), Held(MOVED, "Auditors", "ReadOnly")}
START = frozenset(held for held in RIGHT if held.account != MOVED) | BEFORE_THE_MOVE
# What hands have done where the sweep finds it.
BY_HAND = frozenset({Held("prod-b", "Operators", "ReadOnly"), Held("dev-a", "Auditors", "ReadOnly")})


@dataclass(frozen=True)
class Organization:
    """The organization in an embedded AWS, by the names above."""

    cloud: Cloud
    units: Mapping[str, str]
    accounts: Mapping[str, str]
    principals: Mapping[str, str]
    permission_sets: Mapping[str, str]

    def assignments(self) -> frozenset[Held]:
        """What AWS has."""
        sso = self.cloud.client("sso-admin").get_paginator("list_account_assignments_for_principal")
        found = set()
        for name, principal_id in self.principals.items():
            who = {"PrincipalId": principal_id, "PrincipalType": kind_of(name), **self.cloud.instance}
            found |= {self.name(item) for page in sso.paginate(**who) for item in page["AccountAssignments"]}
        return frozenset(found)

    def name(self, item: Mapping[str, str]) -> Held:
        """An assignment as a list or a request has it."""
        names = {i: name for ids in (self.accounts, self.principals, self.permission_sets) for name, i in ids.items()}
        account_id = item.get("AccountId") or item["TargetId"]
        return Held(names[account_id], names[item["PrincipalId"]], names[item["PermissionSetArn"]])

    def set_assignments(self, wanted: Iterable[Held]) -> None:
        """Make it so, by seeding what is missing and deleting what is too much."""
        there, wanted = self.assignments(), frozenset(wanted)
        seeded = [
            [self.accounts[h.account], self.permission_sets[h.permission_set], kind_of(h.principal), self._id_of(h)]
            for h in wanted - there
        ]
        self.cloud.seed(assignments=seeded)
        for held in there - wanted:
            self.cloud.client("sso-admin").delete_account_assignment(
                TargetId=self.accounts[held.account],
                TargetType="AWS_ACCOUNT",
                PermissionSetArn=self.permission_sets[held.permission_set],
                PrincipalType=kind_of(held.principal),
                PrincipalId=self._id_of(held),
                **self.cloud.instance,
            )

    def wait_until_quiet(self) -> None:
        """Until AWS has decided all that was asked for, a request that came late included."""
        sso = self.cloud.client("sso-admin")
        lists = (sso.list_account_assignment_creation_status, sso.list_account_assignment_deletion_status)
        open_ones = {"Filter": {"Status": "IN_PROGRESS"}, **self.cloud.instance}
        while any(found for call in lists for name, found in call(**open_ones).items() if name.startswith("Account")):
            time.sleep(0.01)

    def move(self, to: str, tags: Mapping[str, str]) -> None:
        """The account that is moved, to this OU, with these tags."""
        organizations, account_id = self.cloud.client("organizations"), self.accounts[MOVED]
        (parent,) = organizations.list_parents(ChildId=account_id)["Parents"]
        if parent["Id"] != self.units[to]:
            organizations.move_account(
                AccountId=account_id, SourceParentId=parent["Id"], DestinationParentId=self.units[to]
            )
        organizations.untag_resource(ResourceId=account_id, TagKeys=["audited"])
        if tags:
            organizations.tag_resource(ResourceId=account_id, Tags=make_tags(tags))

    def _id_of(self, held: Held) -> str:
        return self.principals[held.principal]


def make_organization(cloud: Cloud) -> Organization:
    """All of it, without assignments."""
    organizations = cloud.client("organizations")
    units = {
        name: organizations.create_organizational_unit(ParentId=cloud.root_id, Name=name)["OrganizationalUnit"]["Id"]
        for name in ("Dev", "Prod")
    }
    made = cloud.seed(
        accounts=[
            {
                "AccountName": name,
                "Email": f"{name}@example.com",
                "Tags": make_tags(tags),
                "ParentId": units["Prod" if name.startswith("prod") else "Dev"],
            }
            for name, tags in TAGS.items()
        ],
        permission_sets=[{"Name": name} for name in PERMISSION_SETS],
        groups=[{"DisplayName": name} for name in GROUPS],
        users=[make_user(ALICE)],
    )
    return Organization(cloud, units, made["accounts"], made["groups"] | made["users"], made["permission_sets"])


def make_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as Organizations takes them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def kind_of(principal: str) -> str:
    """Users have addresses for names."""
    return "USER" if "@" in principal else "GROUP"
