"""What is known of an evening once it is over: by the partners, and in the back office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx

from comptoir_local.demo_huts.furnishing import HUT_MAILS
from comptoir_local.demo_huts.guests import MAILS_AT
from comptoir_local.demo_reception import HOTEL, Reception
from comptoir_local.demo_story import Story
from comptoir_local.evening_ways import Way, ways
from contracts.guest_links import PATH
from partners.fault_gate import Call
from partners.faults import Partner
from partners.mail.model import Message
from partners.mishaps import SentOrder
from partners.opera.model import Posting
from partners.ordering_page.model import BridgeCall, Callback, IntakeCall
from partners.push.model import PopUp
from partners.sms.model import TextMessage
from partners.uber.model import WebhookAttempt

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Records:
    """What the partners recorded, and what the back office shows.

    `sent` are all orders, the story's too. `calls` are those of the PMS. `shown` are cards by
    reference, `written` the chats and `followed` what a guest's link in a text message opens, by
    that message's id.
    """

    sent: Sequence[SentOrder]
    story: Story
    restated: Mapping[str, str]
    intake: Sequence[IntakeCall]
    webhooks: Sequence[WebhookAttempt]
    told: Sequence[BridgeCall]
    callbacks: Sequence[Callback]
    calls: Sequence[Call]
    postings: Sequence[Posting]
    mails: Sequence[Message]
    texts: Sequence[TextMessage]
    pop_ups: Sequence[PopUp]
    codes: Mapping[str, str]  # tax rate -> transaction code
    shown: Mapping[str, Json]
    board: Sequence[Json]
    tasks: Sequence[Json]
    days: Sequence[Json]
    written: Mapping[str, Sequence[Json]]
    followed: Mapping[str, Json]

    @property
    def references(self) -> dict[str, str]:
        """External id -> reference, as the ordering page or reception was told."""
        taken = {
            call.external_id: str(call.answer_body["reference"])
            for call in self.intake
            if call.answer == 202
        }
        return taken | self.story.references

    @cached_property
    def ways(self) -> defaultdict[str, Way]:
        """How each order went by the partners' words, by external id."""
        return ways(self.webhooks, self.told)


async def gather(
    reception: Reception,
    sent: Sequence[SentOrder],
    story: Story,
    restated: Mapping[str, str],
    days: Sequence[Json],
    codes: Mapping[str, str],
) -> Records:
    """Read everything there is. Raises httpx.HTTPStatusError."""
    partners = reception.partners
    texts = await partners.text_messages()
    cards = await _all(reception, "orders", "orders")
    by_external_id = {one.external_id: one for one in sent}
    written = {}
    for card in cards:
        if card["chat"]["messages"]:
            detail = await reception.read(f"{HOTEL}/orders/{card['order_id']}")
            written[detail["external_id"]] = detail["messages"]
    return Records(
        sent=list(by_external_id.values()),
        story=story,
        restated=restated,
        intake=await partners.intake_calls(),
        webhooks=await partners.webhooks(),
        told=await partners.bridge_calls(),
        callbacks=await partners.callbacks(),
        calls=await partners.calls(Partner.OPERA),
        postings=await partners.postings(),
        mails=[mail for mail in await partners.messages() if not of_huts(mail)],
        texts=texts,
        pop_ups=await partners.pop_ups(),
        codes=codes,
        shown={card["reference"]: card for card in cards},
        board=(await reception.read(f"{HOTEL}/live"))["orders"],
        tasks=await _all(reception, "tasks", "tasks"),
        days=days,
        written=written,
        followed={text.sid: await _followed(reception, text) for text in texts},
    )


def of_huts(mail: Message) -> bool:
    """Whether a mail is about a stay: it goes to somebody who comes up to a hut, or to the hut."""
    about = (MAILS_AT, *(hut_mail.partition("@")[2] for hut_mail in HUT_MAILS))
    return any(address.rpartition("@")[2] in about for address in mail.envelope_to)


async def _all(reception: Reception, path: str, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        query = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
        page = await reception.read(f"{HOTEL}/{path}", **query)
        found += page[name]
        cursor = page.get("next")
        if cursor is None:
            return found


async def _followed(reception: Reception, text: TextMessage) -> Json:
    """What the guest's link in a text message opens; nothing where it has none or it is over."""
    link = re.search(rf"https?://\S+{re.escape(PATH)}(\S+)", text.body)
    if link is None:
        return {}
    try:
        return await reception.read(f"/guest/v1/orders/{link.group(1)}")
    except httpx.HTTPStatusError:
        return {}
