"""Three organizations: one of 200 accounts that has grown, one with everything awkward, and one with nothing in it."""

from tests.cli.cloud import Cloud

DEV = [f"dev-{n:03}" for n in range(80)]
PROD = [f"prod-{n:03}" for n in range(100)]
SHARED = [f"shared-{n:03}" for n in range(19)]
POLICY = """\
permission_sets:
  ReadOnly: {managed_policies: [ReadOnlyAccess], session: 8h}
  Power: {managed_policies: [PowerUserAccess]}
  Audit: {managed_policies: [SecurityAudit]}
access:
  - {group: Developers, permission_set: Power, accounts: {ou: Work/Dev}}
  - {group: Operators, permission_set: ReadOnly, accounts: {ou: Work/Prod}}
  - {group: Security, permission_set: Audit, accounts: {ou: Work}}
"""


def make_grown(cloud: Cloud) -> None:
    """200 accounts with the management account's. What groups hold is what POLICY says, and a little more."""
    places = dict.fromkeys(DEV, ("Work", "Dev")) | dict.fromkeys(PROD, ("Work", "Prod"))
    cloud.add_accounts(places | dict.fromkeys(SHARED, ("Shared services",)))
    cloud.add_permission_set("ReadOnly", "ReadOnlyAccess", SessionDuration="PT8H")
    cloud.add_permission_set("Power", "PowerUserAccess")
    cloud.add_permission_set("Audit", "SecurityAudit")
    cloud.add_group("Developers", "ana", "ben")
    cloud.add_group("Operators", "ben")
    cloud.add_group("Security", "cleo")
    of = cloud.accounts
    cloud.grant("Developers", "Power", *(of[name] for name in DEV))
    cloud.grant("Operators", "ReadOnly", *(of[name] for name in PROD))
    cloud.grant("Security", "Audit", *(of[name] for name in (*DEV, *PROD)))
    cloud.grant("Developers", "ReadOnly", of["prod-000"])
    cloud.grant("ana", "ReadOnly", of["shared-000"], of["shared-001"])


def make_awkward(cloud: Cloud) -> None:
    """OUs of one name in two branches, a slash in a name, a closed account, the management account, odd groups."""
    cloud.add_accounts(
        {
            "a-dev": ("Workloads", "Dev"),
            "b-dev": ("Workloads", "Dev"),
            "c-dev": ("Sandbox", "Dev"),
            "d-dev": ("Sandbox", "Dev"),
            "labs 1": ("R&D/Labs",),
            "labs 2": ("R&D/Labs",),
            "alone": ("R&D/Labs", "Nested: one"),
            "closed": ("Workloads", "Dev"),
            "root-1": (),
            "root-2": (),
        }
    )
    cloud.add_permission_set(
        "Everything",
        "job-function/Billing",
        Description="Bills: 'all' of them, #1",
        SessionDuration="PT1H30M",
        RelayState="https://console.aws.amazon.com/billing/home?x=1#y",
        inline={"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]},
        boundary={"CustomerManagedPolicyReference": {"Name": "Most", "Path": "/team/"}},
    )
    cloud.add_permission_set(
        "yes", "ReadOnlyAccess", boundary={"ManagedPolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}
    )
    for group in ("on", "R&D: everybody, really", "Twins"):
        cloud.add_group(group)
    cloud.add_user("ana")
    of = cloud.accounts
    cloud.grant("on", "yes", of["a-dev"], of["b-dev"], of["closed"])
    cloud.grant("R&D: everybody, really", "Everything", of["labs 1"], of["labs 2"], of["alone"], of["root-1"])
    cloud.grant("Twins", "yes", *of.values(), cloud.management_id)
    cloud.grant("Twins", "Everything", of["root-1"], of["root-2"], of["c-dev"])
    cloud.grant("ana", "yes", of["alone"], cloud.management_id)
    cloud.close_account("closed")


def make_bare(cloud: Cloud) -> None:
    """An account, a group and a permission set that nobody holds."""
    cloud.add_accounts({"only": ()})
    cloud.add_permission_set("Unused")
    cloud.add_group("Nobody")
