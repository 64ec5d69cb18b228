# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the step shows instead of lists: nothing yet, running, failed, no faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PyQt6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from landgis.operations.loading import Loaded
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_card,
    make_label,
    row,
)
from landgis_ui.work.jobs import Job


class EmptyPanel(QWidget):
    """One sentence that says what is missing, and a button that goes there."""

    def __init__(self) -> None:
        super().__init__()
        self.title = make_label(size="panel", wrap=True)
        self.text = make_label(size="secondary", wrap=True)
        self._act: Callable[[], object] | None = None
        self.button = make_button("", self._do)
        inner = column(
            self.title,
            self.text,
            row(self.button, None),
            margins=(16, 16, 16, 16),
            spacing=10,
        )
        self.setLayout(
            column(make_card(inner, kind="drop"), None, margins=(16, 16, 16, 16))
        )

    def say(
        self, title: str, text: str, *, button: str, act: Callable[[], object] | None
    ) -> None:
        """Say something else."""
        self.title.setText(title)
        self.text.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._act = act

    def _do(self) -> None:
        if self._act is not None:
            self._act()


class RunningPanel(QWidget):
    """The stages of the job: those done with a tick, the one that runs with a bar."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._stages: list[str] = []
        self._job: Job | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._list = QVBoxLayout()
        cancel = make_button(context.words("check_step.cancel"), self._cancel)
        hint = make_label(
            context.words("check_step.cancel_hint"), size="hint", wrap=True
        )
        foot = row(hint, cancel)
        foot.setStretch(0, 1)
        title = make_label(context.words("check_step.running"), size="panel")
        self.setLayout(
            column(
                title,
                self._list,
                self.bar,
                foot,
                None,
                margins=(16, 16, 16, 16),
                spacing=10,
            )
        )

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages so far, the running one last."""
        return tuple(self._stages)

    def follow(self, job: Job) -> None:
        """Show the progress of a job."""
        if job is not self._job:
            self._job = job
            self._stages.clear()
            self.bar.setRange(0, 0)
            self._draw()
            job.progressed.connect(self._step)

    def _step(self, done: int, total: int, stage: str) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        if stage and stage not in self._stages:
            self._stages.append(stage)
            self._draw()

    def _draw(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        look = self._context.look
        for number, stage in enumerate(self._stages):
            is_last = number == len(self._stages) - 1
            icon = make_label()
            name, ink = ("spinner", "accent") if is_last else ("check", "ok")
            side = look.px(16)
            icon.setPixmap(look.icon(name, look.colour(ink).name()).pixmap(side, side))
            line = QWidget()
            line.setLayout(row(icon, make_label(stage), None))
            self._list.addWidget(line)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()


class FailedPanel(QWidget):
    """What went wrong, beside what can be done now."""

    def __init__(
        self,
        context: Context,
        *,
        again: Callable[[], object],
        data: Callable[[], object],
    ) -> None:
        super().__init__()
        words = context.words
        self.text = make_label(wrap=True)
        inner = column(
            make_label(words("check_step.failed"), strong=True, tone="bad"),
            self.text,
            row(
                make_button(words("check_step.again"), again),
                make_button(words("check_step.to_data"), data),
                None,
            ),
            margins=(14, 12, 14, 12),
        )
        self.setLayout(
            column(make_card(inner, kind="bad"), None, margins=(16, 16, 16, 16))
        )


class FaultlessPanel(QWidget):
    """没有发现问题, and what was looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._words = context.words
        self.text = make_label(wrap=True)
        icon = make_label()
        side = context.look.px(20)
        colour = context.look.colour("ok").name()
        icon.setPixmap(context.look.icon("check", colour).pixmap(side, side))
        title = make_label(context.words("check_step.faultless"), size="panel")
        self.setLayout(
            column(row(icon, title, None), self.text, None, margins=(16, 16, 16, 16))
        )

    def set_loaded(self, loaded: Loaded) -> None:
        """Say what was looked at."""
        sources = [each.source for each in loaded.layers.values()]
        sources += [each.source for each in loaded.tables.values()]
        lines = [
            self._words("check_step.checked", file=each.path.name, n=each.features)
            for each in sources
        ]
        lines.append(self._words("check_step.checked_what"))
        self.text.setText("\n".join(lines))


def make_notice(text: str, items: Iterable[QWidget]) -> QFrame:
    """Return a thin amber line with something to do at its end."""
    label = make_label(text, tone="warn", wrap=True)
    layout = row(label, *items, margins=(10, 4, 10, 4))
    layout.setStretch(0, 1)
    return make_card(layout, kind="warn")
