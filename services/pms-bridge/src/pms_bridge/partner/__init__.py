"""What is passed on to ordering pages: the hotel's orders, its words to couriers, its claims."""
