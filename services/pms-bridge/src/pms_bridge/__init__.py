"""The outside world: PMS, till, table bookings, delivery partner."""
