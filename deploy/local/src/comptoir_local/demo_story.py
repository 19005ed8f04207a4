"""What the reception lives through in the demo's evening, beside the orders that just come.

Each episode takes an order or some, plays guest, kitchen, courier and partner at the simulators,
and does at the desk what a person would. It leaves behind what must be found afterwards.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from comptoir_local.demo_reception import HOTEL, Reception, come
from comptoir_local.trouble import Trouble
from partners.aftermath import COURIER, delivered_by_page, status, tell
from partners.demo_data import Guest, House, order
from partners.mishaps import Mishap, SentOrder
from partners.opera.model import Reservation, ReservationChange
from partners.ordering_page.model import ClaimDecision, CourierWrites

FREE_ROOM = "502"
GUESTS_NEEDED = 8
QUESTION = "Je suis devant l'hôtel, où est l'entrée ?"
ANSWER = "Bonsoir, l'entrée est au 12, côté jardin."
THANKS = "Merci, j'arrive !"


def split_guests(house: House) -> tuple[list[Guest], House]:
    """The guests of the episodes, and the house with all others."""
    rooms = [guest.room for guest in house.guests]
    alone = [guest for guest in house.guests if rooms.count(guest.room) == 1][:GUESTS_NEEDED]
    others = tuple(guest for guest in house.guests if guest not in alone)
    return alone, House(house.hotel, others)


@dataclass
class Story:
    """What must be found after the evening, by external id unless said otherwise.

    `rooms`: where an order was charged that was ordered from another room. `by_hand`: what
    reception posted itself. `chats`: the texts in their order, the second one the hotel's.
    `claims`: how they ended. `tasks`: the problems that a person solved. `references`: of orders
    that reception placed.
    """

    sent: list[SentOrder] = field(default_factory=list)
    rooms: dict[str, str] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)
    chats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)


class Evening:
    """Plays the episodes. Raises Trouble where one does not go as it should.

    `guests` are as many as `GUESTS_NEEDED`, each alone in a room and ordering nothing else.
    """

    def __init__(
        self, reception: Reception, house: House, guests: Iterable[Guest], seed: int
    ) -> None:
        self.story = Story()
        self._guests = iter(guests)
        self._reception = reception
        self._partners = reception.partners
        self._house = house
        self._dice = random.Random(f"story:{seed}")
        self._number = 0

    async def play(self) -> Story:
        """All episodes, side by side as on a busy evening."""
        episodes: tuple[Coroutine[Any, Any, None], ...] = (
            self.courier_asks(),
            self.guest_moves(),
            self.child_of_a_couple_orders(),
            self.companion_orders(),
            self.guest_has_left(),
            self.guest_may_not_charge(),
            self.reception_orders(),
            self.claim("accepted"),
            self.claim("partially_accepted"),
            self.claim("rejected"),
            self.claim("withdrawn"),
        )
        await asyncio.gather(*episodes)
        return self.story

    async def courier_asks(self) -> None:
        """The courier writes, reception answers, the courier answers again."""
        sent, order_id = await self._ordered(next(self._guests))
        assigned = status("courier_assigned", courier=COURIER)
        await tell(self._partners, PARTNER_ID, sent.order, assigned)
        await self._reception.shown(order_id, lambda card: bool(card["chat_open"]))
        await self._courier_writes(sent, order_id, QUESTION)
        path = f"{HOTEL}/orders/{order_id}/messages"
        await self._reception.ask("POST", path, {"text": ANSWER})
        await self._handed_over(sent, "chat_message")
        await self._courier_writes(sent, order_id, THANKS)
        await delivered_by_page(self._partners, PARTNER_ID, sent.order)
        self.story.chats[sent.external_id] = (QUESTION, ANSWER, THANKS)

    async def guest_moves(self) -> None:
        """Between order and delivery, to another room: the meal and its charge follow."""
        guest = next(self._guests)
        sent, order_id = await self._ordered(guest)
        stay = self._reservation(guest)
        await self._change(stay, ReservationChange(room=FREE_ROOM))
        await self._reception.ask("PUT", f"{HOTEL}/orders/{order_id}/room", {"room": FREE_ROOM})
        self.story.rooms[sent.external_id] = FREE_ROOM
        await delivered_by_page(self._partners, PARTNER_ID, sent.order)

    async def child_of_a_couple_orders(self) -> None:
        """Two in the room have the surname: reception chooses."""
        couple = next(r for r in self._house.hotel.reservations if r.surname == "Castellane")
        child = Guest("Léa", couple.surname, "fr", "+33639987001", couple.room)
        await self._delivered_and_chosen(child, "ambiguous", couple.reservation_id)

    async def companion_orders(self) -> None:
        """Nobody of that name is in the room: reception knows whose companion it is."""
        host = self._reservation(next(self._guests))
        companion = Guest("Maud", "Vautrin", "fr", "+33639987002", host.room)
        await self._delivered_and_chosen(companion, "not_found", host.reservation_id)

    async def guest_has_left(self) -> None:
        """The guest has checked out: reception collects it at the desk and ticks it off."""
        gone = next(r for r in self._house.hotel.reservations if r.surname == "Fairweather")
        guest = Guest(gone.given_name, gone.surname, "en", "+33639987003", gone.room)
        sent, order_id = await self._ordered(guest)
        await delivered_by_page(self._partners, PARTNER_ID, sent.order)
        task = await self._task(sent, order_id, "not_in_house")
        await self._reception.decide(task, "done", {"note": "Payé à la réception"})
        self.story.by_hand.add(sent.external_id)

    async def guest_may_not_charge(self) -> None:
        """Until reception lifts the restriction in the PMS, and has it tried again."""
        barred = next(r for r in self._house.hotel.reservations if r.no_post)
        guest = Guest(barred.given_name, barred.surname, "fr", "+33639987004", barred.room)
        sent, order_id = await self._ordered(guest)
        await delivered_by_page(self._partners, PARTNER_ID, sent.order)
        task = await self._task(sent, order_id, "no_post")
        await self._change(barred, ReservationChange(no_post=False))
        await self._reception.decide(task, "retry")

    async def reception_orders(self) -> None:
        """Reception orders for a guest; the partner cooks, and its courier brings it."""
        body = self._body(next(self._guests))
        left_out = ("external_id", "property_id", "placed_at", "expected_at", "validation_code")
        asked: dict[str, Any] = {k: v for k, v in body.items() if k not in left_out}
        asked["restaurant"] = body["restaurant"]["name"]
        made = await self._reception.ask("POST", f"{HOTEL}/orders", asked)
        detail = await self._reception.shown(made["order_id"], lambda one: True)
        order_of_hotel = {**body, "external_id": detail["external_id"]}
        sent = SentOrder(Mishap.PLAYED, order_of_hotel)
        self.story.sent.append(sent)
        self.story.references[sent.external_id] = made["reference"]
        await self._handed_over(sent, "order")
        await self._reception.shown(made["order_id"], lambda one: one["stage"] == "delivered")

    async def claim(self, outcome: str) -> None:
        """Reception complains; the partner decides, or reception takes it back."""
        sent, order_id = await self._ordered(next(self._guests))
        await delivered_by_page(self._partners, PARTNER_ID, sent.order)
        await self._reception.shown(order_id, lambda card: card["stage"] == "delivered")
        body = {
            "reason": "missing_item",
            "items": [{"line": 0, "quantity": 1}],
            "amount": sent.order["lines"][0]["unit_amount"],
            "description": "Il manquait un plat dans le sac.",
        }
        path = f"{HOTEL}/orders/{order_id}/claim"
        opened = await self._reception.ask("POST", path, body)
        await self._handed_over(sent, "claim")
        if outcome == "withdrawn":
            await self._reception.ask("DELETE", f"{path}/{opened['claim_id']}")
            await self._handed_over(sent, "claim_withdrawal")
        else:
            decision = ClaimDecision.model_validate({"verdict": outcome})
            await self._partners.decide_claim(opened["claim_id"], decision)
        self.story.claims[sent.external_id] = outcome

    async def _delivered_and_chosen(self, guest: Guest, problem: str, reservation_id: str) -> None:
        sent, order_id = await self._ordered(guest)
        await delivered_by_page(self._partners, PARTNER_ID, sent.order)
        task = await self._task(sent, order_id, problem)
        await self._reception.decide(task, "choose", {"reservation_id": reservation_id})

    async def _task(self, sent: SentOrder, order_id: str, problem: str) -> dict[str, Any]:
        task = await self._reception.task(order_id)
        if task["problem"] != problem:
            raise Trouble(f"The task about {order_id} is {task['problem']}, not {problem}.")
        self.story.tasks[sent.external_id] = problem
        return task

    async def _courier_writes(self, sent: SentOrder, order_id: str, text: str) -> None:
        """And reception has it."""
        command = CourierWrites(partner_id=PARTNER_ID, external_id=sent.external_id, text=text)
        await self._partners.courier_writes(command)
        await self._reception.shown(
            order_id, lambda card: text in [said["text"] for said in card["messages"]]
        )

    async def _handed_over(self, sent: SentOrder, type: str) -> None:
        """Wait until the page has what the hotel told it."""

        async def taken() -> dict[str, Any] | None:
            for one in await self._partners.callbacks():
                if (one.external_id, one.type) == (sent.external_id, type) and one.answer == 200:
                    return {"id": one.id}
            return None

        await come(taken, f"{type} of {sent.external_id} at the page")

    async def _ordered(self, guest: Guest) -> tuple[SentOrder, str]:
        sent = SentOrder(Mishap.PLAYED, self._body(guest))
        self.story.sent.append(sent)
        return sent, await self._reception.placed(sent.order)

    def _body(self, guest: Guest) -> dict[str, Any]:
        self._number += 1
        now = datetime.now(UTC)
        external_id = f"DESK-{now:%Y%m%d}-{self._number:04}"
        return order(self._dice, guest, PROPERTY_ID, external_id, now)

    def _reservation(self, guest: Guest) -> Reservation:
        return next(
            stay
            for stay in self._house.hotel.reservations
            if (stay.room, stay.phone) == (guest.room, guest.phone)
        )

    async def _change(self, stay: Reservation, change: ReservationChange) -> None:
        hotel_id = self._house.hotel.hotel_id
        await self._partners.change_reservation(hotel_id, stay.reservation_id, change)
