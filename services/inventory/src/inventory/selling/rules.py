"""Rules, terms and mails: how one may book, on which terms, and in whose words."""

from __future__ import annotations

from contracts.catalogue import SetMails, SetRules, SetTerms
from contracts.selling import BookingMode, Selling, Terms
from inventory.properties.model import Objection


def with_rules(selling: Selling, message: SetRules) -> Selling | Objection:
    """Booking at once needs a means of payment (R56), and an option is reminded of before it
    ends."""
    rules = message.rules
    if rules.mode is BookingMode.BOOKING and not rules.payment_means:
        return Objection("rules.mode", "a booking needs a means of payment: choose one first")
    if len(set(rules.payment_means)) < len(rules.payment_means):
        return Objection("rules.payment_means", "one is there twice")
    if rules.reminder_days >= rules.option_days:
        return Objection(
            "rules.reminder_days", f"an option is kept {rules.option_days} days: remind before"
        )
    return selling.model_copy(update={"rules": rules})


def with_terms(selling: Selling, message: SetTerms) -> Selling:
    """Replace one language's terms; every change is a new version (R05, R06)."""
    texts = {language: text for language, text in selling.terms.texts.items()}
    texts.pop(message.language, None)
    if message.text.strip():
        texts[message.language] = message.text
    if texts == selling.terms.texts:
        return selling
    terms = Terms(version=selling.terms.version + 1, texts=texts)
    return selling.model_copy(update={"terms": terms})


def with_mails(selling: Selling, message: SetMails) -> Selling:
    """Replace sender and texts of the automatic mails (R20, R21)."""
    return selling.model_copy(update={"mails": message.mails})
