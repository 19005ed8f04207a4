"""What a person must do."""
