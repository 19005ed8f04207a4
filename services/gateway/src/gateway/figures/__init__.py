"""What a property's days came to: orders, revenue, refunds, delivery times."""
