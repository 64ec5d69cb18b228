# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A card for each park: floor, leading share, opening; firms are dropped onto it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PyQt6.QtWidgets import QFrame, QVBoxLayout

from landgis_ui.context import Context
from landgis_ui.steps.relocation.badge import Badge
from landgis_ui.steps.relocation.bars import FloorBar, LeadBar
from landgis_ui.steps.relocation.firm_model import MIME, keys_of
from landgis_ui.steps.relocation.marks import colour_of
from landgis_ui.widgets.basics import (
    THIN_SPACE,
    fill,
    make_label,
    plain_hint,
    row,
    set_property,
)
from landgis_ui.widgets.elided import ElidedLabel
from landgis_ui.widgets.figures import write_number

PERCENT = 100
NO_SHARE = float("nan")
NOISE = 1e-9  # 7/10 is 70 %


@dataclass(frozen=True, kw_only=True)
class ParkShown:
    """What a card says of a park."""

    key: str
    place: int
    name: str
    leading: str
    is_open: bool
    open_year: str
    floor_m2: float
    taken_m2: float
    firms: int
    leading_firms: int
    share: float
    share_min: float


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a firm held above the card would do to it."""

    is_allowed: bool
    reasons: tuple[str, ...]
    floor_after_m2: float
    share_after: float


class ParkCard(QFrame):
    """One park.

    Signals
    -------
    pressed(str)
        The card was clicked, or Enter pressed on it.
    dropped(str, object)
        Firms (a tuple of keys) were dropped on it.
    """

    pressed = pyqtSignal(str)
    dropped = pyqtSignal(str, object)

    def __init__(
        self, context: Context, try_firms: Callable[[str, tuple[str, ...]], Trial]
    ) -> None:
        super().__init__()
        self._context, self._try = context, try_firms
        self._shown: ParkShown | None = None
        self.setProperty("card", "true")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.badge = Badge(context)
        self.name, self.opening = ElidedLabel(), make_label(size="secondary")
        self.name.setProperty("strong", "true")
        self.leading = ElidedLabel()
        self.leading.setProperty("textSize", "hint")
        self.floor, self.floor_bar = (
            make_label(size="secondary"),
            FloorBar(context.look),
        )
        self.share, self.share_bar = make_label(size="secondary"), LeadBar(context.look)
        self.percent = make_label(strong=True)
        self.trial = make_label(size="hint", wrap=True)
        self._lay_out()
        self.trial.hide()
        context.look.changed.connect(self._draw)

    def _lay_out(self) -> None:
        words = self._context.words
        head = row(self.badge, self.name, self.opening)
        head.setStretch(1, 1)
        fill(
            QVBoxLayout(self),
            head,
            self.leading,
            row(
                make_label(words("relocation.floor"), size="secondary"),
                None,
                self.floor,
            ),
            self.floor_bar,
            row(
                make_label(words("relocation.lead"), size="secondary"),
                None,
                self.share,
                self.percent,
            ),
            self.share_bar,
            self.trial,
            margins=(14, 10, 14, 10),
            spacing=4,
        )

    @property
    def shown(self) -> ParkShown | None:
        """What the card says."""
        return self._shown

    def show_park(self, shown: ParkShown) -> None:
        """Show a park as the plan leaves it."""
        self._shown = shown
        self._draw()

    def show_trial(self, trial: Trial | None) -> None:
        """Show what taking a firm would do; None shows the plan again."""
        shown = self._shown
        if shown is None:
            return
        kind = "true" if trial is None else "info" if trial.is_allowed else "bad"
        set_property(self, "card", kind)
        self.trial.setVisible(trial is not None)
        tried = 0.0
        if trial is not None:
            self.trial.setText("\n".join(trial.reasons))
            set_property(self.trial, "tone", "ok" if trial.is_allowed else "bad")
            tried = _share(trial.floor_after_m2, shown.floor_m2)
        self._fill_bars(shown, tried, NO_SHARE if trial is None else trial.share_after)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Tell that the park was chosen."""
        super().mousePressEvent(event)
        self._press()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Take Enter for a click."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Say before they are dropped what firms would do here."""
        data = None if event is None else event.mimeData()
        if event is None or data is None or not data.hasFormat(MIME):
            return
        if self._shown is not None:
            self.show_trial(self._try(self._shown.key, keys_of(data.data(MIME).data())))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:
        """Show the plan again."""
        del event
        self.show_trial(None)

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Hand the firms on; whether they may come was said before."""
        data = None if event is None else event.mimeData()
        if event is None or data is None or self._shown is None:
            return
        self.show_trial(None)
        event.acceptProposedAction()
        self.dropped.emit(self._shown.key, keys_of(data.data(MIME).data()))

    def _press(self) -> None:
        if self._shown is not None:
            self.pressed.emit(self._shown.key)

    def _draw(self) -> None:
        shown, words = self._shown, self._context.words
        if shown is None:
            return
        self.badge.show_park(shown.place)
        self.name.set_whole(shown.name)
        self.leading.set_whole(words("relocation.leading", codes=shown.leading or "—"))
        key = "relocation.open" if shown.is_open else "relocation.opens"
        self.opening.setText(words(key, year=shown.open_year))
        set_property(self.opening, "tone", "" if shown.is_open else "warn")
        left = shown.floor_m2 - shown.taken_m2
        self.floor.setText(
            words(
                "relocation.floor_left",
                left=write_number(left, 0),
                all=write_number(shown.floor_m2, 0),
                unit=words("unit.m2"),
            )
        )
        self.share.setText(
            words("relocation.lead_count", n=shown.leading_firms, of=shown.firms)
        )
        self.setAccessibleName(
            f"{shown.name}，{self.floor.text()}，{self.share.text()}"
        )
        self.setToolTip(plain_hint(shown.name))
        self.show_trial(None)

    def _fill_bars(self, shown: ParkShown, tried: float, share: float) -> None:
        colour = colour_of(shown.place, look=self._context.look)
        taken = _share(shown.taken_m2, shown.floor_m2)
        self.floor_bar.show_shares(taken, tried=tried, colour=colour)
        share = shown.share if math.isnan(share) else share
        least = shown.share_min
        self.share_bar.show_share(share, least)
        self.percent.setText(f"{write_number(share * PERCENT)}{THIN_SPACE}%")
        is_known = math.isfinite(share) and math.isfinite(least)
        tone = "ok" if share >= least - NOISE else "bad"
        set_property(self.percent, "tone", tone if is_known else "")


def _share(part: float, whole: float) -> float:
    """Return part of whole; all of it where the whole is nothing."""
    if not math.isfinite(part) or part <= 0:
        return 0.0
    return part / whole if whole > 0 else 2.0
