# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the content of a project's inputs comes from: its files, or a project file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from landgis.errors import DataError
from landgis.io.vector import read_layer
from landgis.operations.fingerprint import Fingerprint, take_fingerprint
from landgis.operations.project_file import InputFile, ReadOptions
from landgis.operations.table_files import read_raw_table
from landgis.tables import RawLayer, RawTable


@dataclass(frozen=True, kw_only=True)
class RawInput:
    """One input as read, with the SHA-256 of the file that it came from."""

    content: RawLayer | RawTable
    fingerprint: Fingerprint

    @property
    def layer(self) -> RawLayer:
        """The content of a layer."""
        assert isinstance(self.content, RawLayer)  # noqa: S101 - for the type checker
        return self.content

    @property
    def table(self) -> RawTable:
        """The content of a table."""
        assert isinstance(self.content, RawTable)  # noqa: S101 - for the type checker
        return self.content


class Reader(Protocol):
    """Gives the content of an input, wherever that is kept."""

    def read(self, source: InputFile, options: ReadOptions) -> RawInput:
        """Return an input as read.

        Raises
        ------
        DataError
            If it is not there or cannot be read.
        """


class FileReader:
    """Reads inputs from the files that the project names."""

    def read(self, source: InputFile, options: ReadOptions) -> RawInput:
        """Read a file; it is neither changed nor kept open."""
        content: RawLayer | RawTable
        if source.is_layer:
            if not source.path.exists():
                raise DataError("load.missing_file", file=str(source.path))
            content = read_layer(
                source.path, layer=source.part, encoding=options.encoding
            )
        else:
            content = read_raw_table(source, options)
        return RawInput(content=content, fingerprint=take_fingerprint(source.path))
