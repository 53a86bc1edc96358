"""Runs the command line from a checkout: ``python cli.py gap --help``."""

from mra.commands import main

if __name__ == "__main__":
    main()
