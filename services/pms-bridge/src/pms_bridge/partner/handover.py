"""The work of passing one thing on to an order's page."""

from __future__ import annotations

from datetime import datetime

from chassis.outcome import Effect, Work
from contracts.handovers import HandoverKind
from pms_bridge.partner.callbacks import Callback


class HandOver(Work, kind="bridge.hand-over"):
    """Send `body` to the page of `partner_id` under `callback_id`, which is the same at each try.
    `asked_at` is when it was asked for: how long it is tried is counted from then."""

    order_id: str
    property_id: str
    partner_id: str
    kind: HandoverKind
    about_id: str
    callback_id: str
    body: str
    asked_at: datetime


def hand_over(callback: Callback, about_id: str, partner_id: str, now: datetime) -> Effect:
    """One at a time per order, in the order asked, and not behind the order's postings; a page that
    does not answer holds up only what is meant for it."""
    work = HandOver(
        order_id=callback.order_id,
        property_id=callback.property_id,
        partner_id=partner_id,
        kind=callback.KIND,
        about_id=about_id,
        callback_id=callback.id,
        body=callback.body(),
        asked_at=now,
    )
    return Effect(work, lane=f"page:{callback.order_id}", partner=f"page:{partner_id}")
