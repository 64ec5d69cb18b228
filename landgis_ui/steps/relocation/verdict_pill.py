# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How good the plan is, above the map; while a search runs, how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QFrame, QLabel, QWidget

from landgis.relocation.view import PlanView, Solution
from landgis_ui.context import Context
from landgis_ui.widgets.basics import make_button, make_label, row, set_property
from landgis_ui.widgets.figures import write_number
from landgis_ui.words import Words

EDGE_PX, NORTH_PX = 12, 64
PERCENT = 100
TONES = {
    "optimal": ("check", "ok"),
    "feasible": ("check", "ok"),
    "infeasible": ("error", "bad"),
    "no_solution_found": ("clock", "warn"),
    "changed": ("edit", "warn"),
    "stale": ("warning", "warn"),
    "missed": ("warning", "warn"),
    "busy": ("spinner", "accent"),
    "": ("info", "ink2"),
}


@dataclass(frozen=True, kw_only=True)
class PillText:
    """What the pill says: a kind of verdict, its sentence, and a little more."""

    status: str
    verdict: str
    more: str = ""


def pill_text(view: PlanView, words: Words, *, is_stale: bool) -> PillText:
    """Return what is to be said of a plan.

    What hands or other data have changed comes before what was once proven.
    """
    found = view.solution
    status = found.status
    if status and view.is_changed:
        status = "changed"
    elif status and is_stale:
        status = "stale"
    gap = write_number((found.gap or 0.0) * PERCENT, 2)
    return PillText(
        status=status,
        verdict=words(f"relocation.verdict_{status or 'none'}", gap=gap),
        more=_more(found, status, words),
    )


def _more(found: Solution, status: str, words: Words) -> str:
    seconds = write_number(found.seconds)
    if status == "optimal":
        return words("relocation.took", seconds=seconds)
    if status == "feasible":
        return words("relocation.took_stopped", seconds=seconds)
    return words("relocation.see_right") if status == "infeasible" else ""


class VerdictPill(QFrame):
    """A floating strip at the top of the map; it follows the map's size."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self._status = ""
        words = context.words
        self.setProperty("card", "floating")
        self.setAccessibleName(words("relocation.verdict"))
        self.mark, self.verdict = QLabel(), make_label(strong=True)
        self.more = make_label(size="secondary")
        self.solve = make_button(words("relocation.solve"), kind="link")
        self.stop = make_button(words("relocation.stop"), kind="link")
        self.again = make_button(words("relocation.read_again"), kind="link")
        self.fit = make_button(words("relocation.show_all"), kind="link")
        self.setLayout(
            row(
                self.mark,
                self.verdict,
                self.more,
                self.solve,
                self.stop,
                self.again,
                self.fit,
                margins=(14, 8, 14, 8),
            )
        )
        self.fit.hide()
        over.installEventFilter(self)
        context.look.changed.connect(self._draw)
        self.hide()

    @property
    def status(self) -> str:
        """The kind of verdict that is shown: a key of `TONES`."""
        return self._status

    def show_view(self, view: PlanView | None, *, stale: bool, can_edit: bool) -> None:
        """Say what the last search found, and whether anything changed it since."""
        words = self._context.words
        self.stop.hide()
        self.solve.setVisible(view is not None and can_edit)
        text = PillText(status="", verdict=words("relocation.no_plan"))
        if view is not None:
            text = pill_text(view, words, is_stale=stale)
        self._say(text)

    def show_reading(self) -> None:
        """Say that the plan is being read."""
        self.solve.hide()
        self.stop.hide()
        self._say(
            PillText(status="busy", verdict=self._context.words("relocation.reading"))
        )

    def show_missed(self) -> None:
        """Say that the plan could not be read, which can be tried again."""
        self.solve.hide()
        self.stop.hide()
        text = self._context.words("relocation.missed")
        self._say(PillText(status="missed", verdict=text))

    def show_search(self, text: str) -> None:
        """Say how far a search is; it can be stopped with the best plan so far."""
        self.solve.hide()
        self.stop.show()
        verdict = self._context.words("relocation.searching")
        self._say(PillText(status="busy", verdict=verdict, more=text))

    def offer_fit(self, *, offered: bool) -> None:
        """Offer to show the whole plan: a part of it is out of sight."""
        if offered == self.fit.isHidden():
            self.fit.setVisible(offered)
            self._lay_out()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Stay at the top of the map."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self._lay_out()
        return super().eventFilter(watched, event)

    def _say(self, text: PillText) -> None:
        self._status = text.status
        self.again.setVisible(text.status == "missed")
        self.verdict.setText(text.verdict)
        self.more.setText(text.more)
        self.setToolTip(text.more)
        set_property(self, "card", "warn" if text.status == "stale" else "floating")
        self._draw()

    def _draw(self) -> None:
        look = self._context.look
        side = look.px(16)
        icon, tone = TONES[self._status]
        colour = str(getattr(look.theme, tone))
        self.mark.setPixmap(look.icon(icon, colour).pixmap(side, side))
        self._lay_out()

    def _lay_out(self) -> None:
        """Take as much room as there is; what is told besides gives way first."""
        px = self._context.look.px
        room = self._over.width() - 2 * px(EDGE_PX) - px(NORTH_PX)
        self.more.setVisible(bool(self.more.text()))
        layout = self.layout()
        for is_shown in (True, False):
            self.more.setVisible(is_shown and bool(self.more.text()))
            if layout is not None:
                layout.activate()
            if self.sizeHint().width() <= room:
                break
        hint = self.sizeHint()
        self.resize(min(hint.width(), room), hint.height())
        self.move(px(EDGE_PX), px(EDGE_PX))
        self.raise_()
