"""What the bridge knows of the properties that inventory defines."""
