"""Floor 2: ontologies and mappings read, checked and derived into one immutable ``Knowledge``."""
