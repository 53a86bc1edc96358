"""Floor 5: the command line. Parse, call, show, exit: nothing else."""

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line with the arguments of the process; ends the process with the contract's exit status."""
    gc.set_threshold(200_000)  # a call is short and most of what it makes lives to its end: looking for garbage costs a tenth of it
    try:
        from mra.commands.tongue import bind, chosen_language

        language = chosen_language(sys.argv[1:])
        bind(language)
        from mra.commands.root import root

        root(language).main()
    except KeyboardInterrupt:
        pass
    sys.exit(130)
