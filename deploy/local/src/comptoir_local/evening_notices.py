"""Who was told of what during the evening: none missing, none doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from comptoir_local.demo_hotel import DIRECTION_PHONE, SHEET
from comptoir_local.evening_money import Bill
from comptoir_local.evening_records import Records
from comptoir_local.evening_ways import page_events
from partners.mishaps import SentOrder

# How the subject of a mail begins, in the hotel's first language, by what it tells.
NEW_ORDER, COURIER = "Nouvelle commande", "Message du livreur"
CANCELLED, REFUNDED, CLAIM, TASK = "Commande annulée", "Remboursement", "Réclamation", "À faire"
FAILED, RETURNED = "Livraison échouée", "Commande repartie"
_BEGINNINGS = {
    NEW_ORDER: NEW_ORDER,
    COURIER: COURIER,
    CANCELLED: CANCELLED,
    FAILED: FAILED,
    RETURNED: RETURNED,
    "Remboursement partiel": REFUNDED,
    "Commande remboursée": REFUNDED,
    CLAIM: CLAIM,
    TASK: TASK,
}
RECEPTION: list[str] = SHEET["order_mail"]


def notices_wrong(records: Records) -> Iterator[str]:
    """Text messages, pop-ups and chat messages against what happened."""
    yield from _texts_wrong(records)
    yield from _pop_ups_wrong(records)
    yield from _chats_wrong(records)
    yield from _callbacks_wrong(records)
    yield from _claims_wrong(records)


def mails_wrong(records: Records, owed: Mapping[str, Bill]) -> Iterator[str]:
    """Mails by occasion: to whom, how many of each about every order."""
    found: Counter[tuple[str, str]] = Counter()
    references = records.references
    for mail in records.mails:
        about = [one for one in references.values() if one in (mail.text or "")]
        subject = mail.subject or ""
        told = next((name for start, name in _BEGINNINGS.items() if subject.startswith(start)), "?")
        found[about[0] if len(about) == 1 else "?", told] += 1
        always = told in (NEW_ORDER, COURIER, CANCELLED, FAILED, RETURNED)
        if (mail.envelope_to == RECEPTION) is not always:
            yield f"{about}: {subject!r} went to {mail.envelope_to}"
    wanted: Counter[tuple[str, str]] = Counter()
    for order in records.sent:
        if reference := references.get(order.external_id):
            for told, times in _mails_about(order, owed[order.external_id], records).items():
                wanted[reference, told] = times
    for reference, told in sorted(found.keys() | wanted.keys()):
        if found[reference, told] != wanted[reference, told]:
            times, due = found[reference, told], wanted[reference, told]
            yield f"{reference}: {times} mails {told!r}, not {due}"


def _mails_about(order: SentOrder, bill: Bill, records: Records) -> dict[str, int]:
    story, id = records.story, order.external_id
    end = records.ways[id].end
    from_courier = [text for n, text in enumerate(story.chats.get(id, ())) if n != 1]
    return {
        NEW_ORDER: 1,
        COURIER: len(from_courier),
        CANCELLED: int(end == "cancelled"),
        FAILED: int(end == "failed"),
        RETURNED: int(end == "returned"),
        REFUNDED: bill.refunds,
        CLAIM: int(id in story.claims),
        TASK: int(id in story.tasks),
    }


def _texts_wrong(records: Records) -> Iterator[str]:
    """One to the guest with a link that opens the order, one to whoever asked for it."""
    references = records.references
    to_guests: Counter[str] = Counter()
    to_staff = 0
    for text in records.texts:
        if text.to == DIRECTION_PHONE:
            to_staff += 1
            continue
        opened = records.followed[text.sid]
        reference = opened.get("reference", "?")
        to_guests[reference] += 1
        if opened.get("status") != "cancelled" or reference not in text.body:
            yield f"{reference}: a guest's link opens {opened.get('status')}"
    ways = records.ways
    cancelled = [one for one in records.sent if ways[one.external_id].end == "cancelled"]
    for order in cancelled:
        reference = references.get(order.external_id, "?")
        if (times := to_guests.pop(reference, 0)) != bool(order.order["guest"].get("phone")):
            yield f"{reference}: {times} text messages to the guest of a cancelled order"
    for reference, times in to_guests.items():
        yield f"{reference}: {times} text messages to a guest whose order was not cancelled"
    if to_staff != len(cancelled):
        yield f"{to_staff} text messages to the direction for {len(cancelled)} cancelled orders"


def _pop_ups_wrong(records: Records) -> Iterator[str]:
    shown = Counter(
        str((one.payload or {}).get("order_id"))
        for one in records.pop_ups
        if (one.payload or {}).get("occasion") == "delivered"
    )
    cards = records.shown
    for order in records.sent:
        reference = records.references.get(order.external_id, "?")
        wanted = "delivered" in records.ways[order.external_id].told
        order_id = cards[reference]["order_id"] if reference in cards else "?"
        if (times := shown.pop(order_id, 0)) != wanted:
            yield f"{reference}: {times} pop-ups say that it was delivered"
    if shown:
        yield f"pop-ups about no order of the evening: {sorted(shown)}"


def _chats_wrong(records: Records) -> Iterator[str]:
    for external_id, texts in records.story.chats.items():
        read = tuple(one["text"] for one in records.written.get(external_id, ()))
        if read != texts:
            yield f"{external_id}: the chat reads {read}"
        sent = [
            one.body["text"]
            for one in records.callbacks
            if (one.external_id, one.type) == (external_id, "chat_message")
            and one.answer == 200
            and not one.repeat
        ]
        if sent != [texts[1]]:
            yield f"{external_id}: the courier got {sent}"


def _callbacks_wrong(records: Records) -> Iterator[str]:
    """What the hotel told the page: signed, and taken once."""
    for one in records.callbacks:
        if one.signature != "right":
            yield f"{one.external_id}: a {one.type} with a {one.signature} signature"
    taken = Counter(one.type for one in records.callbacks if one.answer == 200 and not one.repeat)
    claims = records.story.claims.values()
    wanted = Counter(
        {
            "order": len(records.story.references),
            "chat_message": len(records.story.chats),
            "claim": len(claims),
            "claim_withdrawal": sum(outcome == "withdrawn" for outcome in claims),
        }
    )
    if taken != wanted:
        yield f"the page took {dict(taken)}, not {dict(wanted)}"


def _claims_wrong(records: Records) -> Iterator[str]:
    """How each claim ended by the page's own word, and as reception saw it."""
    ended: dict[str, str] = {
        event["external_id"]: event["verdict"]
        for event in page_events(records.told)
        if event["type"] == "claim_decision"
    }
    ended |= {
        one.external_id: "withdrawn"
        for one in records.callbacks
        if one.type == "claim_withdrawal" and one.answer == 200
    }
    seen = records.story.claims
    for external_id in sorted(ended.keys() | seen.keys()):
        if ended.get(external_id) != seen.get(external_id):
            yield f"{external_id}: its claim is {ended.get(external_id)} by the page's word"
