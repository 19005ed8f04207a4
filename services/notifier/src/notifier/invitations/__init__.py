"""Mails that invite a person to the back office, with a link to set a password."""
