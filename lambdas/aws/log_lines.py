"""How a log line is written: as Powertools does, but for what it says of people."""

import json
from typing import Any

from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

from lambdas.core.masking import mask


class MaskingFormatter(LambdaPowertoolsFormatter):
    """Masks e-mail addresses and names in every line, tracebacks included."""

    def serialize(self, log: dict[str, Any]) -> str:  # type: ignore[override]
        """One JSON line. It is read back before it is masked: what is no text yet, such as an error, has become one."""
        return super().serialize(mask(json.loads(super().serialize(log))))
