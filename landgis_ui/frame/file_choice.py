# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask for a file or folder without standing in the way of the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QWidget

from landgis_ui.context import Context

FOLDER_SETTING = "state.last_folder"


@dataclass(frozen=True, kw_only=True)
class FileWish:
    """What is asked for: `kind` is open, open_many, save or folder."""

    kind: str
    title: str
    filters: str = ""
    suggested: str = ""


class FileChooser:
    """Opens the system's own dialog and remembers the folder."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent

    def ask(self, wish: FileWish, then: Callable[[tuple[Path, ...]], object]) -> None:
        """Ask, and call `then` with what was chosen; not at all if nothing was."""
        dialog = QFileDialog(self._parent, wish.title)
        modes = {
            "open": QFileDialog.FileMode.ExistingFile,
            "open_many": QFileDialog.FileMode.ExistingFiles,
            "save": QFileDialog.FileMode.AnyFile,
            "folder": QFileDialog.FileMode.Directory,
        }
        dialog.setFileMode(modes[wish.kind])
        if wish.kind == "save":
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(wish.suggested)
        if wish.kind == "folder":
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        if wish.filters:
            dialog.setNameFilter(wish.filters)
        folder = str(self._context.settings.get(FOLDER_SETTING))
        if folder and Path(folder).is_dir():
            dialog.setDirectory(folder)

        def take(names: list[str]) -> None:
            paths = tuple(Path(name) for name in names)
            if paths:
                self._context.settings.set(FOLDER_SETTING, str(paths[0].parent))
                then(paths)

        dialog.filesSelected.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
