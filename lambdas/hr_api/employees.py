"""The port `Hr`: which API to ask for an employee, as the connection declares it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from lambdas.core.errors import AlertError
from lambdas.core.hr.connections import Connection
from lambdas.hr_api.answers import Call, find_object
from lambdas.hr_api.bamboohr import BambooHr


class HrApis:
    """BambooHR has an adapter; every other system is one declared call, its answer read by the declared mapping."""

    def __init__(self, find_connection: Callable[[str], Connection | None]) -> None:
        self._find_connection = find_connection

    def find_employee(self, source: str, employee_id: str) -> dict[str, Any] | None:
        """The record, or None when the HR system has none. Raises AlertError where no call is declared."""
        connection = self._find_connection(source)
        api = connection.api if connection else None
        if api is None:
            raise AlertError(f"the connection of {source} declares no api to look employees up")
        if source == "bamboohr" and not api.url:
            return BambooHr(api.company, api.key).find(employee_id)
        if not api.url:
            raise AlertError(f"the connection of {source} declares no url to look employees up")
        url = api.url.replace("{id}", quote(employee_id, safe=""))
        return find_object(Call(source, url, api.headers, api.body))
