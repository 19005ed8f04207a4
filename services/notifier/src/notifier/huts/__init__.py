"""What the notifier knows of huts: their sheet, and the warden's words for mails."""
