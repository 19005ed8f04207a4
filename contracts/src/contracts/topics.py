"""Every topic of Comptoir: who owns it, what its key is, how long it keeps what.

All topics have the same number of partitions and the same partitioner, so that one key lies in the
same partition of each of them and one process owns it in all of them. The number never changes for
the life of an installation: a key would move away from its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

PARTITIONS = 12
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
# A segment rolls at the latest after this, so a record outlives its retention by at most as much.
SEGMENT_MS = DAY_MS
# How far back an operator may replay a topic; what remembers repeats must remember longer.
REPLAY_WINDOW_MS = 7 * DAY_MS


class Kind(StrEnum):
    """What a topic carries, which decides what becomes of a message that cannot be handled."""

    COMMANDS = "commands"  # somebody waits: answered with a failure, set aside alone
    EVENTS = "events"  # facts: their key is parked until a person has looked
    STATE = "state"  # the latest whole state of an aggregate, compacted
    REPORTS = "reports"  # a service's own effects reporting back to it
    CHANGES = "changes"  # what is announced to those who watch, and is of no use later
    CONTROL = "control"  # an operator's orders to the owner of a partition
    DEAD_LETTERS = "deadletters"  # what could not be read, with its original bytes


@dataclass(frozen=True)
class Topic:
    """One topic. `retention_ms` is None where compaction alone decides what stays."""

    name: str
    owner: str
    key: str
    about: str
    retention_ms: int | None
    public: bool = True
    answers: str | None = None
    partitions: int = PARTITIONS
    segment_ms: int = SEGMENT_MS

    @cached_property
    def kind(self) -> Kind:
        return Kind(self.name.split(".")[2])

    @cached_property
    def compacted(self) -> bool:
        return self.kind is Kind.STATE

    @cached_property
    def history(self) -> bool:
        """Whether who publishes here keeps what it said for as long as the installation wishes, so
        that views can be folded again. Facts are; what is compacted says itself again, and the rest
        is of no use later."""
        return self.kind is Kind.EVENTS

    @cached_property
    def source(self) -> str:
        """The CloudEvents source of what its owner publishes here, as `/orders/delivery/events`.

        Part of a message's identity together with its id, and the scope of its sequence.
        """
        return "/" + "/".join(self.name.split(".")[:3])


INVENTORY_PROPERTY_COMMANDS = Topic(
    name="inventory.property.commands.v1",
    owner="inventory",
    key="property id",
    about="Requests to define or change a property.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="inventory.property.events.v1",
)
INVENTORY_PROPERTY_EVENTS = Topic(
    name="inventory.property.events.v1",
    owner="inventory",
    key="property id",
    about="What became of requests about properties.",
    retention_ms=7 * DAY_MS,
)
INVENTORY_PROPERTY_STATE = Topic(
    name="inventory.property.state.v1",
    owner="inventory",
    key="property id",
    about="Each property as it is now: name, kind, languages, currency, time zone, integrations.",
    retention_ms=None,
)
INVENTORY_CATALOGUE_COMMANDS = Topic(
    name="inventory.catalogue.commands.v1",
    owner="inventory",
    key="property id",
    about="Requests to change how and what a hut sells.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="inventory.catalogue.events.v1",
)
INVENTORY_CATALOGUE_EVENTS = Topic(
    name="inventory.catalogue.events.v1",
    owner="inventory",
    key="property id",
    about="What became of requests about a hut's selling rules, stock and prices.",
    retention_ms=7 * DAY_MS,
    public=False,
)
INVENTORY_HUT_COMMANDS = Topic(
    name="inventory.hut.commands.v1",
    owner="inventory",
    key="property id",
    about="Requests to change what a hut says about itself.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="inventory.hut.events.v1",
)
INVENTORY_HUT_EVENTS = Topic(
    name="inventory.hut.events.v1",
    owner="inventory",
    key="property id",
    about="What became of requests about a hut's sheet.",
    retention_ms=7 * DAY_MS,
    public=False,
)
INVENTORY_HUT_STATE = Topic(
    name="inventory.hut.state.v1",
    owner="inventory",
    key="property id",
    about="Each hut's sheet as it is now: contact, position, texts, characteristics, media.",
    retention_ms=None,
)
INVENTORY_SELLING_STATE = Topic(
    name="inventory.selling.state.v1",
    owner="inventory",
    key="property id",
    about="How and what each hut sells as of now: terms, deposit, stock, openings, rates.",
    retention_ms=None,
)
INVENTORY_STOCK_COMMANDS = Topic(
    name="inventory.stock.commands.v1",
    owner="inventory",
    key="property id",
    about="Requests to hold places for a stay, and to give them back.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="inventory.planning.events.v1",
)
INVENTORY_STOCK_EVENTS = Topic(
    name="inventory.stock.events.v1",
    owner="inventory",
    key="order id",
    about="Whether a property holds the places that a stay asked for, or which night is short.",
    retention_ms=7 * DAY_MS,
    public=False,
)
INVENTORY_PLANNING_COMMANDS = Topic(
    name="inventory.planning.commands.v1",
    owner="inventory",
    key="property id",
    about="A day's adjustments by hand: places more, fewer or set, and the day closed.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="inventory.planning.events.v1",
)
INVENTORY_PLANNING_EVENTS = Topic(
    name="inventory.planning.events.v1",
    owner="inventory",
    key="property id",
    about="Each day of a property's planning as it is after a change: places left, total, sold.",
    retention_ms=7 * DAY_MS,
)
ORDERS_STAY_COMMANDS = Topic(
    name="orders.stay.commands.v1",
    owner="orders",
    key="order id",
    about="Requests to book, price, change, confirm or cancel a stay.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="orders.stay.events.v1",
)
ORDERS_STAY_EVENTS = Topic(
    name="orders.stay.events.v1",
    owner="orders",
    key="order id",
    about="The life of every stay, from asked for to option, firm, changed, cancelled or expired.",
    retention_ms=7 * DAY_MS,
)
ORDERS_STAY_REPORTS = Topic(
    name="orders.stay.reports.v1",
    owner="orders",
    key="order id",
    about="Deadlines of stays that have come, told by the service's own timers.",
    retention_ms=7 * DAY_MS,
    public=False,
)
ORDERS_DELIVERY_COMMANDS = Topic(
    name="orders.delivery.commands.v1",
    owner="orders",
    key="order id",
    about="Requests to open a delivery order.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="orders.delivery.events.v1",
)
ORDERS_DELIVERY_EVENTS = Topic(
    name="orders.delivery.events.v1",
    owner="orders",
    key="order id",
    about="The life of every delivery order, from placed to delivered, cancelled or returned.",
    retention_ms=7 * DAY_MS,
)
ORDERS_DELIVERY_REPORTS = Topic(
    name="orders.delivery.reports.v1",
    owner="orders",
    key="order id",
    about="Deadlines of orders that have come, told by the service's own timers.",
    retention_ms=7 * DAY_MS,
    public=False,
)
ORDERS_BILLING_STATE = Topic(
    name="orders.billing.state.v1",
    owner="orders",
    key="order id",
    about="What the guest's folio should hold for an order, per tax line, as of now.",
    retention_ms=None,
)
BRIDGE_DELIVERY_EVENTS = Topic(
    name="bridge.delivery.events.v1",
    owner="pms-bridge",
    key="order id",
    about="What delivery partners report about a delivery, in our words, as often as they say it.",
    retention_ms=7 * DAY_MS,
)
BRIDGE_DELIVERY_REPORTS = Topic(
    name="bridge.delivery.reports.v1",
    owner="pms-bridge",
    key="order id",
    about="How passing something on to a delivery partner ended.",
    retention_ms=7 * DAY_MS,
    public=False,
)
BRIDGE_FOLIO_COMMANDS = Topic(
    name="bridge.folio.commands.v1",
    owner="pms-bridge",
    key="order id",
    about="What a person decides about a charge: posted by hand, to which guest, or try again.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="bridge.folio.events.v1",
)
BRIDGE_FOLIO_EVENTS = Topic(
    name="bridge.folio.events.v1",
    owner="pms-bridge",
    key="order id",
    about="What was posted to the guest's folio for an order, refused, or left for a person.",
    retention_ms=7 * DAY_MS,
)
BRIDGE_FOLIO_REPORTS = Topic(
    name="bridge.folio.reports.v1",
    owner="pms-bridge",
    key="order id",
    about="How each posting to a PMS ended.",
    retention_ms=7 * DAY_MS,
    public=False,
)
BRIDGE_PROPERTY_COMMANDS = Topic(
    name="bridge.property.commands.v1",
    owner="pms-bridge",
    key="property id",
    about="Requests about a property's connections: test one, take a statement, reconcile a day.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="bridge.property.events.v1",
)
BRIDGE_PROPERTY_EVENTS = Topic(
    name="bridge.property.events.v1",
    owner="pms-bridge",
    key="property id",
    about="How a property's connections are, and what each day's reconciliation found.",
    retention_ms=7 * DAY_MS,
)
BRIDGE_PROPERTY_REPORTS = Topic(
    name="bridge.property.reports.v1",
    owner="pms-bridge",
    key="property id",
    about="How a test of a connection or a reading of a day's postings ended.",
    retention_ms=7 * DAY_MS,
    public=False,
)
BRIDGE_PAYMENT_COMMANDS = Topic(
    name="bridge.payment.commands.v1",
    owner="pms-bridge",
    key="order id",
    about="Payments to open at a provider, to look at, and how much of each is to be kept.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="bridge.payment.events.v1",
)
BRIDGE_PAYMENT_EVENTS = Topic(
    name="bridge.payment.events.v1",
    owner="pms-bridge",
    key="order id",
    about="How each payment stands: where to pay, authorised, kept, given back, or failed.",
    retention_ms=7 * DAY_MS,
)
BRIDGE_PAYMENT_REPORTS = Topic(
    name="bridge.payment.reports.v1",
    owner="pms-bridge",
    key="order id",
    about="How each step at a payment provider ended.",
    retention_ms=7 * DAY_MS,
    public=False,
)
NOTIFIER_NOTICE_COMMANDS = Topic(
    name="notifier.notice.commands.v1",
    owner="notifier",
    key="order id",
    about="Requests to send a notice again.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="notifier.notice.events.v1",
)
NOTIFIER_RECIPIENT_EVENTS = Topic(
    name="notifier.recipient.events.v1",
    owner="notifier",
    key="property id",
    about="A browser that takes no pop-ups any more; whether an invitation could be mailed.",
    retention_ms=7 * DAY_MS,
    public=False,
)
NOTIFIER_NOTICE_EVENTS = Topic(
    name="notifier.notice.events.v1",
    owner="notifier",
    key="order id",
    about="Which notices about an order were sent, by which channel, or could not be.",
    retention_ms=7 * DAY_MS,
)
NOTIFIER_NOTICE_REPORTS = Topic(
    name="notifier.notice.reports.v1",
    owner="notifier",
    key="order id",
    about="How each sending ended.",
    retention_ms=7 * DAY_MS,
    public=False,
)
GATEWAY_PEOPLE_COMMANDS = Topic(
    name="gateway.people.commands.v1",
    owner="gateway",
    key="property id",
    about="How a person of a property wishes to be notified.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="gateway.people.events.v1",
)
GATEWAY_PEOPLE_EVENTS = Topic(
    name="gateway.people.events.v1",
    owner="gateway",
    key="property id",
    about="What became of requests about people's notifications.",
    retention_ms=7 * DAY_MS,
    public=False,
)
GATEWAY_PEOPLE_STATE = Topic(
    name="gateway.people.state.v1",
    owner="gateway",
    key="property id",
    about="Who of a property's people is notified of what, by which channel, as of now.",
    retention_ms=None,
    public=False,
)
GATEWAY_TASK_COMMANDS = Topic(
    name="gateway.task.commands.v1",
    owner="gateway",
    key="order id",
    about="What a person says about a task: it is done.",
    retention_ms=7 * DAY_MS,
    public=False,
    answers="gateway.task.events.v1",
)
GATEWAY_TASK_EVENTS = Topic(
    name="gateway.task.events.v1",
    owner="gateway",
    key="order id",
    about="Which tasks about an order were done by a person.",
    retention_ms=7 * DAY_MS,
    public=False,
)
GATEWAY_LIVE_CHANGES = Topic(
    name="gateway.live.changes.v1",
    owner="gateway",
    key="property id",
    about="Each change of a property's live board, for those who watch it.",
    retention_ms=DAY_MS,
    public=False,
)

# Every process says a little every few seconds, and nobody reads it twice.
GATEWAY_PROCESS_CHANGES = Topic(
    name="gateway.process.changes.v1",
    owner="gateway",
    key="process",
    about="How each process of each service is, every few seconds, for those who run them.",
    retention_ms=HOUR_MS,
    public=False,
    segment_ms=HOUR_MS,
)

SERVICES = ("orders", "inventory", "notifier", "pms-bridge", "gateway")


def control_topic(service: str) -> Topic:
    """Where an operator orders a service's partition owners to release or skip what is parked."""
    return Topic(
        name=f"{service}.chassis.control.v1",
        owner=service,
        key="the parked key",
        about=f"An operator's orders to the owners of {service}'s partitions.",
        retention_ms=7 * DAY_MS,
        public=False,
    )


def dead_letter_topic(service: str) -> Topic:
    """Where a service sets aside what it could not read, with bytes, headers and reason."""
    return Topic(
        name=f"{service}.chassis.deadletters.v1",
        owner=service,
        key="the record's own key, if it had one",
        about=f"What {service} could not read or, being a request, could not answer.",
        retention_ms=30 * DAY_MS,
        public=False,
    )


BUSINESS_TOPICS: tuple[Topic, ...] = tuple(
    topic for topic in list(globals().values()) if isinstance(topic, Topic)
)
ALL_TOPICS: tuple[Topic, ...] = BUSINESS_TOPICS + tuple(
    make(service) for service in SERVICES for make in (control_topic, dead_letter_topic)
)
BY_NAME: dict[str, Topic] = {topic.name: topic for topic in ALL_TOPICS}
