# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help and usage in the user's language, where the library has its own words."""

from __future__ import annotations

from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup, TyperOption

from landgis import messages
from landgis.errors import CallError

rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
rich_utils.OPTIONS_PANEL_TITLE = "选项"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
rich_utils.REQUIRED_LONG_STRING = "（必填）"

_USAGE_WORDS = (
    ("Usage: ", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 …"),
)
_NO_ARGUMENTS = "NoArgsIsHelpError"  # the help has been printed; nothing to add


class Command(TyperCommand):
    """A command whose usage line and help option speak Chinese."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _in_chinese(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Return the option that prints the help."""
        return _explained(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group of commands whose usage line and help option speak Chinese."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _in_chinese(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Return the option that prints the help."""
        return _explained(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the words call.

        Raises
        ------
        CallError
            If there is no such command.
        """
        word = args[0]
        if not word.startswith("-") and self.get_command(ctx, word) is None:
            known = "、".join(self.list_commands(ctx))
            raise CallError("cli.unknown_command", word=word, known=known)
        return super().resolve_command(ctx, args)


def describe_wrong_call(error: typer.TyperException) -> str:
    """Say what is wrong with a call; "" where the help has been printed instead."""
    # The library's kinds of errors are told apart by name: it keeps them private.
    kind = type(error).__name__
    if kind == _NO_ARGUMENTS:
        return ""
    if kind == "NoSuchOption":
        return messages.text("cli.unknown_option", word=vars(error)["option_name"])
    parameter = getattr(error, "param", None)
    if kind == "MissingParameter" and parameter is not None:
        word = parameter.metavar or parameter.name
        return messages.text("cli.missing_word", word=word)
    return messages.text("cli.usage")


def _in_chinese(usage: str) -> str:
    for theirs, ours in _USAGE_WORDS:
        usage = usage.replace(theirs, ours)
    return usage


def _explained(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = messages.text("cli.help_option")
    return option
