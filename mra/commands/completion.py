"""``mra completion``: the script that lets a shell complete the command line."""

import click

from mra.commands.output import deliver
from mra.commands.session import common
from mra.language import say
from mra.model.text import Language


def command(language: Language) -> click.Command:
    """The command in ``language``."""

    def text(key: str) -> str:
        return say(f"command.completion.{key}").read(language)

    @click.command("completion", help=text("help"), epilog=text("epilog"))
    @click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
    @common(language)
    @click.pass_context
    def completion(context: click.Context, shell: str) -> None:
        from click.shell_completion import get_completion_class

        script = get_completion_class(shell)
        if script is not None:
            deliver(script(context.find_root().command, {}, "mra", "_MRA_COMPLETE").source() + "\n")

    return completion
