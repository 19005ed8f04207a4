"""Composition root of the notifier."""

from __future__ import annotations

from typing import Any

from chassis.documents import Collection
from chassis.effects import EffectTable
from chassis.service import Runtime, Service
from chassis.table import HandlerTable
from contracts import topics
from contracts.topics import Topic
from notifier.mail.letter import Letters
from notifier.mail.postman import Postman
from notifier.notices import handlers as notices
from notifier.notices.model import order_notices
from notifier.properties import handlers as known_properties
from notifier.properties.model import properties
from notifier.settings import Settings

handlers = HandlerTable("notifier")
handlers.include(notices.table)
handlers.include(known_properties.table)

collections: tuple[Collection[Any], ...] = (order_notices, properties)
publishes: tuple[Topic, ...] = (topics.NOTIFIER_NOTICE_EVENTS, topics.NOTIFIER_NOTICE_REPORTS)


def build(settings: Settings) -> Service:
    """The service as the chassis runs it."""
    letters = Letters(settings.public_url)

    def effects(runtime: Runtime) -> EffectTable:
        return Postman(settings.relay, settings.mail_from, letters, runtime.documents).effects()

    return Service(
        name="notifier",
        handlers=handlers,
        collections=collections,
        publishes=publishes,
        effects=effects,
    )
