"""Settings that would spoil notices stop the service at its start; what is not set is off."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from notifier.app import build
from notifier.push.service import KNOWN_SERVICES
from notifier.push.vapid import KeyPair
from notifier.settings import Settings


def test_without_settings_there_is_mail_and_nothing_else() -> None:
    settings = Settings()
    assert (settings.sms, settings.identity, settings.links, settings.return_path) == (
        None,
        None,
        None,
        None,
    )
    assert not settings.guest_sms_on_order
    assert settings.push_services == KNOWN_SERVICES
    assert build(settings).name == "notifier"


def test_every_channel_has_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = KeyPair.new()
    for name, value in {
        "COMPTOIR_SMS_ACCOUNT": "AC1",
        "COMPTOIR_SMS_TOKEN": "t0ken",
        "COMPTOIR_SMS_FROM": "Hotel",
        "COMPTOIR_SMS_STATUS_URL": "https://hooks.lumiere.example",
        "COMPTOIR_VAPID_PRIVATE_KEY": pair.private,
        "COMPTOIR_LINK_SECRETS": json.dumps(["n" * 32, "o" * 32]),
        "COMPTOIR_PUSH_SERVICES": json.dumps(["127.0.0.1:8020"]),
        "COMPTOIR_BOUNCE_PORT": "2525",
        "COMPTOIR_MAIL_FROM": "Desk <desk@lumiere.example>",
        "COMPTOIR_GUEST_SMS_ON_ORDER": "true",
    }.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.sms is not None
    assert settings.sms.messages == ("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json")
    assert settings.sms_status is not None
    assert settings.sms_status.of("n-1") == "https://hooks.lumiere.example/sms/v1/notices/n-1"
    assert settings.identity is not None
    assert settings.identity.public_key == pair.public
    assert settings.links is not None
    assert settings.return_path is not None
    assert settings.return_path.domain == "lumiere.example"
    monkeypatch.setenv("COMPTOIR_BOUNCE_DOMAIN", "bounces.lumiere.example")
    assert Settings().sender.envelope_from("x") == "bounce+x@bounces.lumiere.example"
    assert "t0ken" not in repr(settings) + repr(settings.sms)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMPTOIR_SMS_ACCOUNT", "AC1"),  # without a token and a sender
        ("COMPTOIR_SMS_URL", "twilio.com"),
        ("COMPTOIR_SMS_STATUS_URL", "hooks.lumiere.example"),
        ("COMPTOIR_SMS_STATUS_URL", "https://hooks.lumiere.example/a/path"),
        ("COMPTOIR_VAPID_PRIVATE_KEY", "s3cret"),
        ("COMPTOIR_VAPID_CONTACT", "nobody"),
        ("COMPTOIR_LINK_SECRETS", '["s3cret"]'),
        ("COMPTOIR_BOUNCE_PORT", "70000"),
    ],
)
def test_a_setting_that_cannot_work_stops_the_service_without_saying_what_it_holds(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "s3cret" not in str(refused.value)
