"""The OpenAPI description says what there is."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.gateway.conftest import Hotel
from tests.support.examples import faults


async def description(hotel: Hotel) -> dict[str, Any]:
    async with hotel.client() as client:
        answer = await client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    described: dict[str, Any] = answer.json()
    return described


def operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in described["paths"].values() for operation in path.values()]


async def test_every_operation_has_an_id_of_its_own_a_summary_and_its_problems(
    hotel: Hotel,
) -> None:
    found = operations(await description(hotel))
    ids = [operation["operationId"] for operation in found]
    assert len(set(ids)) == len(ids)
    assert all(id.isalnum() for id in ids)
    for operation in found:
        assert operation["summary"]
        problems = {code for code in operation["responses"] if int(code) >= 400}
        assert "503" in problems
        page = set(operation["responses"].get("200", {}).get("content", {})) == {"text/html"}
        for code in problems:
            content = set(operation["responses"][code]["content"])
            # A page says to a person's face that its link does not hold.
            allowed = {"application/problem+json"} | ({"text/html"} if page else set())
            assert content <= allowed


async def test_every_schema_that_is_named_is_there(hotel: Hotel) -> None:
    described = await description(hotel)
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(described)))
    assert named == set(described["components"]["schemas"])


async def test_every_body_and_every_answer_shows_an_example_that_fits(hotel: Hotel) -> None:
    assert faults(await description(hotel)) == {}


async def test_property_ids_in_paths_carry_examples(hotel: Hotel) -> None:
    described = await description(hotel)
    for operation in operations(described):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path" and parameter["name"] == "property":
                assert parameter["schema"]["examples"]
