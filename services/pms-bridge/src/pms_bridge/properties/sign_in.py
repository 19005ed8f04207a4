"""Whether the PMS lets us in: a passing trouble is nobody's business, a lasting one is a task."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.message import Message
from contracts.sign_in import SignInAccepted, SignInRefused, SignInTried
from pms_bridge.properties.model import Property, SignInRefusal, properties

table = HandlerTable("pms-bridge")

# An identity server that is being started again refuses for moments; a wrong secret for good.
LASTING = timedelta(seconds=10)
WHAT_TO_DO = (
    "the PMS does not let us in: mend client, secret or key, here or there; charges wait until then"
)


@table.on(SignInTried, document=properties)
def sign_in_tried(
    known: Property | None, message: SignInTried, context: Context
) -> Outcome[Property]:
    """Reports come late and in any order: the newest of them says how it is."""
    if known is None:
        return Outcome()
    if message.accepted:
        return Outcome(*let_in(known, message.tried_at))
    return _refused(known, message)


def let_in(known: Property, at: datetime) -> tuple[Property, list[Message]]:
    """The property after the PMS has let us in, and what people are told of that: something where
    they were told that it did not."""
    let_in_at = max(at, known.let_in_at or at)
    before = known.refused
    if before is None or before.newest > at:
        return known.model_copy(update={"let_in_at": let_in_at}), []
    after = known.model_copy(update={"let_in_at": let_in_at, "refused": None})
    accepted = SignInAccepted(property_id=known.property_id, at=at)
    return after, [accepted] if before.told else []


def _refused(known: Property, message: SignInTried) -> Outcome[Property]:
    at, before = message.tried_at, known.refused
    if known.let_in_at is not None and at <= known.let_in_at:
        return Outcome()
    since, newest = (at, at) if before is None else (min(at, before.since), max(at, before.newest))
    lasts = newest - since >= LASTING
    told = before is not None and before.told
    refusal = SignInRefusal(since=since, newest=newest, told=told or lasts)
    after = known.model_copy(update={"refused": refusal})
    if told or not lasts:
        return Outcome(after)
    detail = f"{WHAT_TO_DO} ({message.detail})"
    refused = SignInRefused(property_id=known.property_id, since=since, detail=detail[:500])
    return Outcome(after, [refused])
