# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown while no project is open: drop files, the sample, recent ones."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QFileDialog,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from landgis.units import round_half_up
from landgis_ui.context import Context
from landgis_ui.steps.data.dialogs import Mode, open_data_dialog, open_dialog
from landgis_ui.steps.data.drop_frame import DropFrame
from landgis_ui.steps.data.layouts import clear_layout
from landgis_ui.steps.data.new_project import (
    NewProject,
    NewProjectForm,
    documents_folder,
)
from landgis_ui.steps.data.recent import (
    RecentKeeper,
    RecentProject,
    forget,
    read_recent,
)
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_label,
    make_scroll,
    row,
)
from landgis_ui.widgets.elided import ElidedLabel

WIDE_PX = 620


class FirstCard(DropFrame):
    """The drop area of the start page with its buttons."""

    def __init__(self, context: Context, buttons: tuple[QPushButton, ...]) -> None:
        super().__init__()
        words, look = context.words, context.look
        icon = QLabel()
        side = look.px(36)
        pixmap = look.icon("folder", look.theme.link).pixmap(QSize(side, side))
        icon.setPixmap(pixmap)
        icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = make_label(words("data.start_title"), size="panel", wrap=True)
        text = make_label(words("data.start_text"), size="secondary", wrap=True)
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(
            column(
                icon,
                title,
                text,
                row(None, *buttons, None, spacing=10),
                margins=(24, 26, 24, 24),
                spacing=10,
            )
        )


class RecentList(QWidget):
    """Projects opened lately; a click opens one.

    Signals
    -------
    chosen(object)
        The path of a project.
    """

    chosen = pyqtSignal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._head = make_label(context.words("data.recent"), size="secondary")
        self.buttons: list[QPushButton] = []
        self.setLayout(column(self._head, self._rows, spacing=4))
        context.settings.changed.connect(self._follow)
        self.show_recent()

    def show_recent(self) -> None:
        """List what the settings know."""
        clear_layout(self._rows)
        projects = read_recent(self._context.settings)
        self.setVisible(bool(projects))
        self.buttons = [self._make_row(project) for project in projects]
        for button in self.buttons:
            self._rows.addWidget(button)

    def _follow(self, name: str) -> None:
        if name == "state.recent":
            self.show_recent()

    def _make_row(self, project: RecentProject) -> QPushButton:
        words, look = self._context.words, self._context.look
        button = make_button("", kind="quiet", hint=str(project.path))
        button.clicked.connect(partial(self._choose, project.path))
        icon = QLabel()
        side = look.px(16)
        icon.setPixmap(look.icon("clock").pixmap(QSize(side, side)))
        name = ElidedLabel(project.name)
        facts = make_label(recent_facts(self._context, project), size="hint")
        line = row(icon, name, facts, margins=(10, 0, 10, 0), spacing=8)
        line.setStretch(1, 1)
        button.setLayout(line)
        button.setMinimumHeight(look.px(32))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(
            words("data.recent_name", name=project.name, facts=facts.text())
        )
        for child in (icon, name, facts):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return button

    def _choose(self, path: Path) -> None:
        self.chosen.emit(path)


class StartPage(QWidget):
    """Drop files, choose them, see the sample county, go on with a recent project.

    Signals
    -------
    dropped(tuple)
        Files to read once there is a project.
    left()
        The form of a new project was left.
    """

    dropped = pyqtSignal(tuple)
    left = pyqtSignal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words, look = context.words, context.look
        self._context = context
        self.keeper = RecentKeeper(context, self)
        self.choose = make_button(
            words("data.choose_files"), self.choose_files, kind="primary"
        )
        self.sample = make_button(words("data.see_sample"), self.open_sample)
        self.sample.setIcon(look.icon("map"))
        self.open = make_button(words("data.open_project"), self.choose_project)
        self.new = make_button(words("data.new_project"), self.ask_for_project)
        self.first = FirstCard(context, (self.choose, self.sample))
        self.recent = RecentList(context)
        self.form = NewProjectForm(context)
        self.form.hide()
        self._lay_out()
        self.first.dropped.connect(self.dropped)
        self.recent.chosen.connect(self._open_path)
        self.form.made.connect(self._create)
        self.form.left.connect(self._leave_form)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(self._context.look.px(WIDE_PX))
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        inside.setLayout(
            column(
                self.first,
                self.form,
                row(self.new, self.open, None),
                self.recent,
                spacing=14,
            )
        )
        middle = row(None, inside, None, margins=(24, 24, 24, 24))
        middle.setStretch(1, 10)
        page = QWidget()
        page.setLayout(column(None, middle, None))
        self.setLayout(column(make_scroll(page, ground="app")))
        self.setProperty("ground", "app")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def ask_for_project(self, waiting: tuple[Path, ...] = ()) -> None:
        """Show the form of a new project; files may be waiting for it."""
        self.first.hide()
        self.form.show()
        self.form.begin(len(waiting))

    def choose_files(self) -> QFileDialog:
        """Open the system's file dialog for data."""
        dialog = open_data_dialog(
            self._context, self.window() or self, mode=Mode.ExistingFiles
        )
        dialog.filesSelected.connect(self._take_names)
        return dialog

    def choose_project(self) -> QFileDialog:
        """Open the system's file dialog for projects."""
        dialog = open_dialog(
            self._context,
            self.window() or self,
            mode=Mode.ExistingFile,
            title="data.open_project",
            kinds=("data.filter_project", "data.filter_all"),
        )
        dialog.fileSelected.connect(self._open_name)
        return dialog

    def open_sample(self, folder: Path | None = None) -> None:
        """Make the sample county in a folder of the user's and open it."""
        name = self._context.words("data.sample_folder")
        target = folder or documents_folder() / name
        self.sample.setEnabled(False)
        job = self._context.flows.open_sample(target)
        job.finished.connect(self._enable_sample)

    def _enable_sample(self) -> None:
        self.sample.setEnabled(True)

    def _take_names(self, names: list[str]) -> None:
        self.dropped.emit(tuple(Path(name) for name in names))

    def _open_name(self, name: str) -> None:
        self._open_path(Path(name))

    def _open_path(self, path: Path) -> None:
        job = self._context.flows.open_path(path)
        job.failed.connect(partial(self._forget_gone, path))

    def _forget_gone(self, path: Path) -> None:
        """Take a project off the list whose file is nowhere to be found."""
        if not path.exists():
            forget(self._context.settings, path)

    def _create(self, project: NewProject) -> None:
        self._leave_form()
        self._context.flows.create(project.path, project.to_document(), None)

    def _leave_form(self) -> None:
        self.form.hide()
        self.first.show()
        self.left.emit()


def recent_facts(context: Context, project: RecentProject) -> str:
    """Return when a project was seen and what it came to: 昨天 17:20 · 可腾出 …."""
    words = context.words
    parts = [seen_words(context, project.seen, datetime.now().astimezone())]
    if project.total_mu is not None:
        shown = f"{round_half_up(project.total_mu, places=1):,}"
        parts.append(words("data.recent_total", mu=shown))
    return words("data.dot").join(parts)


def seen_words(context: Context, seen: datetime, now: datetime) -> str:
    """Return a time as people say it: today and yesterday with the hour."""
    days = (now.date() - seen.date()).days
    if days in {0, 1}:
        key = "data.today" if days == 0 else "data.yesterday"
        return context.words(key, time=seen.strftime("%H:%M"))
    return seen.date().isoformat()
