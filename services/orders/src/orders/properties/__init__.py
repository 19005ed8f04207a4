"""What orders knows of the properties that inventory defines."""
