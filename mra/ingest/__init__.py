"""Floor 2: the outside world as evidence. Bad rows are values and travel beside the good ones."""
