"""The SMS service: takes messages, lists them, and knows no idempotency."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

from partners.journal import Journal
from partners.sms.model import SmsAccount, SmsSetup, TextMessage
from partners.sms.reports import StatusReports


class SmsOffice:
    """Keeps what it takes in its journal, newest last, and tells what becomes of it."""

    def __init__(self, taken: Journal[TextMessage], reports: StatusReports) -> None:
        self.taken = taken
        self._reports = reports
        self.load(SmsSetup(accounts=[]))

    def load(self, setup: SmsSetup) -> None:
        """Replaces accounts and numbers."""
        self._accounts = {account.account_sid: account for account in setup.accounts}
        self._unreachable = frozenset(setup.unreachable)
        self.invalid = frozenset(setup.invalid)

    def account(self, sid: str, token: str) -> SmsAccount | None:
        """The account, if that is its token."""
        found = self._accounts.get(sid)
        known = found is not None and secrets.compare_digest(found.auth_token, token)
        return found if known else None

    def take(
        self, account: SmsAccount, to: str, sender: str, body: str, callback: str | None = None
    ) -> TextMessage:
        """Every call is another message, whatever came before."""
        lost = to in self._unreachable
        message = TextMessage(
            sid=f"SM{secrets.token_hex(16)}",
            account_sid=account.account_sid,
            to=to,
            sender=sender,
            messaging_service_sid=sender if sender.startswith("MG") else None,
            body=body,
            created_at=datetime.now(UTC),
            status="undelivered" if lost else "queued",
            error_code=30003 if lost else None,
        )
        self.taken.write(message)
        if callback is not None:
            self._reports.follow(account, message, callback)
        return message

    def newest_first(self, account: SmsAccount, to: str | None) -> Iterator[TextMessage]:
        """An account's messages, to one number or to all."""
        for message in reversed(list(self.taken)):
            if message.account_sid == account.account_sid and to in (None, message.to):
                yield message
