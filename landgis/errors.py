# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong, told apart by who can mend it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class LandGISError(Exception):
    """Base of every error that is shown to the user as advice, not as a crash.

    Parameters
    ----------
    code
        Stable message id, e.g. ``"io.locked"``.  The words shown on screen
        come from the message catalogue, never from here.
    params
        Values for the placeholders of that message.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, object] = MappingProxyType(params)

    def __str__(self) -> str:
        values = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({values})"


class CallError(LandGISError):
    """The call itself is wrong: a missing file, an option, a folder in the way."""


class DataError(LandGISError):
    """A file, layer or table of the user's cannot be used as it is."""


class RuleError(LandGISError):
    """A profile or rule file is wrong; the message names the file and the key."""


class ProjectError(LandGISError):
    """A project description cannot be read, or names what is not there."""


class CancelledError(Exception):
    """The user gave up; nothing has changed."""
