"""Messages as Twilio's published specification writes them (`api.v2010.account.message`)."""

from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from partners.sms.model import TextMessage

SEGMENT = 160


def message(taken: TextMessage) -> dict[str, Any]:
    """One message. It is sent at once, so that its times are the same."""
    at = format_datetime(taken.created_at)
    path = f"/2010-04-01/Accounts/{taken.account_sid}/Messages/{taken.sid}"
    return {
        "sid": taken.sid,
        "account_sid": taken.account_sid,
        "messaging_service_sid": taken.messaging_service_sid,
        "to": taken.to,
        "from": None if taken.messaging_service_sid else taken.sender,
        "body": taken.body,
        "status": taken.status,
        "direction": "outbound-api",
        "num_segments": str(len(taken.body) // SEGMENT + 1),
        "num_media": "0",
        "date_created": at,
        "date_updated": at,
        "date_sent": at,
        "price": None,
        "price_unit": "EUR",
        "error_code": taken.error_code,
        "error_message": None,
        "api_version": "2010-04-01",
        "uri": f"{path}.json",
        "subresource_uris": {"media": f"{path}/Media.json"},
    }


def page(account_sid: str, to: str | None, found: list[TextMessage], number: int, size: int) -> Any:
    """One page of a list; `found` are all that match, newest first."""
    path = f"/2010-04-01/Accounts/{account_sid}/Messages.json"

    def uri(of: int) -> str:
        asked = {"To": to, "PageSize": size, "Page": of}
        return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"

    shown = found[number * size : (number + 1) * size]
    more = len(found) > (number + 1) * size
    return {
        "messages": [message(one) for one in shown],
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": max(number * size + len(shown) - 1, 0),
        "uri": uri(number),
        "first_page_uri": uri(0),
        "next_page_uri": uri(number + 1) if more else None,
        "previous_page_uri": uri(number - 1) if number else None,
    }


def error(status: int, code: int, text: str) -> dict[str, Any]:
    """What is answered instead; the numbers are Twilio's."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": text, "more_info": more, "status": status}
