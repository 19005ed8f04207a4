"""Delivery orders: a meal brought to the hotel by a partner's courier."""
