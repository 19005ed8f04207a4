"""A small service with views, to rebuild: it keeps what the tally service says of each order."""

from __future__ import annotations

from collections.abc import Callable

from chassis.documents import Collection, Document, Index
from chassis.outcome import Changes, Context, Outcome
from chassis.service import Service
from chassis.table import Documents, HandlerTable
from contracts.notices import NoticeSent
from contracts.properties import DefineProperty, PropertySheet, PropertyState


class Account(Document):
    """The notes about an order, in the order in which they were told."""

    notes: tuple[str, ...] = ()


class Place(Document):
    sheet: PropertySheet


class Own(Document):
    """What the service decides itself: nobody else could say it again."""

    count: int = 0


accounts = Collection("accounts", Account, (Index((("notes", 1),)),))
places = Collection("places", Place)
owns = Collection("owns", Own)
VIEWS = (accounts, places)


def ledger_service(broken: Callable[[str], bool] = lambda note: False) -> Service:
    """The service, its handler failing for notes that are `broken`."""
    table = HandlerTable("ledger")

    @table.on_many(NoticeSent, touches=lambda m: (accounts.ref(m.order_id), owns.ref(m.order_id)))
    def enter(documents: Documents, message: NoticeSent, context: Context) -> Changes:
        if broken(message.notice_id):
            raise RuntimeError(f"cannot enter {message.notice_id}")
        account, own = (documents[ref] for ref in documents)
        known = account if isinstance(account, Account) else Account()
        counted = own if isinstance(own, Own) else Own()
        entered = known.model_copy(update={"notes": (*known.notes, message.notice_id)})
        refs = tuple(documents)
        return Changes({refs[0]: entered, refs[1]: Own(count=counted.count + 1)})

    @table.on(PropertyState, document=places)
    def told(place: Place | None, message: PropertyState, context: Context) -> Outcome[Place]:
        return Outcome(Place(sheet=message.sheet))

    @table.on(DefineProperty, document=owns)
    def asked(own: Own | None, message: DefineProperty, context: Context) -> Outcome[Own]:
        return Outcome(Own(count=(own or Own()).count + 1))

    return Service(
        name="ledger", handlers=table, collections=(accounts, places, owns), publishes=()
    )
