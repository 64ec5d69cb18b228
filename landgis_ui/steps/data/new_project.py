# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new project: name, region, reference date and rules; all can change later."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QDate, QStandardPaths, Qt, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QWidget,
)

from landgis.crs import Region, all_regions, wider
from landgis.operations.stored_project import ENDING
from landgis.rules.library import profiles
from landgis_ui.context import Context
from landgis_ui.steps.data.dialogs import Mode, open_dialog
from landgis_ui.widgets.basics import column, make_button, make_card, make_label, row
from landgis_ui.widgets.elided import ElidedLabel

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """What the form says; `path` is the project file to be made."""

    path: Path
    name: str
    region: str
    reference_date: date
    profile: str

    def to_document(self) -> dict[str, Any]:
        """Return the value of the document ``project``/project."""
        return {
            "name": self.name,
            "region": self.region,
            "reference_date": self.reference_date.isoformat(),
            "profile": self.profile,
            "crs": None,
        }


def free_path(folder: Path, name: str, *, ending: str = ENDING) -> Path:
    """Return a path for a name that no file has yet."""
    plain = _UNSAFE.sub("_", name).strip(" .") or "project"
    path, number = folder / f"{plain}{ending}", 2
    while path.exists():
        path = folder / f"{plain}（{number}）{ending}"
        number += 1
    return path


def documents_folder() -> Path:
    """Return the folder in which this user keeps documents."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())


def region_line(region: Region) -> str:
    """Return a place with its code and what it belongs to."""
    above = wider(region)
    names: list[str] = []
    while above.code != "000000":
        names.insert(0, above.name)
        above = wider(above)
    return f"{region.code} {region.name}" + (f"（{' '.join(names)}）" if names else "")


class RegionBox(QComboBox):
    """A place, typed by GB/T 2260 code or by name; unknown codes are taken as typed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for region in all_regions():
            self.addItem(region_line(region), region.code)
        self.setCurrentIndex(-1)
        line, completer = self.lineEdit(), self.completer()
        if line is not None:
            line.setPlaceholderText(context.words("data.region_form"))
            line.setAccessibleName(context.words("data.region"))
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    @property
    def code(self) -> str | None:
        """The code; empty if nothing is typed, None if it is no place."""
        typed = self.currentText().strip()
        if not typed:
            return ""
        found = _CODE.match(typed)
        if found is not None:
            return found.group()
        named = [
            region.code
            for region in all_regions()
            if typed in {region.name, region.code}
        ]
        return named[0] if len(named) == 1 else None


class NewProjectForm(QWidget):
    """The form of a new project.

    Signals
    -------
    made(object)
        A `NewProject` to create.
    left()
        Not now.
    """

    made = pyqtSignal(object)
    left = pyqtSignal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = context.words
        self._context = context
        self._folder = documents_folder()
        self.name, self.region = QLineEdit(), RegionBox(context)
        self.name.setPlaceholderText(words("data.name_form"))
        self.day = QDateEdit(_last_year_end())
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.profile = QComboBox()
        self._waiting = make_label(size="secondary")
        self._trouble = make_label(size="hint", tone="bad", wrap=True)
        self.folder_label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.create_button = make_button(
            words("data.create"), self._make, kind="primary"
        )
        self.cancel = make_button(words("data.not_now"), self.left.emit)
        self._lay_out()
        self.name.textChanged.connect(self._judge)
        self.region.editTextChanged.connect(self._judge)
        self.name.returnPressed.connect(self._make)
        self._judge()

    def _lay_out(self) -> None:
        words = self._context.words
        lines_box = QWidget()
        grid = QGridLayout(lines_box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        change = make_button(words("data.change"), self._choose_folder, kind="link")
        where = row(self.folder_label, change)
        where.setStretch(0, 1)
        lines: Iterable[tuple[str, QWidget]] = (
            ("name", self.name),
            ("region", self.region),
            ("day", self.day),
            ("profile", self.profile),
        )
        for number, (key, widget) in enumerate(lines):
            label = make_label(words(f"data.{key}"))
            label.setBuddy(widget)
            widget.setAccessibleName(words(f"data.{key}"))
            widget.setToolTip(words(f"data.{key}_hint"))
            grid.addWidget(label, number, 0)
            grid.addWidget(widget, number, 1)
        grid.addWidget(make_label(words("data.place")), 4, 0)
        grid.addLayout(where, 4, 1)
        inside = column(
            make_label(words("data.new_project"), size="panel"),
            self._waiting,
            lines_box,
            self._trouble,
            row(
                make_label(words("data.later_note"), size="hint"),
                None,
                self.cancel,
                self.create_button,
            ),
            margins=(20, 16, 20, 16),
            spacing=10,
        )
        self.setLayout(column(make_card(inside)))

    def showEvent(self, event: QShowEvent | None) -> None:
        """Offer the profiles: reading them would be felt at every start."""
        super().showEvent(event)
        self._offer_profiles()

    def _offer_profiles(self) -> None:
        if not self.profile.count():
            for profile in profiles():
                self.profile.addItem(profile.title, profile.id)

    def begin(self, waiting: int) -> None:
        """Ask for a project; so many files wait for it."""
        words = self._context.words
        self._offer_profiles()
        self._waiting.setText(words("data.files_wait", n=waiting) if waiting else "")
        self._waiting.setVisible(bool(waiting))
        if not self.name.text():
            year = self.day.date().year()
            self.name.setText(words("data.default_name", year=year))
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    @property
    def project(self) -> NewProject | None:
        """The project that is described, if it is complete."""
        name, region = self.name.text().strip(), self.region.code
        if not name or region is None:
            return None
        day = self.day.date()
        return NewProject(
            path=free_path(self._folder, name),
            name=name,
            region=region,
            reference_date=date(day.year(), day.month(), day.day()),
            profile=str(self.profile.currentData()),
        )

    def set_folder(self, folder: Path) -> None:
        """Keep the project file in another folder."""
        self._folder = folder
        self._judge()

    def _judge(self) -> None:
        words, project = self._context.words, self.project
        bad_region = self.region.code is None
        self._trouble.setText(words("data.region_unknown") if bad_region else "")
        self._trouble.setVisible(bad_region)
        self.create_button.setEnabled(project is not None)
        path = self._folder if project is None else project.path
        self.folder_label.set_whole(str(path))

    def _choose_folder(self) -> None:
        dialog = open_dialog(
            self._context,
            self.window() or self,
            mode=Mode.Directory,
            title="data.place",
            kinds=(),
        )
        dialog.setDirectory(str(self._folder))
        dialog.fileSelected.connect(self._take_folder)

    def _take_folder(self, name: str) -> None:
        self.set_folder(Path(name))

    def _make(self) -> None:
        project = self.project
        if project is not None:
            self.made.emit(project)


def _last_year_end() -> QDate:
    """Return the last day of the last whole year: what most figures are made for."""
    return QDate(QDate.currentDate().year() - 1, 12, 31)
