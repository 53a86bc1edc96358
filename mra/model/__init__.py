"""Floor 1: frozen values in the words of the field. Standard library only."""
