"""All partners' systems of one process, wired together."""

import random
from datetime import UTC, datetime

import httpx

from partners.connections import LIMITS
from partners.fault_gate import Call
from partners.faults import FaultBoard
from partners.journal import Journal
from partners.mail.model import MailRefusal, Message
from partners.mail.sink import MailSink
from partners.opera.cloud import OperaCloud
from partners.ordering_page.callbacks import CallbackDoor
from partners.ordering_page.model import BridgeCall, Callback, IntakeCall
from partners.ordering_page.page import OrderingPage
from partners.paybox.answers import PayboxAnswers
from partners.paybox.model import PayboxAnswerSent, PayboxMove
from partners.paybox.till import PayboxTill
from partners.paypal.model import PayPalMove, PayPalWebhook
from partners.paypal.till import PayPalTill
from partners.paypal.webhooks import PayPalWebhooks
from partners.push.browsers import Browsers
from partners.push.model import PopUp
from partners.sms.model import SmsSetup
from partners.sms.office import SmsOffice
from partners.sms.reports import StatusReports
from partners.uber.direct import UberDirect
from partners.uber.dispatcher import WebhookDispatcher
from partners.uber.model import WebhookAttempt
from partners.vault.model import VaultMove
from partners.vault.safe import VaultSafe

CALLS_KEPT = 50_000
WEBHOOKS_KEPT = 50_000
MESSAGES_KEPT = 20_000
MESSAGE_BYTES_KEPT = 64 * 1024 * 1024


class Simulators:
    """The partners, their journals and the faults set on them.

    `own_url` is where this process answers, for the ordering page to reach the delivery partner
    over real HTTP; it is known once the port is bound.
    """

    def __init__(self, bridge_url: str, seed: int) -> None:
        self.bridge_url = bridge_url.rstrip("/")
        self.own_url = ""
        self.started_at = datetime.now(UTC)
        self.board = FaultBoard(seed)
        self.calls: Journal[Call] = Journal(CALLS_KEPT)
        self.messages: Journal[Message] = Journal(
            MESSAGES_KEPT, weigh=lambda message: 2 * message.size, budget=MESSAGE_BYTES_KEPT
        )
        self.refusals: Journal[MailRefusal] = Journal(MESSAGES_KEPT)
        self.webhooks: Journal[WebhookAttempt] = Journal(WEBHOOKS_KEPT)
        self.intake_calls: Journal[IntakeCall] = Journal(CALLS_KEPT)
        self.bridge_calls: Journal[BridgeCall] = Journal(CALLS_KEPT)
        self.callbacks: Journal[Callback] = Journal(CALLS_KEPT)
        self.pop_ups: Journal[PopUp] = Journal(MESSAGES_KEPT)
        self.opera = OperaCloud()
        self.browsers = Browsers()
        self.mail = MailSink(self.board, self.messages, self.refusals)
        self._client = httpx.AsyncClient(limits=LIMITS, timeout=10, trust_env=False)
        self._sms_reports = StatusReports(self._client)
        self.sms = SmsOffice(Journal(MESSAGES_KEPT), self._sms_reports)
        self.paypal_webhooks_sent: Journal[PayPalWebhook] = Journal(WEBHOOKS_KEPT)
        paypal_moves: Journal[PayPalMove] = Journal(CALLS_KEPT)
        self.paypal = PayPalTill(paypal_moves)
        self.paypal_webhooks = PayPalWebhooks(
            self.paypal, self._client, lambda: self.bridge_url, self.paypal_webhooks_sent
        )
        paybox_moves: Journal[PayboxMove] = Journal(CALLS_KEPT)
        self.paybox = PayboxTill(paybox_moves)
        self.paybox_answers_sent: Journal[PayboxAnswerSent] = Journal(WEBHOOKS_KEPT)
        self.paybox_answers = PayboxAnswers(self.paybox, self._client, self.paybox_answers_sent)
        vault_moves: Journal[VaultMove] = Journal(CALLS_KEPT)
        self.vault = VaultSafe(
            vault_moves, self._client, lambda: self.bridge_url, lambda: self.own_url
        )
        dispatcher = WebhookDispatcher(
            self._client, lambda: self.bridge_url, self.webhooks, random.Random(f"{seed}:webhooks")
        )
        self.uber = UberDirect(dispatcher, random.Random(f"{seed}:couriers"))
        self.page = OrderingPage(
            self._client,
            lambda: self.bridge_url,
            lambda: self.own_url,
            self.uber,
            self.intake_calls,
            self.bridge_calls,
        )
        self.callback_door = CallbackDoor(self.page, self.callbacks)

    async def reset(self) -> None:
        """Ends everything under way and forgets all: what is loaded, faults and journals."""
        await self.page.reset()
        self.callback_door.clear()
        await self.uber.reset()
        await self._sms_reports.reset()
        await self.paypal_webhooks.reset()
        self.paypal.reset()
        await self.paybox_answers.reset()
        self.paybox.reset()
        await self.vault.reset()
        self.opera.reset()
        self.sms.load(SmsSetup(accounts=[]))
        self.browsers.reset()
        self.board.reset()
        for journal in (
            self.calls,
            self.messages,
            self.refusals,
            self.sms.taken,
            self.pop_ups,
            self.webhooks,
            self.intake_calls,
            self.bridge_calls,
            self.callbacks,
            self.paypal.moves,
            self.paypal_webhooks_sent,
            self.paybox.moves,
            self.vault.moves,
            self.paybox_answers_sent,
        ):
            journal.clear()

    async def close(self) -> None:
        """Ends everything under way and closes the connections to others."""
        await self.reset()
        await self._client.aclose()
