"""Settings of the notifier."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from chassis.links import Links
from chassis.settings import ChassisSettings
from notifier.mail.postman import Sender
from notifier.mail.relay import Relay
from notifier.mail.return_path import ReturnPath
from notifier.push.service import KNOWN_SERVICES
from notifier.push.vapid import Identity
from notifier.sms.callbacks import StatusLinks
from notifier.sms.service import SmsAccount


def _sender(text: str) -> str:
    address = parseaddr(text)[1]
    local, _, domain = address.rpartition("@")
    if not (local and domain and address.isascii()):
        raise ValueError("is not an ASCII mail address, as orders@example.org or Name <address>")
    return text


def _smtp(url: SecretStr) -> SecretStr:
    Relay.at(url.get_secret_value())
    return url


def _link_secrets(secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    if secrets:
        Links([secret.get_secret_value() for secret in secrets])
    return secrets


def _vapid_key(key: SecretStr) -> SecretStr:
    if key.get_secret_value():
        Identity(key.get_secret_value(), "mailto:nobody@localhost")
    return key


_Url = Annotated[str, Field(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]
_Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(ChassisSettings):
    """`COMPTOIR_SMTP`, `COMPTOIR_MAIL_FROM`, `COMPTOIR_PUBLIC_URL`, and those of every service.

    `smtp` is `smtp://[user:password@]host[:port]` or `smtps://...`; a password is only ever sent
    over TLS. `mail_domains` are those, beside the sender's own, whose DNS vouches for the relay: a
    hut with an address there is itself the sender of its mails. `public_url` is where staff and
    guests reach the gateway. What is empty is switched off: `sms_account` text messages,
    `sms_status_url` what became of them (where the SMS service reaches this one),
    `vapid_private_key` pop-ups, `link_secrets` guests' links, `bounce_port` 0 the door for bounces.
    """

    # An error at start names the setting; what it holds may be a password.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    smtp: Annotated[SecretStr, AfterValidator(_smtp)] = SecretStr("smtp://127.0.0.1:8025")
    mail_from: Annotated[str, AfterValidator(_sender)] = "Comptoir <comptoir@localhost>"
    mail_domains: Annotated[tuple[str, ...], Field(max_length=100)] = ()
    public_url: _Url = "http://127.0.0.1:8000"
    link_secrets: Annotated[tuple[SecretStr, ...], AfterValidator(_link_secrets)] = ()
    guest_sms_on_order: bool = False

    bounce_host: str = "127.0.0.1"
    bounce_port: _Port = 0
    bounce_domain: str = ""

    sms_url: _Url = "https://api.twilio.com"
    sms_account: str = ""
    sms_token: SecretStr = SecretStr("")
    sms_from: str = ""
    sms_status_url: Annotated[str, Field(pattern=r"^(https?://[^\s/?#]+)?$")] = ""

    vapid_private_key: Annotated[SecretStr, AfterValidator(_vapid_key)] = SecretStr("")
    vapid_contact: Annotated[str, Field(pattern=r"^(mailto:|https://)\S+$")] | None = None
    push_services: tuple[str, ...] = KNOWN_SERVICES

    @model_validator(mode="after")
    def _sms_is_whole(self) -> Self:
        if self.sms_account and not (self.sms_token.get_secret_value() and self.sms_from):
            raise ValueError("COMPTOIR_SMS_ACCOUNT needs COMPTOIR_SMS_TOKEN and COMPTOIR_SMS_FROM")
        return self

    @property
    def relay(self) -> Relay:
        return Relay.at(self.smtp.get_secret_value())

    @property
    def sender(self) -> Sender:
        return Sender(self.mail_from, self.return_path)

    @property
    def own_domains(self) -> frozenset[str]:
        """The domains from whose addresses we may send."""
        return frozenset(domain.lower() for domain in (*self.mail_domains, self.sender.domain))

    @property
    def return_path(self) -> ReturnPath | None:
        """Where mails come back to, if that is us."""
        domain = self.bounce_domain or parseaddr(self.mail_from)[1].rpartition("@")[2]
        return ReturnPath(domain) if self.bounce_port else None

    @property
    def links(self) -> Links | None:
        secrets = [secret.get_secret_value() for secret in self.link_secrets]
        return Links(secrets) if secrets else None

    @property
    def sms(self) -> SmsAccount | None:
        if not self.sms_account:
            return None
        token = self.sms_token.get_secret_value()
        return SmsAccount(self.sms_url, self.sms_account, token, self.sms_from)

    @property
    def sms_status(self) -> StatusLinks | None:
        """Where the SMS service tells us what became of a message, if it can reach us."""
        return (
            StatusLinks(self.sms_status_url) if self.sms_account and self.sms_status_url else None
        )

    @property
    def identity(self) -> Identity | None:
        """Who we are to push services; they write to the contact when something is wrong."""
        key = self.vapid_private_key.get_secret_value()
        contact = self.vapid_contact or f"mailto:{parseaddr(self.mail_from)[1]}"
        return Identity(key, contact) if key else None
