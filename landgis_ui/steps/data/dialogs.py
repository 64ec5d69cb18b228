# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The system's file dialog, opened without standing in the way."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QWidget

from landgis_ui.context import Context

FOLDER = "state.last_folder"
Mode = QFileDialog.FileMode


def open_dialog(
    context: Context, parent: QWidget, *, mode: Mode, title: str, kinds: tuple[str, ...]
) -> QFileDialog:
    """Open the dialog where it was left last time; it deletes itself."""
    dialog = QFileDialog(parent, context.words(title))
    dialog.setFileMode(mode)
    if mode == Mode.Directory:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    else:
        dialog.setNameFilters([context.words(kind) for kind in kinds])
    dialog.setDirectory(str(context.settings.get(FOLDER)))

    def remember(names: list[str]) -> None:
        if names:
            context.settings.set(FOLDER, str(Path(names[0]).parent))

    dialog.filesSelected.connect(remember)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def open_data_dialog(context: Context, parent: QWidget, *, mode: Mode) -> QFileDialog:
    """Open the dialog for layers and tables."""
    kinds = ("data.filter_data", "data.filter_all")
    return open_dialog(
        context, parent, mode=mode, title="data.choose_files", kinds=kinds
    )
