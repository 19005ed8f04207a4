"""A Python client of the control API, for tests, the demo and its traffic."""

import asyncio
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from pydantic import BaseModel

from partners.connections import LIMITS
from partners.fault_gate import Call
from partners.faults import Fault, FaultList, Partner
from partners.journal import Page, Record, complete
from partners.mail.model import MailRefusal, Message
from partners.opera.model import OperaSetup, Posting, ReservationChange
from partners.ordering_page.model import (
    Answered,
    BridgeCall,
    Callback,
    ClaimDecision,
    Conduct,
    CourierWrites,
    IntakeCall,
    IssueStatement,
    PageSetup,
    Placed,
    PlaceOrder,
    SendEvents,
)
from partners.paybox.model import PayboxConduct, PayboxMove, PayboxSetup
from partners.paypal.model import PayPalConduct, PayPalMove, PayPalSetup
from partners.push.model import PopUp, Subscription
from partners.sms.model import SmsSetup, TextMessage
from partners.uber.journey import Ending, Status
from partners.uber.model import Mischief, UberSetup, WebhookAttempt
from partners.vault.model import VaultConduct, VaultMove, VaultSetup

R = TypeVar("R", bound=Record)


class PartnersClient:
    """Commands the simulators and reads their journals.

    Journals are read whole, `page_size` records at a time; reading one that has already dropped
    its beginning raises `JournalCut`. Every method raises `httpx.HTTPStatusError` when the
    simulators refuse the command.
    """

    def __init__(self, base_url: str, timeout_s: float = 30.0) -> None:
        self.page_size = 10_000
        self._http = httpx.AsyncClient(
            base_url=base_url, limits=LIMITS, timeout=timeout_s, trust_env=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def reset(self) -> None:
        """Ends everything under way and forgets all."""
        await self._send("POST", "/_control/reset")

    async def point_at_bridge(self, url: str) -> None:
        """Says where webhooks and intakes go."""
        await self._send("PUT", "/_control/bridge", json={"url": url})

    async def set_faults(self, partner: Partner, *faults: Fault) -> None:
        """Replaces a partner's faults; without any, it behaves."""
        await self._put(f"/_control/faults/{partner}", FaultList(faults=list(faults)))

    async def clear_faults(self) -> None:
        """Makes every partner behave."""
        await self._send("DELETE", "/_control/faults")

    async def load_opera(self, setup: OperaSetup) -> None:
        """Replaces credentials, hotels and guests of the PMS."""
        await self._put("/_control/opera", setup)

    async def change_reservation(
        self, hotel_id: str, reservation_id: str, change: ReservationChange
    ) -> None:
        """Moves a guest, checks one out, forbids postings."""
        path = f"/_control/opera/hotels/{hotel_id}/reservations/{reservation_id}"
        body = change.model_dump(mode="json", exclude_none=True)
        await self._send("PATCH", path, json=body)

    async def expire_opera_tokens(self) -> None:
        """Makes every token of the PMS invalid at once."""
        await self._send("DELETE", "/_control/opera/tokens")

    async def throttle_opera(self, enabled: bool) -> None:
        """Turns the PMS's request limits on or off."""
        await self._send("PUT", "/_control/opera/throttling", json={"enabled": enabled})

    async def load_uber(self, setup: UberSetup) -> None:
        """Replaces the accounts of the delivery partner."""
        await self._put("/_control/uber", setup)

    async def plan_delivery(
        self, external_id: str, ending: Ending, mischief: Mischief | None = None
    ) -> None:
        """Says how a delivery that is still to be created will go."""
        body = {"ending": ending.model_dump(), "mischief": mischief and mischief.model_dump()}
        await self._send("PUT", f"/_control/uber/plans/{external_id}", json=body)

    async def advance_delivery(self, delivery_id: str, to: Status | None = None) -> dict[str, Any]:
        """Moves a delivery one step, or to a status; returns it once its webhooks are answered."""
        path = f"/_control/uber/deliveries/{delivery_id}/advance"
        response = await self._send("POST", path, json={"to": to})
        delivery: dict[str, Any] = response.json()
        return delivery

    async def request_refund(self, delivery_id: str, data: dict[str, Any]) -> None:
        """Refunds a delivery and sends `event.refund_request`."""
        await self._send("POST", f"/_control/uber/deliveries/{delivery_id}/refund", json=data)

    async def flush_webhooks(self) -> None:
        """Sends what a reordering or a burst holds back."""
        await self._send("POST", "/_control/uber/flush")

    async def load_ordering_pages(self, setup: PageSetup) -> None:
        """Replaces the ordering pages."""
        await self._put("/_control/ordering-page", setup)

    async def place_order(self, command: PlaceOrder) -> Placed:
        """Has an ordering page place an order."""
        body = command.model_dump(mode="json")
        response = await self._send("POST", "/_control/ordering-page/orders", json=body)
        return Placed.model_validate(response.json())

    async def send_events(self, command: SendEvents) -> Answered:
        """Has an ordering page report events of its orders."""
        return await self._answered("/_control/ordering-page/events", command)

    async def courier_writes(self, command: CourierWrites) -> Answered:
        """Has the courier of an order write to the hotel."""
        return await self._answered("/_control/ordering-page/messages", command)

    async def decide_claim(self, claim_id: str, decision: ClaimDecision) -> Answered:
        """Has an ordering page decide a claim that it was handed."""
        return await self._answered(f"/_control/ordering-page/claims/{claim_id}/decision", decision)

    async def issue_statement(self, asked: IssueStatement) -> Answered:
        """Has an ordering page send a day's statement."""
        return await self._answered("/_control/ordering-page/statements", asked)

    async def conduct_of_page(self, partner_id: str, conduct: Conduct) -> None:
        """Says how an ordering page treats what is sent to it."""
        await self._put(f"/_control/ordering-page/conduct/{partner_id}", conduct)

    async def postings(self) -> list[Posting]:
        """Every posting ever made in the PMS, oldest first."""
        return await self._all("/_control/opera/postings", Posting)

    async def messages(self) -> list[Message]:
        """Every mail accepted, oldest first."""
        return await self._all("/_control/mail/messages", Message)

    async def mail_refusals(self) -> list[MailRefusal]:
        """Every mail refused, oldest first."""
        return await self._all("/_control/mail/refusals", MailRefusal)

    async def load_paypal(self, setup: PayPalSetup) -> None:
        """Replaces PayPal's merchants."""
        await self._put("/_control/paypal", setup)

    async def paypal_behaves(self, conduct: PayPalConduct) -> None:
        """How PayPal misbehaves from now on."""
        await self._put("/_control/paypal/conduct", conduct)

    async def paypal_moves(self) -> list[PayPalMove]:
        """All that PayPal did with somebody's money, oldest first."""
        return await self._all("/_control/paypal/moves", PayPalMove)

    async def load_paybox(self, setup: PayboxSetup) -> None:
        """Replaces Paybox's merchants."""
        await self._put("/_control/paybox", setup)

    async def paybox_behaves(self, conduct: PayboxConduct) -> None:
        """How Paybox misbehaves from now on."""
        await self._put("/_control/paybox/conduct", conduct)

    async def paybox_moves(self) -> list[PayboxMove]:
        """All that Paybox did with somebody's money, oldest first."""
        return await self._all("/_control/paybox/moves", PayboxMove)

    async def load_vault(self, setup: VaultSetup) -> None:
        """Replaces the card vault's merchants."""
        await self._put("/_control/vault", setup)

    async def vault_behaves(self, conduct: VaultConduct) -> None:
        """How the card vault misbehaves from now on."""
        await self._put("/_control/vault/conduct", conduct)

    async def vault_moves(self) -> list[VaultMove]:
        """All that the card vault did with somebody's card, oldest first."""
        return await self._all("/_control/vault/moves", VaultMove)

    async def load_sms(self, setup: SmsSetup) -> None:
        """Replaces the accounts of the SMS service."""
        await self._put("/_control/sms", setup)

    async def text_messages(self) -> list[TextMessage]:
        """Every text message taken, oldest first."""
        return await self._all("/_control/sms/messages", TextMessage)

    async def subscribe_browser(self, server_key: str) -> Subscription:
        """A browser subscribes to the pop-ups of whom this public key belongs to."""
        response = await self._send(
            "POST", "/_control/push/browsers", json={"server_key": server_key}
        )
        return Subscription.model_validate(response.json())

    async def leave_browser(self, endpoint: str) -> None:
        """A browser ends its subscription."""
        await self._send("DELETE", f"/_control/push/browsers/{endpoint.rpartition('/')[2]}")

    async def pop_ups(self) -> list[PopUp]:
        """Every pop-up that a browser showed, oldest first."""
        return await self._all("/_control/push/pop-ups", PopUp)

    async def webhooks(self) -> list[WebhookAttempt]:
        """Every attempt to send a webhook, oldest first."""
        return await self._all("/_control/uber/webhooks", WebhookAttempt)

    async def intake_calls(self) -> list[IntakeCall]:
        """Every call of our intake, oldest first."""
        return await self._all("/_control/intake/calls", IntakeCall)

    async def bridge_calls(self) -> list[BridgeCall]:
        """Every list of events and every statement sent to us, oldest first."""
        return await self._all("/_control/ordering-page/calls", BridgeCall)

    async def callbacks(self) -> list[Callback]:
        """Every callback that reached an ordering page, oldest first."""
        return await self._all("/_control/ordering-page/callbacks", Callback)

    async def calls(self, partner: Partner | None = None) -> list[Call]:
        """Every request that reached a partner's HTTP API, oldest first."""
        calls = await self._all("/_control/calls", Call)
        return [call for call in calls if partner in (None, call.partner)]

    async def under_way(self) -> int:
        """Orders, deliveries and webhooks that are not finished."""
        page = (await self._send("GET", "/_control/ordering-page/state")).json()
        uber = (await self._send("GET", "/_control/uber/state")).json()
        return int(page["orders"] + uber["deliveries"] + uber["webhooks"])

    async def settled(self, deadline_s: float) -> None:
        """Waits until nothing is under way. Raises TimeoutError after `deadline_s` seconds."""
        async with asyncio.timeout(deadline_s):
            while True:
                if not await self.under_way():
                    return
                await asyncio.sleep(0.05)

    async def _all(self, path: str, kind: type[R]) -> list[R]:
        items: list[R] = []
        after = 0
        while True:
            response = await self._send(
                "GET", path, params={"after": after, "limit": self.page_size}
            )
            page = Page[kind].model_validate_json(response.content)  # type: ignore[valid-type]
            items.extend(complete(page).items)
            after = page.last
            if after >= page.total:
                return items

    async def _answered(self, path: str, body: BaseModel) -> Answered:
        response = await self._send("POST", path, json=body.model_dump(mode="json"))
        return Answered.model_validate_json(response.content)

    async def _put(self, path: str, body: BaseModel) -> None:
        await self._send("PUT", path, json=body.model_dump(mode="json"))

    async def _send(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: dict[str, int] | None = None,
    ) -> httpx.Response:
        response = await self._http.request(method, path, json=json, params=params)
        response.raise_for_status()
        return response
