"""Mail in memory: a relay that takes, defers and refuses, and the carrier that hands mails to it.

Mails are not written here, only counted: their text is the notifier's own tests' business, and
takes longer than all the rest of an evening.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from chassis.effects import Again, Attempt, Done, EffectTable, Ending
from chassis.service import Reader
from contracts.notices import Audience, Channel, SendingDone
from notifier.huts.model import hut_mails
from notifier.notices.work import SendMail
from notifier.properties.model import properties
from notifier.stays.work import SendStayMail
from tests.simulation.faults import Dice, Fault
from tests.simulation.machine import Machine
from tests.simulation.timeline import pause

DEADLINE = timedelta(seconds=15)
UNTIL_KNOWN = timedelta(seconds=2)
REFUSAL = "550 no such mailbox"


def mailbox_of(audience: Audience) -> str:
    """Whom a mail about a stay goes to."""
    return f"{audience}@example.org"


class Mailbox:
    """Which notices were taken for whom, how often, and which were refused for good."""

    def __init__(self) -> None:
        self.taken: Counter[tuple[str, str]] = Counter()
        self.refused: set[str] = set()
        # Mails that may rightly have been sent twice: an answer, or its carrier, was lost.
        self.doubtful: set[str] = set()


class SimulatedPost:
    """The mail carrier of one process."""

    def __init__(self, mailbox: Mailbox, reader: Reader, machine: Machine, dice: Dice) -> None:
        self._mailbox = mailbox
        self._reader = reader
        self._machine = machine
        self._dice = dice

    def effects(self) -> EffectTable:
        table = EffectTable()
        table.on(SendMail, deadline=DEADLINE)(self.send)
        table.on(SendStayMail, deadline=DEADLINE)(self.send_about_stay)
        return table

    async def send(self, work: SendMail, attempt: Attempt) -> Ending:
        home = await self._reader.get(properties.ref(work.property_id))
        if home is None:
            return Again("the property is not known yet", UNTIL_KNOWN)
        return await self._sent(work, work.only or home.sheet.order_mail, attempt)

    async def send_about_stay(self, work: SendStayMail, attempt: Attempt) -> Ending:
        if await self._reader.get(hut_mails.ref(work.property_id)) is None:
            return Again("the hut is not known yet", UNTIL_KNOWN)
        return await self._sent(work, (mailbox_of(work.audience),), attempt)

    async def _sent(
        self, work: SendMail | SendStayMail, addresses: tuple[str, ...], attempt: Attempt
    ) -> Ending:
        await self._machine.turn()
        attempt.ensure_time()
        if attempt.number > 1:
            self._mailbox.doubtful.add(work.notice_id)
        who = self._machine.name
        if self._dice.hits(Fault.MAIL_REFUSED, who):
            self._mailbox.refused.add(work.notice_id)
            return self._ended(work, refusal=REFUSAL, refused=addresses)
        deferred: tuple[str, ...] = ()
        if len(addresses) > 1 and self._dice.hits(Fault.MAIL_DEFERRED, who):
            deferred = addresses[1:]
        taken = tuple(address for address in addresses if address not in deferred)
        self._mailbox.taken.update((work.notice_id, address) for address in taken)
        await pause(self._dice.between(0.02, 0.2))
        await self._machine.gate()
        if self._dice.hits(Fault.MAIL_ANSWER_LOST, who):
            return Again("the relay broke off", unavailable=True)
        return self._ended(work, accepted=taken, deferred=deferred)

    def _ended(self, work: SendMail | SendStayMail, **how: Any) -> Done:
        return Done(
            [
                SendingDone(
                    property_id=work.property_id,
                    order_id=work.order_id,
                    notice_id=work.notice_id,
                    guest_id=work.guest_id,
                    channel=Channel.MAIL,
                    **how,
                )
            ]
        )
