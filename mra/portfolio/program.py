"""The name of the program that judges a portfolio."""

from mra.release.codec import program


def judging_program() -> str:
    """A short name of everything that reads and judges a portfolio: parts that another program made are not mixed with its own."""
    return program("ingest", "portfolio")
