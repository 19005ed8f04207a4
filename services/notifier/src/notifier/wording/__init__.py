"""The words of notices, in every language, and how they become mails, text messages and pop-ups."""
