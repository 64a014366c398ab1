"""The one error an emulated operation raises."""

from typing import Any


class AwsError(Exception):
    """Answered as AWS answers it: HTTP 400, `__type` the code, `Message`, and the error shape's other members."""

    def __init__(self, code: str, message: str, **members: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.members = members
