# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask where a file goes or lies, without standing in the way of the event loop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QWidget

from landgis_ui.context import Context

Then = Callable[[Path], object]


def ask_target(
    context: Context, parent: QWidget, *, title: str, suggested: str, then: Then
) -> QFileDialog:
    """Ask for a file to write, beside the project at first."""
    dialog = _make(context, parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    suffix = Path(suggested).suffix
    dialog.setNameFilter(f"*{suffix}")
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(suggested)
    return _open(dialog, then)


def ask_source(
    context: Context, parent: QWidget, *, title: str, filters: str, then: Then
) -> QFileDialog:
    """Ask for a file, or a folder where no filter is given."""
    dialog = _make(context, parent, title)
    if filters:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(filters)
    else:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, then)


def _make(context: Context, parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    path = context.workspace.path()
    if path is not None:
        dialog.setDirectory(str(path.parent))
    return dialog


def _open(dialog: QFileDialog, then: Then) -> QFileDialog:
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog
