"""Floor 5: the same rules over many certificates, in columns, on one machine or on a cluster."""
