"""The HTTP door for partner systems: signed orders and webhooks, appended to Kafka."""
