"""BambooHR's API: one employee by id (documentation.bamboohr.com, "Get Employee")."""

import base64
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from lambdas.core.errors import AlertError
from lambdas.core.hr.bamboohr import END, FIELDS, NEEDED
from lambdas.hr_api.answers import TIMEOUT, Call, find_object

ADDRESS = "https://{company}.bamboohr.com"


class BambooHr:
    """`company` is the name in the address of BambooHR; `key` is an API key of a user who may read employees."""

    def __init__(self, company: str, key: str, *, address: str = ADDRESS, timeout: float = TIMEOUT) -> None:
        self._base, self._timeout = address.format(company=company), timeout
        # The key is the user's name, and any password does.
        self._headers = {"Authorization": "Basic " + base64.b64encode(f"{key}:x".encode()).decode()}

    def find(self, employee_id: str) -> dict[str, Any] | None:
        """What holds today, and the end of the employment if one is known; None for an id BambooHR does not know.

        Two calls: with onlyCurrent=false every field is answered as it will be, and a department must not come early.
        Raises AlertError when the key may not read what decides: BambooHR leaves such fields out without a word.
        """
        today = self._ask(employee_id, FIELDS, only_current=True)
        if today is None:
            return None
        ahead = self._ask(employee_id, (END,), only_current=False) or {}
        missing = [*(name for name in NEEDED if name not in today), *((END,) if END not in ahead else ())]
        if missing:
            raise AlertError(f"the API key of bamboohr may not read {', '.join(missing)}: let its user see them")
        return {**today, END: ahead[END]}

    def _ask(self, employee_id: str, fields: Iterable[str], *, only_current: bool) -> dict[str, Any] | None:
        query = urlencode({"fields": ",".join(fields), "onlyCurrent": str(only_current).lower()})
        url = f"{self._base}/api/v1/employees/{quote(employee_id, safe='')}?{query}"
        return find_object(Call("bamboohr", url, self._headers), self._timeout)
