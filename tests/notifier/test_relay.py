"""Where the relay is, and what is never said to it in the clear."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from notifier.mail.relay import Relay, RelayUnavailable, Taken
from notifier.settings import Settings
from tests.support.mail_server import Certificate, MailServer

LETTER = b"Subject: x\r\n\r\nx\r\n"


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return Certificate.made_in(tmp_path)


async def _send(relay: Relay) -> Taken:
    return await relay.send("a@x.example", ["b@x.example"], LETTER, before_leaving=lambda: None)


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example", Relay("mail.example", 25)),
        ("smtp://mail.example:2525/", Relay("mail.example", 2525)),
        ("smtps://mail.example", Relay("mail.example", 465, tls=True)),
        (
            "smtp://desk%40x:p%2Fw@mail.example:587",
            Relay("mail.example", 587, username="desk@x", password="p/w"),
        ),
    ],
)
def test_a_relay_is_named_by_a_url(url: str, relay: Relay) -> None:
    assert Relay.at(url) == relay


@pytest.mark.parametrize(
    "url",
    [
        "mail.example:25",
        "http://mail.example",
        "smtp://",
        "smtp://u@h",
        "smtp://h:1/x",
        "smtp://h:x",
    ],
)
def test_what_is_no_relay_stops_the_service_at_its_start(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPTOIR_SMTP", url)
    with pytest.raises(ValidationError, match="smtp"):
        Settings()


def test_the_password_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPTOIR_SMTP", "smtp://desk:s3cret@mail.example")
    settings = Settings()
    assert settings.relay.password == "s3cret"
    assert "s3cret" not in repr(settings) + repr(settings.relay)
    monkeypatch.setenv("COMPTOIR_SMTP", "smtp://desk:s3cret@mail.example/path")
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMPTOIR_MAIL_FROM", "nobody"),
        ("COMPTOIR_MAIL_FROM", "é@x.example"),
        ("COMPTOIR_PUBLIC_URL", "desk.example"),
        ("COMPTOIR_PUBLIC_URL", "javascript://x"),
    ],
)
def test_settings_that_would_spoil_every_mail_stop_the_service_at_its_start(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


async def test_a_password_is_never_sent_in_the_clear() -> None:
    async with MailServer().running() as server:
        relay = Relay("127.0.0.1", server.port, username="desk", password="s3cret")
        with pytest.raises(RelayUnavailable):
            await _send(relay)
    assert (server.signed_in, server.messages) == ([], [])


async def test_a_relay_whose_certificate_nobody_vouches_for_gets_nothing(
    certificate: Certificate,
) -> None:
    async with MailServer().running(starttls=certificate.context()) as server:
        with pytest.raises(RelayUnavailable):
            await _send(Relay("localhost", server.port))
    assert not server.messages


async def test_starttls_is_used_where_it_is_offered_and_the_password_goes_over_it(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    async with MailServer().running(starttls=certificate.context()) as server:
        relay = Relay("localhost", server.port, username="desk", password="s3cret")
        taken = await _send(relay)
    assert taken.accepted == ("b@x.example",)
    assert server.signed_in == ["desk:s3cret"]


async def test_smtps_speaks_tls_from_the_start(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    async with MailServer().running(tls=certificate.context()) as server:
        taken = await _send(Relay("localhost", server.port, tls=True))
    assert taken.accepted == ("b@x.example",)


async def test_a_server_that_speaks_no_smtp_is_unavailable() -> None:
    async with MailServer().running() as server:
        with pytest.raises(RelayUnavailable):
            await _send(Relay("127.0.0.1", server.port, tls=True))


def test_reasons_are_said_once_each() -> None:
    assert Taken(("a",)).reason == ""
