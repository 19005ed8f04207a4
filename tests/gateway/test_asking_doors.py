"""How this gateway asks the other services' doors, and which of them its settings may name."""

from __future__ import annotations

import pytest
from pydantic import SecretStr, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from chassis.set_aside import DeadList
from gateway.operations.doors import Doors
from gateway.settings import Settings
from tests.support.serving import serving

SECRET = SecretStr("an operator secret that nobody will ever guess")


async def test_one_connection_is_kept_for_one_question_after_the_other() -> None:
    callers = []

    async def answer(request: Request) -> JSONResponse:
        callers.append(request.client)
        return JSONResponse({"total": 0, "dead": []})

    async with serving(Starlette(routes=[Route("/operate/dead", answer)])) as address:
        doors = Doors({"orders": address}, SECRET)
        for _ in range(3):
            await doors.look("orders", "person:1", "/dead", DeadList)
        await doors.close()
    assert len(callers) == 3
    assert len(set(callers)) == 1


def test_an_address_of_a_service_that_there_is_not_stops_the_gateway_and_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = '{"orders": "http://127.0.0.1:8001", "pms_bridge": "http://127.0.0.1:8004"}'
    monkeypatch.setenv("COMPTOIR_SERVICE_ADDRESSES", told)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "service_addresses" in str(refused.value)
    assert "pms_bridge: no such service" in str(refused.value)
    assert "pms-bridge" in str(refused.value)
    monkeypatch.setenv("COMPTOIR_SERVICE_ADDRESSES", told.replace("_", "-"))
    assert set(Settings().service_addresses) == {"orders", "pms-bridge"}
