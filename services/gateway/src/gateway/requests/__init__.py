"""What people and programs ask of other services over HTTP, and how that ended."""
