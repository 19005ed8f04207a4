"""Tokens and required headers."""

import base64
from typing import Any

import pytest

from partners.client import PartnersClient
from partners.opera.throttle import DELAY_S, Throttle, Throttled
from tests.partners.opera_caller import APP_KEY, ENVIRONMENT, OperaCaller, charge_body, opera_setup

CLIENT_GRANT = {"grant_type": "client_credentials", "scope": ENVIRONMENT.scope}
PASSWORD_GRANT = {
    "grant_type": "password",
    "username": ENVIRONMENT.username,
    "password": ENVIRONMENT.password,
}


@pytest.mark.parametrize("form", [CLIENT_GRANT, PASSWORD_GRANT], ids=["client", "password"])
async def test_both_grants_give_a_bearer_token_that_works(
    opera: OperaCaller, form: dict[str, str]
) -> None:
    response = await opera.token(form)

    assert response.status_code == 200
    token = response.json()
    assert token["token_type"] == "Bearer"
    assert token["expires_in"] == 3600
    opera.headers["authorization"] = f"Bearer {token['access_token']}"
    assert (await opera.find(roomId="203")).status_code == 200


@pytest.mark.parametrize(
    ("form", "changed", "status"),
    [
        ({"grant_type": "authorization_code"}, {}, 400),
        ({"grant_type": "client_credentials"}, {}, 400),
        ({"grant_type": "password", "username": "integration"}, {}, 400),
        (CLIENT_GRANT, {"headers": {}}, 400),
        (CLIENT_GRANT, {"headers": {"x-app-key": "not a key"}}, 400),
        (CLIENT_GRANT, {"headers": {"x-app-key": APP_KEY, "enterpriseId": "too long 1"}}, 400),
        (CLIENT_GRANT | {"scope": "another"}, {}, 401),
        (PASSWORD_GRANT | {"password": "wrong"}, {}, 401),
        (CLIENT_GRANT, {"auth": ("comptoir", "wrong")}, 401),
        (CLIENT_GRANT, {"auth": None}, 401),
        (CLIENT_GRANT, {"headers": {"x-app-key": APP_KEY.replace("41ec", "52ec")}}, 403),
    ],
)
async def test_a_wrong_token_request_is_refused_without_a_body(
    opera: OperaCaller, form: dict[str, str], changed: dict[str, Any], status: int
) -> None:
    response = await opera.token(form, **changed)

    assert response.status_code == status
    assert response.content == b""


async def test_basic_credentials_that_are_no_base64_are_refused(opera: OperaCaller) -> None:
    headers = {"x-app-key": APP_KEY, "authorization": "Basic ***"}

    response = await opera.token(CLIENT_GRANT, headers=headers, auth=None)

    assert response.status_code == 401
    assert base64.b64encode(b"comptoir:client secret").decode() not in response.text


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("authorization", None, 401),
        ("authorization", "Bearer made-up", 401),
        ("x-app-key", None, 403),
        ("x-app-key", APP_KEY.replace("41ec", "52ec"), 403),
        ("x-hotelid", None, 400),
        ("x-hotelid", "AURORE", 403),
    ],
)
async def test_a_call_without_a_required_header_is_refused(
    opera: OperaCaller, header: str, value: str | None, status: int
) -> None:
    del opera.headers[header]
    if value is not None:
        opera.headers[header] = value

    assert (await opera.find()).status_code == status
    assert (await opera.post(charge_body())).status_code == status


async def test_an_unknown_hotel_is_not_found(opera: OperaCaller) -> None:
    opera.hotel_id = opera.headers["x-hotelid"] = "NOWHERE"

    assert (await opera.find()).status_code == 404


async def test_a_token_runs_out(partners: PartnersClient, opera: OperaCaller) -> None:
    assert (await opera.find()).status_code == 200

    await partners.expire_opera_tokens()

    assert (await opera.find()).status_code == 401
    await opera.sign_in()
    assert (await opera.find()).status_code == 200


async def test_the_environment_says_how_long_its_tokens_last(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    await partners.load_opera(opera_setup(token_seconds=7))

    assert (await opera.token(CLIENT_GRANT)).json()["expires_in"] == 7


def test_the_throttle_delays_the_51st_request_of_a_second_and_refuses_the_101st() -> None:
    now = 12.0
    throttle = Throttle(clock=lambda: now)
    throttle.enabled = True

    assert [throttle.admit() for _ in range(50)] == [0.0] * 50
    assert [throttle.admit() for _ in range(50)] == [DELAY_S] * 50
    with pytest.raises(Throttled):
        throttle.admit()
    now = 13.0
    assert throttle.admit() == 0.0


def test_the_throttle_is_off_until_it_is_turned_on() -> None:
    throttle = Throttle(clock=lambda: 0.0)

    assert [throttle.admit() for _ in range(500)] == [0.0] * 500
