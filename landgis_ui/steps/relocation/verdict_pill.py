# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How good the plan is, above the map; while a search runs, how far it is."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QFrame, QLabel, QWidget

from landgis.relocation.view import PlanView
from landgis_ui.context import Context
from landgis_ui.widgets.basics import make_button, make_label, row
from landgis_ui.widgets.figures import write_number

EDGE_PX = 12
PERCENT = 100
TONES = {
    "optimal": ("check", "ok"),
    "feasible": ("check", "ok"),
    "infeasible": ("error", "bad"),
    "no_solution_found": ("clock", "warn"),
    "changed": ("edit", "warn"),
    "": ("info", "ink2"),
}


class VerdictPill(QFrame):
    """A floating strip at the top of the map; it follows the map's size."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self._name, self._tone = "info", "ink2"
        self.setProperty("card", "floating")
        self.mark, self.verdict = QLabel(), make_label(strong=True)
        self.more = make_label(size="secondary")
        self.solve = make_button(context.words("relocation.solve"), kind="link")
        self.stop = make_button(context.words("relocation.stop"), kind="link")
        self.setLayout(
            row(
                self.mark,
                self.verdict,
                self.more,
                self.solve,
                self.stop,
                margins=(14, 8, 14, 8),
            )
        )
        over.installEventFilter(self)
        context.look.changed.connect(self._draw)
        self.hide()

    def show_view(self, view: PlanView | None, *, can_edit: bool) -> None:
        """Say what the last search found, and whether hands changed it since."""
        words = self._context.words
        self.stop.hide()
        self.solve.setVisible(view is not None and can_edit)
        if view is None:
            self._say("", words("relocation.no_plan"), "")
            return
        found = view.solution
        status = "changed" if view.is_changed and found.status else found.status
        key = f"relocation.verdict_{status or 'none'}"
        gap = (found.gap or 0.0) * PERCENT
        verdict = words(key, gap=write_number(gap, 2))
        seconds = write_number(found.seconds)
        more = words("relocation.took", seconds=seconds) if status == "optimal" else ""
        if status == "feasible":
            more = words("relocation.took_stopped", seconds=seconds)
        if status == "infeasible":
            more = found.explain[0] if found.explain else ""
        self._say(status, verdict, more)

    def show_search(self, text: str) -> None:
        """Say how far a search is; it can be stopped with the best plan so far."""
        self.solve.hide()
        self.stop.show()
        words = self._context.words
        self._name, self._tone = "spinner", "accent"
        self.verdict.setText(words("relocation.searching"))
        self.more.setText(text)
        self._draw()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Stay at the top of the map."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self._lay_out()
        return super().eventFilter(watched, event)

    def _say(self, status: str, verdict: str, more: str) -> None:
        self._name, self._tone = TONES[status]
        self.verdict.setText(verdict)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self._draw()

    def _draw(self) -> None:
        look = self._context.look
        side = look.px(16)
        colour = str(getattr(look.theme, self._tone))
        self.mark.setPixmap(look.icon(self._name, colour).pixmap(side, side))
        self._lay_out()

    def _lay_out(self) -> None:
        edge = self._context.look.px(EDGE_PX)
        room = self._over.width() - 2 * edge
        self.resize(min(self.sizeHint().width(), room), self.sizeHint().height())
        self.move(edge, edge)
        self.raise_()
