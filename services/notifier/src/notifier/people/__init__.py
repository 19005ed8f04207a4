"""What the notifier knows of a property's people and what they wish to be told (O24, O25)."""
