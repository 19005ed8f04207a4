"""The printed sheet of open orders, for when the screens are down."""
