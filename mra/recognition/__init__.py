"""Floor 3: the deciding core. Opens no file, reads no clock, prints nothing."""
