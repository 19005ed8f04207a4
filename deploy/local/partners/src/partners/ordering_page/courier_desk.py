"""Books couriers with the delivery partner, over its published API."""

import json
from collections.abc import Callable
from typing import Any

import httpx

from partners.ordering_page.model import PartnerAccess

_PHONE_OF_NOBODY = "+33000000000"


class CourierDesk:
    """The page's account with the delivery partner."""

    def __init__(self, client: httpx.AsyncClient, uber_url: Callable[[], str]) -> None:
        self._client = client
        self._uber_url = uber_url
        self._tokens: dict[str, str] = {}

    def forget_tokens(self) -> None:
        """Asks for a new token before the next booking."""
        self._tokens.clear()

    async def book(self, access: PartnerAccess, order: dict[str, Any]) -> str:
        """Creates the delivery of an order, under the order's own id; returns the delivery's id.

        Raises httpx.HTTPError when the delivery partner refuses or does not answer.
        """
        url = f"{self._uber_url()}/v1/customers/{access.uber_customer_id}/deliveries"
        body = _delivery(order)
        for _ in range(2):
            headers = {"authorization": f"Bearer {await self._token(access)}"}
            response = await self._client.post(url, json=body, headers=headers)
            if response.status_code != httpx.codes.UNAUTHORIZED:
                break
            self._tokens.pop(access.partner_id, None)
        response.raise_for_status()
        return str(response.json()["id"])

    async def _token(self, access: PartnerAccess) -> str:
        known = self._tokens.get(access.partner_id)
        if known is not None:
            return known
        form = {
            "grant_type": "client_credentials",
            "scope": "eats.deliveries",
            "client_id": access.uber_client_id,
            "client_secret": access.uber_client_secret,
        }
        response = await self._client.post(f"{self._uber_url()}/oauth/v2/token", data=form)
        response.raise_for_status()
        token = str(response.json()["access_token"])
        self._tokens[access.partner_id] = token
        return token


def _delivery(order: dict[str, Any]) -> dict[str, Any]:
    guest = order.get("guest") or {}
    restaurant = str((order.get("restaurant") or {}).get("name") or "Restaurant")
    body: dict[str, Any] = {
        "external_id": order.get("external_id"),
        "pickup_name": restaurant,
        "pickup_address": json.dumps({"street_address": ["1 rue du Marché"], "country": "FR"}),
        "pickup_phone_number": _PHONE_OF_NOBODY,
        "dropoff_name": f"{guest.get('given_name', '')} {guest.get('surname', '')}".strip()
        or "Guest",
        "dropoff_address": json.dumps({"street_address": ["2 place de la Gare"], "country": "FR"}),
        "dropoff_phone_number": guest.get("phone") or _PHONE_OF_NOBODY,
        "manifest_items": [
            {"name": line.get("name"), "quantity": line.get("quantity")}
            for line in order.get("lines") or [{"name": "Meal", "quantity": 1}]
        ],
        "manifest_total_value": order.get("total") or 0,
    }
    if order.get("validation_code"):
        body["dropoff_verification"] = {"pincode": {"enabled": True}}
    return body
