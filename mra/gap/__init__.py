"""Floor 4: from what somebody typed to a gap report, out of a release or live, with the same words."""
