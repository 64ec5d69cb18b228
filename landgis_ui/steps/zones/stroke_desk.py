# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk that every stroke comes to: shown first, then done as one edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from landgis.operations.stored_zones import stroke_edit
from landgis.zones.strokes import CutMode, Effect, Stroke, effect_of
from landgis.zones.units import Rows
from landgis_ui.canvas.map_view import MapView
from landgis_ui.context import Context
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.steps.zones.stroke_card import CardWriter, Outlook, preview_of

Corners = NDArray[np.float64]
Place = tuple[float, float]
PATIENCE = 2.0
"""A preview that took long is not made again before so many times its duration."""
LONGEST_MS = 300


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A cut that has been drawn and waits to be confirmed."""

    kind: str
    outlook: Outlook


class StrokeDesk(QObject):
    """Shows what strokes would do, and does them.

    Signals
    -------
    previewed(object)
        What letting go would do: an `Outlook`, None for nothing.
    pending_changed()
        A cut waits to be confirmed, or no longer.
    dropped()
        What was being drawn is forgotten.
    """

    previewed = pyqtSignal(object)
    pending_changed = pyqtSignal()
    dropped = pyqtSignal()

    def __init__(
        self,
        context: Context,
        session: ZoneSession,
        view: MapView,
        *,
        new_zone: Callable[[], bool],
    ) -> None:
        super().__init__(view)
        self.context, self.session, self.view = context, session, view
        self.paint = view.zone_paint
        self.cards = CardWriter(context)
        self.mode = CutMode.WHOLE
        self.only_statuses: frozenset[str] | None = None
        self._new_zone = new_zone
        self._outlook: Outlook | None = None
        self._pending: Pending | None = None
        self._draft: Callable[[], None] | None = None
        self._drafting = QTimer(self)
        self._drafting.setSingleShot(True)
        self._drafting.timeout.connect(self._make_draft)

    @property
    def pending(self) -> Pending | None:
        """The cut that waits to be confirmed."""
        return self._pending

    @property
    def outlook(self) -> Outlook | None:
        """What letting go would do."""
        return self._outlook

    def pick(self, rows: Rows, *, takes_out: bool = False) -> None:
        """Put whole parcels into the zone, or back where they all are in it."""
        if not len(rows) or not self.ready(needs_zone=not takes_out):
            return
        zoning, zone = self.session.zoning, self.session.zone
        if zoning is None:
            return
        is_in = zone is not None and bool(
            (zoning.holder[rows] == zoning.places[zone.id]).all()
        )
        into = None if takes_out or is_in or zone is None else zone.id
        stroke = Stroke(zone=into, rows=np.asarray(rows, dtype=np.int64))
        effect = effect_of(zoning, self.session.units, stroke)
        self.commit("pick" if into else "erase", effect)

    def draft_later(self, draft: Callable[[], None]) -> None:
        """Make the newest preview only, and none before the last one has paid."""
        self._draft = draft
        if not self._drafting.isActive():
            self._drafting.start()

    def _make_draft(self) -> None:
        draft, self._draft = self._draft, None
        if draft is not None:
            began = perf_counter()
            draft()
            spent = (perf_counter() - began) * 1000
            self._drafting.setInterval(min(int(spent * PATIENCE), LONGEST_MS))

    def stop_drafting(self) -> None:
        """Forget the preview that was to be made next."""
        self._drafting.stop()
        self._draft = None

    def confirm(self) -> None:
        """Do the cut that waits."""
        pending, self._pending = self._pending, None
        if pending is not None:
            self.commit(pending.kind, pending.outlook.effect)
            self.pending_changed.emit()

    def drop(self) -> None:
        """Forget the stroke; nothing has changed."""
        self.stop_drafting()
        had, self._pending = self._pending, None
        self._clear()
        self.dropped.emit()
        if had is not None:
            self.pending_changed.emit()

    def wait(
        self, kind: str, effect: Effect, *, region: shapely.Geometry, at: Place | None
    ) -> None:
        """Show a cut and wait until it is confirmed."""
        self.show(effect, at=at, region=region)
        if self._outlook is not None:
            self._pending = Pending(kind=kind, outlook=self._outlook)
            self.paint.set_card(None)
            self.pending_changed.emit()

    def commit(self, kind: str, effect: Effect) -> bool:
        """Do what an effect says; tell what it left alone."""
        self._clear()
        session, words = self.session, self.context.words
        done = bool(effect) and session.do(stroke_edit(kind, effect, session.units))
        zones = effect.before.places
        names = [
            effect.before.zone(z).name
            for z in sorted(effect.locked_zones)
            if z in zones
        ]
        if effect.zone in effect.locked_zones:
            session.tell(words("zones.card_own_locked", name=names[0] if names else ""))
        elif len(effect.locked_rows):
            session.tell(
                words(
                    "zones.card_locked",
                    count=len(effect.locked_rows),
                    names=words("zones.and").join(names),
                )
            )
        return done

    def ready(self, *, needs_zone: bool) -> bool:
        """Tell whether something can be drawn; the first zone is made on the way."""
        session = self.session
        if not session.can_edit:
            if session.land is not None:
                session.tell(self.context.words("zones.read_only"))
            return False
        if session.zoning is None or (needs_zone and session.zone is None):
            return needs_zone and self._new_zone()
        return True

    def outlook_of(
        self, effect: Effect, region: shapely.Geometry | None = None
    ) -> Outlook:
        """Return an effect with the totals before and after."""
        book = self.session.book(effect.before.id)
        after = dict(book.after(effect)) if effect else {}
        before = {zone: book.of(zone) for zone in after if zone in effect.before.places}
        return Outlook(effect=effect, before=before, after=after, region=region)

    def show(
        self,
        effect: Effect,
        *,
        at: tuple[float, float] | None,
        region: shapely.Geometry | None = None,
        clear_m: float = 0.0,
    ) -> None:
        """Show what letting go would do, with the card beside a place."""
        outlook = self._outlook = self.outlook_of(effect, region)
        self.paint.set_preview(preview_of(outlook))
        if at is not None:
            card = self.cards.write(outlook, self.session.units, is_down=True)
            self.paint.set_card(card, at=at, clear_m=clear_m)
        self.previewed.emit(outlook)

    def _clear(self) -> None:
        self.paint.set_preview(None)
        self.paint.set_card(None)
        if self._outlook is not None:
            self._outlook = None
            self.previewed.emit(None)


def joined(first: Effect, second: Effect) -> Effect:
    """Return two effects, one after the other, as one."""
    return replace(
        first,
        after=second.after,
        rows=np.union1d(first.rows, second.rows),
        zones=first.zones | second.zones,
        locked_rows=np.union1d(first.locked_rows, second.locked_rows),
        locked_zones=first.locked_zones | second.locked_zones,
    )


def last_place(corners: Corners) -> Place:
    """Return the place where a line was drawn to."""
    return float(corners[-1][0]), float(corners[-1][1])
