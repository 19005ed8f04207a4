"""The mail server: keeps messages, and refuses, delays or loses answers on command."""

from email.message import EmailMessage

import aiosmtplib
import pytest

from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.running import Running


def _mail(subject: str = "Commande n° 42") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Comptoir <comptoir@hotel.example>"
    message["To"] = "Réception <reception@hotel.example>"
    message["Reply-To"] = "guest@reply.example"
    message["Subject"] = subject
    message["Message-ID"] = "<m-42@hotel.example>"
    message.set_content("Chambre 203 : Chez Lina")
    message.add_alternative("<p>Chambre <b>203</b></p>", subtype="html")
    return message


async def _send(running: Running, message: EmailMessage, timeout_s: float = 5) -> None:
    smtp = running.smtp
    await aiosmtplib.send(message, hostname=smtp.host, port=smtp.port, timeout=timeout_s)


async def test_a_message_is_kept_with_its_parts(
    partners: PartnersClient, partners_running: Running
) -> None:
    await _send(partners_running, _mail())

    (kept,) = await partners.messages()

    assert kept.message_id == "<m-42@hotel.example>"
    assert kept.envelope_to == ["reception@hotel.example"]
    assert kept.subject == "Commande n° 42"
    assert kept.to == ["Réception <reception@hotel.example>"]
    assert kept.reply_to == "guest@reply.example"
    assert kept.text == "Chambre 203 : Chez Lina\n"
    assert kept.html == "<p>Chambre <b>203</b></p>\n"
    assert kept.answer_lost is False


@pytest.mark.parametrize("code", [421, 451, 550])
async def test_a_message_is_refused_for_a_while(
    partners: PartnersClient, partners_running: Running, code: int
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(status=code, times=1))

    with pytest.raises(aiosmtplib.SMTPResponseException) as refused:
        await _send(partners_running, _mail())
    await _send(partners_running, _mail("Again"))

    assert refused.value.code == code
    assert [refusal.code for refusal in await partners.mail_refusals()] == [code]
    assert [message.subject for message in await partners.messages()] == ["Again"]


async def test_one_recipient_can_be_refused(
    partners: PartnersClient, partners_running: Running
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(status=451, path_contains="warden@"))

    await _send(partners_running, _mail())

    assert len(await partners.messages()) == 1


async def test_a_message_is_accepted_and_the_connection_dropped(
    partners: PartnersClient, partners_running: Running
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(lose_answer_rate=1, times=1))

    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await _send(partners_running, _mail())

    (kept,) = await partners.messages()
    assert kept.answer_lost is True


async def test_a_message_is_accepted_and_the_answer_never_comes(
    partners: PartnersClient, partners_running: Running
) -> None:
    fault = Fault(lose_answer_rate=1, lose_answer_by="hang", hang_ms=5000, times=1)
    await partners.set_faults(Partner.MAIL, fault)

    with pytest.raises(aiosmtplib.SMTPReadTimeoutError):
        await _send(partners_running, _mail(), timeout_s=1)

    assert len(await partners.messages()) == 1


async def test_a_delayed_answer_still_comes(
    partners: PartnersClient, partners_running: Running
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(delay_ms=100, times=1))

    await _send(partners_running, _mail())

    assert len(await partners.messages()) == 1
