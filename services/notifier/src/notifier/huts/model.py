"""A hut as inventory last told it: what it says of itself, and the warden's words for mails."""

from __future__ import annotations

from chassis.documents import Collection, Document
from contracts.huts import HutSheet
from contracts.selling import Mails


class Hut(Document):
    """What the hut says of itself; kept under the property's id."""

    property_id: str
    sheet: HutSheet


class HutMails(Document):
    """Sender and texts of the hut's mails; kept under the property's id."""

    property_id: str
    mails: Mails


huts = Collection("huts", Hut)
hut_mails = Collection("hut_mails", HutMails)
