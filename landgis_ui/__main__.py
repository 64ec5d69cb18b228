# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the window; `landgis gui` and `landgis-desktop` come here."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path


def main() -> None:
    """Open the window with the project that the command line names, if any."""
    multiprocessing.freeze_support()
    named = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    sys.exit(open_window(Path(named[0]) if named else None))


def open_window(project: Path | None = None) -> int:
    """Show the window until it is closed; return the exit status."""
    from landgis_ui.work import garbage

    garbage.hold_back()
    from PyQt6.QtCore import QTimer
    from PyQt6.QtWidgets import QApplication

    from landgis.messages import LANGUAGE_VARIABLE
    from landgis_ui.app import Desktop, Places
    from landgis_ui.crash import default_folder, logging_to
    from landgis_ui.work.settings import Settings, default_path

    places = Places(settings=default_path(), logs=default_folder())
    # The core and the second process speak the language of the window.
    language = str(Settings(places.settings).get("preference.language"))
    os.environ.setdefault(LANGUAGE_VARIABLE, language)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("a Qt application without windows runs already")
    app.setApplicationName("LandGIS")
    app.setStyle("Fusion")
    with logging_to(places.logs):
        desktop = Desktop(app, places)
        desktop.start(project)
        workspace = desktop.context.workspace
        workspace.loaded_changed.connect(garbage.settle)
        workspace.result_changed.connect(garbage.settle)
        QTimer.singleShot(0, garbage.settle)
        return int(app.exec())


if __name__ == "__main__":
    main()
