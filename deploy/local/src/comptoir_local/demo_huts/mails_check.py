"""Counts the mails about stays after an evening: who was to be written to was, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comptoir_local.demo_huts.check import HutRecords, Json
from partners.mail.model import Message


def mails_wrong(huts: Sequence[HutRecords], messages: Sequence[Message]) -> Iterator[str]:
    """Each stay against what its guest's mail server took. A mail names the stay's number."""
    for hut in huts:
        for stay in hut.stays:
            found = _to_guest(stay, messages)
            if _was_told(stay) and not found:
                yield f"{hut.property_id}: the guest of {stay['reference']} was never written to"
            if _was_to_hear_nothing(stay) and found:
                yield f"{hut.property_id}: {stay['reference']} was to have no mail, and has {found}"


def mails_counted(huts: Sequence[HutRecords], messages: Sequence[Message]) -> dict[str, int]:
    """What the summary says of them."""
    stays = {stay["order_id"]: stay for hut in huts for stay in hut.stays}
    return {"stay_mails": sum(_to_guest(stay, messages) for stay in stays.values())}


def _to_guest(stay: Json, messages: Sequence[Message]) -> int:
    address, reference = stay["contact"]["mail"], stay["reference"]
    ours = (one for one in messages if address in one.envelope_to)
    return sum(reference in (one.text or "") for one in ours)


def _was_told(stay: Json) -> bool:
    """A hut that a change has brought in writes, too; one that it has left may have written."""
    return bool(stay["send_mail"]) and stay["state"] in ("option", "firm", "cancelled")


def _was_to_hear_nothing(stay: Json) -> bool:
    """Kept without a mail (R50), and nothing has happened to it since."""
    kinds = [step["kind"] for step in stay["history"]]
    return not stay["send_mail"] and kinds == ["booked"]
