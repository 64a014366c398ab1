"""What others change by hand in IAM Identity Center itself: assignments and permission sets."""

from lambdas.core.names import BY_SOMEBODY_ELSE
from lambdas.core.signal_kinds.kind import Kind, call

ASSIGNING = ("CreateAccountAssignment", "DeleteAccountAssignment")
DEFINING = (
    "CreatePermissionSet",
    "UpdatePermissionSet",
    "DeletePermissionSet",
    "AttachManagedPolicyToPermissionSet",
    "DetachManagedPolicyFromPermissionSet",
    "AttachCustomerManagedPolicyReferenceToPermissionSet",
    "DetachCustomerManagedPolicyReferenceFromPermissionSet",
    "PutInlinePolicyToPermissionSet",
    "DeleteInlinePolicyFromPermissionSet",
    "PutPermissionsBoundaryToPermissionSet",
    "DeletePermissionsBoundaryFromPermissionSet",
)

KINDS = (
    Kind(
        "AssignmentByHand",
        "Somebody else than Gatehouse has requested a change to an assignment",
        call("sso", *ASSIGNING, userIdentity=BY_SOMEBODY_ELSE),
        accounts_at=("detail.requestParameters.targetId",),
        permission_sets_at=("detail.requestParameters.permissionSetArn",),
        # The record says "requested", not "done": what was requested is waited for before anything is read.
        granting_at=("detail.responseElements.accountAssignmentCreationStatus.requestId",),
        revoking_at=("detail.responseElements.accountAssignmentDeletionStatus.requestId",),
    ),
    Kind(
        "PermissionSetChanged",
        "A permission set was made, changed or deleted",
        call("sso", *DEFINING, userIdentity=BY_SOMEBODY_ELSE),
        permission_sets_at=(
            "detail.requestParameters.permissionSetArn",
            "detail.responseElements.permissionSet.permissionSetArn",
        ),
    ),
)
