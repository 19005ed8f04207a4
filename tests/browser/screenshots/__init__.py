"""`make screenshots`: a picture of every page in every state that matters."""
