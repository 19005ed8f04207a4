"""The mails about one stay, with all that is needed to send each of them again."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document, Index
from contracts.carts import Contact, Price, PricedLine, PropertyShare
from contracts.message import Instant, PropertyId
from contracts.money import MinorUnits
from contracts.notices import Audience, StayNews
from contracts.properties import Language
from notifier.notices.sending import NoticeState, Sending

# Of the newest so many things that a stay was told of, the facts and mails are kept; and so many
# mails at most, those included that were sent again.
MOST_TOLD = 12
MOST_MAILS = 200


class StayFacts(BaseModel):
    """A hut's part of a stay as its mail says it. `paid` is what was paid online, `refunded` what
    of that is given back, and `due` what its guest is asked to pay online, in minor units; `reason`
    is why it was cancelled; `others` are the names of the stay's other huts, which write for
    themselves."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reference: str
    booked_at: Instant
    contact: Contact
    language: Language
    firm: bool
    lines: tuple[PricedLine, ...]
    share: PropertyShare
    expires_at: Instant | None = None
    others: tuple[str, ...] = ()
    paid: MinorUnits = 0
    refunded: MinorUnits = 0
    due: MinorUnits = 0
    reason: str = ""


class Told(BaseModel):
    """One thing that the guest is written to about by one hut; `key` and hut say which."""

    model_config = ConfigDict(frozen=True, extra="allow")

    key: str
    property_id: PropertyId
    news: StayNews
    facts: StayFacts
    at: Instant


class StayMail(Sending):
    """One mail: to the guest, or the copy of it to the hut."""

    property_id: PropertyId
    key: str
    news: StayNews
    audience: Audience

    @property
    def whom(self) -> str:
        return self.audience


class StayMails(Document):
    """A stay as it was told last, and all mails about it; kept under the order's id. The contact is
    without what is the house's own (R48)."""

    order_id: str
    guest_id: str
    reference: str
    booked_at: Instant
    contact: Contact
    language: Language
    price: Price
    firm: bool
    expires_at: Instant | None = None
    paid: MinorUnits = 0
    paid_to: PropertyId | None = None
    refunded: MinorUnits = 0
    due: MinorUnits = 0
    reason: str = ""
    told: tuple[Told, ...] = ()
    mails: tuple[StayMail, ...] = ()

    def changed(self, **fields: Any) -> Self:
        return self.model_copy(update=fields)

    @property
    def properties(self) -> tuple[PropertyId, ...]:
        return tuple(share.property_id for share in self.price.shares)

    def facts_at(self, property_id: PropertyId) -> StayFacts:
        """Raises `StopIteration` for a hut where the stay is not."""
        shares = self.price.shares
        here = property_id == self.paid_to
        return StayFacts(
            reference=self.reference,
            booked_at=self.booked_at,
            contact=self.contact,
            language=self.language,
            firm=self.firm,
            lines=tuple(line for line in self.price.lines if line.property_id == property_id),
            share=next(share for share in shares if share.property_id == property_id),
            expires_at=self.expires_at,
            paid=self.paid if here else 0,
            refunded=self.refunded if here else 0,
            due=self.due if here else 0,
            reason=self.reason,
            others=tuple(each.property_name for each in shares if each.property_id != property_id),
        )

    def mail(self, notice_id: str) -> StayMail | None:
        return next((mail for mail in self.mails if mail.notice_id == notice_id), None)

    def told_of(self, mail: StayMail) -> Told | None:
        of = (mail.key, mail.property_id)
        return next((told for told in self.told if (told.key, told.property_id) == of), None)

    def with_mails(self, *changed: StayMail) -> Self:
        """With mails added, or in place of those with their ids."""
        kept = {mail.notice_id: mail for mail in self.mails}
        kept |= {mail.notice_id: mail for mail in changed}
        by_age = sorted(kept.values(), key=lambda mail: (mail.requested_at, mail.notice_id))
        return self.changed(mails=tuple(by_age))

    def telling(self, told: Told) -> Self:
        """With one thing more that is told; the oldest make room, with those of their mails whose
        sending has ended."""
        newest = tuple(sorted((*self.told, told), key=lambda each: (each.at, each.key)))
        at_hut = [each for each in newest if each.property_id == told.property_id]
        gone = at_hut[: max(0, len(at_hut) - MOST_TOLD)]
        names = {(each.key, each.property_id) for each in gone}
        mails = tuple(
            mail
            for mail in self.mails
            if mail.state is NoticeState.REQUESTED or (mail.key, mail.property_id) not in names
        )
        return self.changed(told=tuple(each for each in newest if each not in gone), mails=mails)


stay_mails = Collection("stay_mails", StayMails, indexes=(Index((("mails.notice_id", 1),)),))
