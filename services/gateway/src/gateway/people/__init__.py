"""How the people of a property wish to be notified (O24, O25)."""
