"""Control of the mail server."""

from fastapi import APIRouter, Query

from partners.journal import Journal, Page
from partners.mail.model import MailRefusal, Message


def control_routes(messages: Journal[Message], refusals: Journal[MailRefusal]) -> APIRouter:
    """What a test or the demo counts."""
    router = APIRouter(prefix="/_control/mail")
    control = _Control(messages, refusals)
    router.add_api_route("/messages", control.list_messages)
    router.add_api_route("/refusals", control.list_refusals)
    return router


class _Control:
    def __init__(self, messages: Journal[Message], refusals: Journal[MailRefusal]) -> None:
        self._messages = messages
        self._refusals = refusals

    async def list_messages(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[Message]:
        return self._messages.page(after, limit)

    async def list_refusals(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[MailRefusal]:
        return self._refusals.page(after, limit)
