# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``landgis``: read, check, join, evaluate, classify and reclaim without a screen."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import typer
from rich.console import Console

from landgis import messages
from landgis.cli.app import ExitStatus, app
from landgis.cli.help import describe_wrong_call
from landgis.errors import (
    CallError,
    CancelledError,
    LandGISError,
    ProjectError,
    RuleError,
)

log = logging.getLogger(__name__)

INTERRUPTED = 130  # what typer makes of Ctrl-C
CALL_ERRORS = (CallError, ProjectError, RuleError)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the contract's exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # An office PC's console may be GBK: a rare character must not end a job.
            stream.reconfigure(errors="replace")
    debug = "--debug" in given
    if debug:
        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    sys.exit(_run([word for word in given if word != "--debug"], debug=debug))


def _run(arguments: list[str], *, debug: bool) -> int:
    try:
        status = app(arguments, standalone_mode=False, prog_name="landgis") or 0
    except LandGISError as error:
        if debug:
            raise
        _say(messages.sentence(error))
        is_call = isinstance(error, CALL_ERRORS)
        return ExitStatus.CALL if is_call else ExitStatus.NOTHING
    except (typer.Abort, KeyboardInterrupt, CancelledError):
        status = INTERRUPTED
    except typer.TyperException as error:
        sentence = describe_wrong_call(error)
        if sentence:
            _say(sentence)
        return ExitStatus.CALL
    except Exception as error:
        if debug:
            raise
        _say(messages.text("cli.bug", detail=f"{type(error).__name__}: {error}"))
        return ExitStatus.NOTHING
    if status == INTERRUPTED:
        _say(messages.text("cli.cancelled"))
        return ExitStatus.NOTHING
    return int(status)


def _say(sentence: str) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(sentence, markup=False)


if __name__ == "__main__":
    main()
