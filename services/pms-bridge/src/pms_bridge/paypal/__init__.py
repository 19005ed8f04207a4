"""PayPal as a payment provider: Orders v2, Payments v2, verified webhooks."""
