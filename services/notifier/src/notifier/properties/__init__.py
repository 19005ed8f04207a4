"""What the notifier knows of the properties that inventory defines."""
