"""Back-office and guest HTTP API, live stream, read models, sign-in."""
