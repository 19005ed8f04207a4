"""The properties as the gateway knows them."""
