"""The live stream: changes of the board, sent to everyone who watches it."""
