"""Composition root of the notifier."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import httpx
from starlette.types import ASGIApp

from chassis.calling import Caller
from chassis.documents import Collection
from chassis.effects import EffectTable
from chassis.service import Runtime, Service
from chassis.table import HandlerTable
from contracts import topics
from contracts.topics import Topic
from notifier import naming
from notifier.huts import handlers as known_huts
from notifier.huts.model import hut_mails, huts
from notifier.invitations import handlers as invitations
from notifier.invitations import inviter as inviting
from notifier.invitations.inviter import Inviter
from notifier.invitations.work import SendInvitation
from notifier.mail import postman
from notifier.mail.bounces import take_bounces
from notifier.mail.postman import Postman
from notifier.notices import tasks
from notifier.notices.handlers import life_of_an_order
from notifier.notices.model import order_notices
from notifier.notices.work import SendMail, SendText, ShowPopUp
from notifier.people import handlers as known_people
from notifier.people.model import people
from notifier.properties import handlers as known_properties
from notifier.properties.model import properties
from notifier.push import popups
from notifier.push.popups import PopUps
from notifier.push.service import PushServices
from notifier.settings import Settings
from notifier.sms import texter
from notifier.sms.door import StatusDoor
from notifier.sms.service import SmsService
from notifier.sms.texter import Texter
from notifier.stays import handlers as stays
from notifier.stays.letter import StayLetters
from notifier.stays.model import stay_mails
from notifier.stays.postman import StayPostman
from notifier.stays.work import SendStayMail
from notifier.wording.letter import Letters

collections: tuple[Collection[Any], ...] = (
    *(order_notices, stay_mails),
    *(properties, people, huts, hut_mails),
)
# Copies of what others say as of now.
views: tuple[Collection[Any], ...] = (properties, people, huts, hut_mails)
publishes: tuple[Topic, ...] = (
    topics.NOTIFIER_NOTICE_EVENTS,
    topics.NOTIFIER_NOTICE_REPORTS,
    topics.NOTIFIER_RECIPIENT_EVENTS,
)
Task = Callable[[Runtime], Coroutine[Any, Any, None]]

# An idle connection that the other side closes under a request leaves that request's fate unknown.
_IDLE_SECONDS = 2.0


def table(*, guest_told_of_order: bool = False) -> HandlerTable:
    """All that the service handles."""
    whole = HandlerTable("notifier")
    for part in (
        life_of_an_order(guest_told_of_order=guest_told_of_order),
        tasks.table,
        stays.table,
        naming.table,
        known_properties.table,
        known_people.table,
        known_huts.table,
        invitations.table,
    ):
        whole.include(part)
    return whole


handlers = table()


def build(settings: Settings) -> Service:
    """The service as the chassis runs it."""
    letters = Letters(settings.public_url, settings.links)
    sms_client, push_client = _client(texter.REQUEST_SECONDS), _client(popups.REQUEST_SECONDS)
    account, identity = settings.sms, settings.identity
    sms = SmsService(account, sms_client) if account else None
    push = PushServices(identity, settings.push_services, push_client) if identity else None

    def effects(runtime: Runtime) -> EffectTable:
        mails = Postman(settings.relay, settings.sender, letters, runtime.documents)
        texts = Texter(sms, letters, runtime.documents, settings.sms_status)
        pop_ups = PopUps(push, letters, runtime)
        carriers = EffectTable()
        carriers.on(SendMail, deadline=postman.DEADLINE)(mails.carry)
        stay_postman = StayPostman(
            settings.relay,
            settings.sender,
            settings.own_domains,
            runtime.documents,
            StayLetters(settings.public_url, settings.links),
        )
        carriers.on(SendStayMail, deadline=postman.DEADLINE)(stay_postman.carry)
        inviter = Inviter(settings.relay, settings.sender, runtime)
        carriers.on(SendInvitation, deadline=inviting.DEADLINE)(inviter.carry)
        carriers.on(SendText, deadline=texter.DEADLINE)(texts.carry)
        carriers.on(ShowPopUp, deadline=popups.DEADLINE)(pop_ups.carry)
        return carriers

    async def hold_clients(runtime: Runtime) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await sms_client.aclose()
            await push_client.aclose()

    return Service(
        name="notifier",
        handlers=table(guest_told_of_order=settings.guest_sms_on_order),
        collections=collections,
        publishes=publishes,
        effects=effects,
        asgi=_status_door(settings),
        tasks=(hold_clients, *_bounces(settings)),
    )


def _status_door(settings: Settings) -> Callable[[Runtime], ASGIApp] | None:
    """The door at which the SMS service says what became of a message, if there is one."""
    token, links = settings.sms_token.get_secret_value(), settings.sms_status
    if links is None:
        return None
    return lambda runtime: StatusDoor(runtime, token, links).app()


def _bounces(settings: Settings) -> Sequence[Task]:
    """The door for mails that come back, if there is one."""
    return_path = settings.return_path
    if return_path is None:
        return ()

    async def bounces(runtime: Runtime) -> None:
        await take_bounces(runtime, return_path, settings.bounce_host, settings.bounce_port)

    return (bounces,)


def _client(seconds: float) -> httpx.AsyncClient:
    """A pool of its own, so that a slow service does not hold up another channel."""
    return Caller(
        timeout=httpx.Timeout(seconds, connect=seconds / 2, pool=seconds / 2),
        limits=httpx.Limits(max_connections=32, keepalive_expiry=_IDLE_SECONDS),
        trust_env=False,
    )
