"""What each function may do, and why where a resource is wider than one thing. All of it is in this folder.

What its log group, its queue and its trace need is added by the construct of the function.
"""

from stacks.permissions.emergencies import break_glass, drill
from stacks.permissions.loops import loop
from stacks.permissions.permission import Permission
from stacks.permissions.workers import worker_changed, worker_webhook

__all__ = ["Permission", "break_glass", "drill", "loop", "worker_changed", "worker_webhook"]
