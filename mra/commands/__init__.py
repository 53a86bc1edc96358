"""Floor 5: the command line. Parse, call, show, exit: nothing else."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line with the arguments of the process; ends the process with the contract's exit status."""
    try:
        from mra.commands.tongue import bind, chosen_language

        language = chosen_language(sys.argv[1:])
        bind(language)
        from mra.commands.root import root

        root(language).main()
    except KeyboardInterrupt:
        pass
    sys.exit(130)
