# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project store: every edit is one transaction that holds its inverse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from landgis.project.connection import explained
from landgis.project.datasets import write_dataset
from landgis.project.documents import to_puts
from landgis.project.opening import create_file, open_session
from landgis.project.values import Changes, Json
from landgis.project.writer import ProjectWriter


class ProjectStore(ProjectWriter):
    """A project file, open in one thread."""

    @classmethod
    def create(cls, path: Path, *, person: str | None = None) -> ProjectStore:
        """Make a project file and open it.

        Raises
        ------
        ProjectError
            If the file exists or cannot be written.
        """
        create_file(path)
        return cls.open(path, person=person)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        person: str | None = None,
        seize: bool = False,
    ) -> ProjectStore:
        """Open a project file; if another session writes, for reading alone.

        Parameters
        ----------
        person
            Name for the history; else who is logged in.
        seize
            Take the right to write from a session of which the user knows that it
            has ended; if it has not, it can only read from then on.

        Raises
        ------
        ProjectError
            If it is missing, damaged, no project, or of a newer format.
        """
        session = open_session(path, read_only=read_only, person=person, seize=seize)
        try:
            return cls(session)
        except BaseException:
            session.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._require_thread()
        self._session.close()

    def put_dataset(
        self, kind: str, tables: Mapping[str, pa.Table], meta: Json = None
    ) -> str:
        """Write tables that will never change; return their id.

        Nothing of the project changes until a document names the id, so this
        works where another session edits.  `write_dataset` does the same in
        another thread or process.
        """
        self._require_thread()
        return write_dataset(self.path, kind, tables, meta=meta)

    def refresh(self) -> Changes:
        """Follow what another session has written since the project was read.

        Raises
        ------
        ProjectError
            If the file cannot be read any more.
        """
        self._require_thread()
        with explained(self.path):
            if self._read_generation() == self._generation:
                return Changes()
            before = self._mirror
            self._load()
        return Changes.from_puts(to_puts(self._mirror.since(before)))
