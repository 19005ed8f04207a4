"""The work of sending one mail, stored until it is done."""

from __future__ import annotations

from chassis.outcome import Effect, Work
from contracts.properties import MailAddress
from notifier.notices.model import NewOrder, NoticeKind


class SendMail(Work, kind="notifier.send-mail"):
    """Send a notice to the property's addresses, or `only` to those that could not take it then.

    Addresses, language and time zone are looked up when it is sent, so that the property's present
    ones count and a property that is told late is waited for.
    """

    notice_id: str
    order_id: str
    property_id: str
    guest_id: str
    template: NoticeKind
    about: NewOrder
    only: tuple[MailAddress, ...] = ()

    def effect(self) -> Effect:
        """Mails about one order are sent in order; one relay takes all mails."""
        return Effect(self, lane=self.order_id, partner="smtp")
