"""One module a format of digital certificates: what its keys mean."""
