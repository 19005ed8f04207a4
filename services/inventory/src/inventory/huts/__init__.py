"""A hut as it describes itself: contact, position, texts, characteristics, media, links."""
