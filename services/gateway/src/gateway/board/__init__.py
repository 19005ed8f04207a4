"""The read model of orders: what the live board, the lists and the details show."""
