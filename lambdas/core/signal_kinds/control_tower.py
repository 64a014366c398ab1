"""What Control Tower reports in its home Region: it has set an account up, or again."""

from lambdas.core.signal_kinds.kind import SUCCEEDED, Kind, service_event

KINDS = (
    Kind(
        "CreateManagedAccount",
        "Control Tower has set up or enrolled an account",
        service_event("controltower", "CreateManagedAccount", createManagedAccountStatus=SUCCEEDED),
        ("detail.serviceEventDetails.createManagedAccountStatus.account.accountId",),
    ),
    Kind(
        "UpdateManagedAccount",
        "Control Tower has updated or enrolled an account again",
        service_event("controltower", "UpdateManagedAccount", updateManagedAccountStatus=SUCCEEDED),
        ("detail.serviceEventDetails.updateManagedAccountStatus.account.accountId",),
    ),
    Kind(
        "EnableBaseline",
        "Control Tower has enrolled an account by its organizational unit",
        service_event(
            "controltower",
            "EnableBaseline",
            enableBaselineStatus={"enabledBaselineDetails": {"statusSummary": {"status": ["SUCCEEDED"]}}},
        ),
        ("detail.serviceEventDetails.enableBaselineStatus.enabledBaselineDetails.targetIdentifier",),
    ),
)
