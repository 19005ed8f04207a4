"""Stands for PayPal: Orders v2, Payments v2, webhooks, and the page where a guest pays."""
