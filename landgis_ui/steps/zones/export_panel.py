# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""导出片区: which zones, as which files, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QComboBox, QProgressBar, QVBoxLayout

from landgis_ui.context import Context
from landgis_ui.steps.zones.side_panel import SidePanel
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_button,
    make_card,
    make_label,
    row,
)

FORMATS = (
    "gpkg",
    "shp",
    "geojson",
    "geojson_projected",
    "dxf",
    "txt",
    "corners_xlsx",
)
ALL = ""


@dataclass(frozen=True, kw_only=True)
class ExportWanted:
    """What is to be written: a scenario, one zone of it or all, and the formats."""

    scenario: str
    zone: str
    formats: tuple[str, ...]


class ExportPanel(SidePanel):
    """The form of the export.

    Signals
    -------
    export_asked(object)
        Write what this `ExportWanted` says; the place is asked for next.
    folder_asked()
        Show the folder that was written to.
    """

    export_asked = pyqtSignal(object)
    folder_asked = pyqtSignal()

    def __init__(self, context: Context) -> None:
        words = context.words
        super().__init__(context, words("zones.export").rstrip("…"))
        self._context = context
        self.scenario = QComboBox()
        self.scenario.setAccessibleName(words("zones.export_scenario"))
        self.zone = QComboBox()
        self.zone.setAccessibleName(words("zones.export_zone"))
        self.formats = {
            name: QCheckBox(words(f"zones.format_{name}")) for name in FORMATS
        }
        self.formats[FORMATS[0]].setChecked(True)
        self.write = make_button(words("zones.export_write"), self._ask)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.cancel = make_button(words("frame.cancel"))
        self.state = make_label(wrap=True)
        self.folder = make_button(
            words("zones.open_folder"), self.folder_asked.emit, kind="link"
        )
        self._done = make_card(
            column(
                self.state, row(self.folder, None), margins=(12, 9, 12, 9), spacing=2
            ),
            kind="info",
        )
        self._lay_out()
        self.show_busy(on=False)
        self._done.hide()

    def _lay_out(self) -> None:
        words = self._context.words
        boxes = QVBoxLayout()
        boxes.setSpacing(8)
        for name, box in self.formats.items():
            hint = make_label(
                words(f"zones.format_{name}_hint"), size="hint", wrap=True
            )
            hint.setContentsMargins(self._context.look.px(23), 0, 0, 0)
            boxes.addLayout(column(box, hint, spacing=0))
            box.toggled.connect(self._show_can)
        fill(
            self.box,
            make_label(words("zones.export_scenario"), size="secondary"),
            self.scenario,
            make_label(words("zones.export_zone"), size="secondary"),
            self.zone,
            make_label(words("zones.export_formats"), size="secondary"),
            boxes,
            row(self.write, None),
            self.bar,
            row(self.cancel, None),
            self._done,
            None,
            margins=(16, 12, 16, 16),
            spacing=8,
        )

    def show_choices(
        self,
        scenarios: Sequence[tuple[str, str]],
        zones: Sequence[tuple[str, str]],
        *,
        current: str,
    ) -> None:
        """Offer scenarios and the zones of the one that is shown."""
        for box, entries in ((self.scenario, scenarios), (self.zone, zones)):
            kept = box.currentData()
            box.blockSignals(True)
            box.clear()
            if box is self.zone:
                box.addItem(self._context.words("zones.all_zones"), ALL)
            for id_, name in entries:
                box.addItem(name, id_)
            wanted = current if box is self.scenario else kept
            box.setCurrentIndex(max(box.findData(wanted), 0))
            box.blockSignals(False)
        self._show_can()

    @property
    def wanted(self) -> ExportWanted:
        """What the form asks for."""
        return ExportWanted(
            scenario=str(self.scenario.currentData() or ""),
            zone=str(self.zone.currentData() or ALL),
            formats=tuple(n for n, box in self.formats.items() if box.isChecked()),
        )

    def show_busy(self, *, on: bool) -> None:
        """Show that files are being written."""
        self.bar.setVisible(on)
        self.cancel.setVisible(on)
        self.write.setVisible(not on)
        if on:
            self._done.hide()

    def show_done(self, text: str, *, folder: Path | None) -> None:
        """Say what was written, or why it was not."""
        self.show_busy(on=False)
        self.state.setText(text)
        self.folder.setVisible(folder is not None)
        self._done.setVisible(bool(text))

    def _show_can(self) -> None:
        self.write.setEnabled(bool(self.wanted.formats) and self.scenario.count() > 0)

    def _ask(self) -> None:
        self.export_asked.emit(self.wanted)
