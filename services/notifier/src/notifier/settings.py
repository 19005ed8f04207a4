"""Settings of the notifier."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from chassis.settings import ChassisSettings
from notifier.mail.relay import Relay


def _sender(text: str) -> str:
    address = parseaddr(text)[1]
    local, _, domain = address.rpartition("@")
    if not (local and domain and address.isascii()):
        raise ValueError("is not an ASCII mail address, as orders@example.org or Name <address>")
    return text


def _smtp(url: SecretStr) -> SecretStr:
    Relay.at(url.get_secret_value())
    return url


class Settings(ChassisSettings):
    """`COMPTOIR_SMTP`, `COMPTOIR_MAIL_FROM`, `COMPTOIR_PUBLIC_URL`, and those of every service.

    `smtp` is `smtp://[user:password@]host[:port]` or `smtps://...`; a password is only ever sent
    over TLS. `public_url` is where staff reach the back office.
    """

    # An error at start names the setting; what it holds may be a password.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    smtp: Annotated[SecretStr, AfterValidator(_smtp)] = SecretStr("smtp://127.0.0.1:8025")
    mail_from: Annotated[str, AfterValidator(_sender)] = "Comptoir <comptoir@localhost>"
    public_url: Annotated[str, Field(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")] = (
        "http://127.0.0.1:8000"
    )

    @property
    def relay(self) -> Relay:
        return Relay.at(self.smtp.get_secret_value())
