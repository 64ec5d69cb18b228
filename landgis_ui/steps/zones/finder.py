# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""还没划入 and 建议片区: looked for in the second process, walked through, accepted."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import shapely
from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations.zone_search import open_land_stored, suggest_stored
from landgis.units import MU_PER_M2
from landgis.zones.finding import OpenLand
from landgis.zones.suggest import Suggestion, Suggestions, Wishes
from landgis.zones.zoning import FREE
from landgis_ui.canvas.map_view import MapView
from landgis_ui.context import Context
from landgis_ui.steps.zones.figure_maker import percent
from landgis_ui.steps.zones.left_panel import LeftPanel
from landgis_ui.steps.zones.map_zones import MapZones
from landgis_ui.steps.zones.session import ZoneSession
from landgis_ui.steps.zones.side_cards import SuggestionShown
from landgis_ui.steps.zones.wishes_panel import WishesPanel
from landgis_ui.steps.zones.zone_edits import LETTERS, ZoneEdits
from landgis_ui.widgets.figures import AreaWriter
from landgis_ui.work.jobs import Job

WISHES = "zones.wishes"
"""Key of the remembered wishes."""
NEAR_M = 150.0


class Walk(QObject):
    """Goes from one piece of open land to the next."""

    def __init__(
        self, context: Context, session: ZoneSession, view: MapView, *, left: LeftPanel
    ) -> None:
        super().__init__(view)
        self._context, self._session = context, session
        self._view, self._left = view, left
        self._found: tuple[OpenLand, ...] = ()
        self._place = -1
        self._job: Job | None = None
        left.unassigned.next_asked.connect(self.go_on)
        session.zonings_changed.connect(self._on_zonings)
        session.chosen_changed.connect(self._forget_other)
        self._of = ""

    @property
    def shown(self) -> OpenLand | None:
        """What the walk has come to."""
        return self._found[self._place] if 0 <= self._place < len(self._found) else None

    def go_on(self) -> None:
        """Go to the next one; the way is worked out first if need be."""
        if self._found:
            self._show_next()
            return
        store = self._context.workspace.store
        if self._job is not None or store is None or self._session.land is None:
            return
        zoning = self._session.zoning
        centre = self._view.navigator.target
        self._job = self._context.workspace.jobs.start(
            open_land_stored,
            store.path,
            None if zoning is None else zoning.id,
            start=(centre.centre_x, centre.centre_y),
            title=self._context.words("zones.walking"),
        )
        job = self._job

        def take(found: tuple[OpenLand, ...]) -> None:
            if self._job is job:
                self._found, self._place = found, -1
                self._of = "" if zoning is None else zoning.id
                self._show_next()

        def end() -> None:
            if self._job is job:
                self._job = None

        job.succeeded.connect(take)
        job.failed.connect(self._fail)
        job.finished.connect(end)

    def _fail(self, error: object) -> None:
        if not isinstance(error, LandGISError):
            raise error  # type: ignore[misc]  # a fault of ours must be seen
        self._session.tell(self._context.words.sentence(error), tone="failed")

    def _show_next(self) -> None:
        """Go to the next that is still open; the walk goes round."""
        count = len(self._found)
        for step in range(1, count + 1):
            place = (self._place + step) % count
            if self._is_open(self._found[place]):
                self._place = place
                break
        else:
            self._session.tell(self._context.words("zones.all_assigned"), tone="done")
            return
        land, workspace = self._found[self._place], self._context.workspace
        workspace.selection.set(land.rows)
        workspace.show_on_map(rows=land.rows)
        self._left.unassigned.show_place(self._place + 1, count, land.reason)

    def _is_open(self, land: OpenLand) -> bool:
        zoning = self._session.zoning
        if zoning is None or land.zones:
            return True
        return bool((zoning.holder[land.rows] == FREE).any())

    def _on_zonings(self, moved: object) -> None:
        if moved is None:
            self._found, self._place, self._job = (), -1, None

    def _forget_other(self) -> None:
        zoning = self._session.zoning
        if zoning is not None and self._of and zoning.id != self._of:
            self._found, self._place = (), -1


class Suggester(QObject):
    """Looks for suggestions, shows them, and makes zones of those accepted.

    Signals
    -------
    wishes_asked()
        The form of the wishes is to be shown.
    """

    wishes_asked = pyqtSignal()

    def __init__(
        self,
        context: Context,
        session: ZoneSession,
        map_zones: MapZones,
        *,
        left: LeftPanel,
        wishes: WishesPanel,
        edits: ZoneEdits,
    ) -> None:
        super().__init__(map_zones)
        self._context, self._session, self._map = context, session, map_zones
        self._list, self._panel, self._edits = left.suggestions, wishes, edits
        self._areas = AreaWriter(context)
        self._job: Job | None = None
        self._found: list[Suggestion] = []
        self._letters: list[str] = []
        self._note = ""
        self.wishes = Wishes()
        self._list.wishes_asked.connect(self.wishes_asked)
        self._list.search_asked.connect(self.search)
        self._list.pointed.connect(self._point)
        self._list.opened.connect(self._open)
        self._list.accepted.connect(self._accept)
        self._list.dropped.connect(self._drop)
        wishes.search_asked.connect(self._search_with)
        session.zonings_changed.connect(self._on_zonings)
        session.land_changed.connect(self.show)
        self.show()

    @property
    def found(self) -> tuple[Suggestion, ...]:
        """The suggestions that are shown."""
        return tuple(self._found)

    def search(self) -> None:
        """Look for suggestions by the present wishes."""
        store, zoning = self._context.workspace.store, self._session.zoning
        if store is None or self._job is not None or self._session.land is None:
            return
        job = self._job = self._context.workspace.jobs.start(
            suggest_stored,
            store.path,
            None if zoning is None else zoning.id,
            self.wishes,
            title=self._context.words("zones.suggesting"),
        )

        def take(found: Suggestions) -> None:
            if self._job is job:
                self._found = list(found.found)
                self._letters = list(LETTERS[: len(self._found)])
                self._letters += [str(n) for n in range(len(LETTERS), len(self._found))]
                none = "" if self._found else self._context.words("zones.no_suggestion")
                self._note = found.note or none

        def fail(error: object) -> None:
            if not isinstance(error, LandGISError):
                raise error  # type: ignore[misc]  # a fault of ours must be seen
            self._note = self._context.words.sentence(error)

        def end() -> None:
            if self._job is job:
                self._job = None
                self.show()

        job.succeeded.connect(take)
        job.failed.connect(fail)
        job.finished.connect(end)
        self.show()

    def show(self) -> None:
        """Show the suggestions, or what is being done about them."""
        words, is_busy = self._context.words, self._job is not None
        store = self._context.workspace.store
        kept = None if store is None else store.state(WISHES)
        if isinstance(kept, dict):
            self.wishes = wishes_from(kept)
        least = self.wishes.least_mu
        if least is None:
            land = self._session.land
            least = 0.0 if land is None else land.units.cluster_min_mu
        self._list.show_wishes(
            words(
                "zones.wishes_short",
                least=self._areas.text(least),
                gap=f"{self.wishes.gap_m:g}",
            )
        )
        shown = [self._shown(n, one) for n, one in enumerate(self._found)]
        self._list.show_suggestions(shown)
        state = words("zones.suggesting_state") if is_busy else self._note
        has_land = self._session.land is not None
        self._list.show_state(
            state, can_search=has_land and not is_busy and not self._found
        )

    def _shown(self, place: int, one: Suggestion) -> SuggestionShown:
        words = self._context.words
        return SuggestionShown(
            title=words("zones.suggestion", letter=self._letters[place]),
            figures=words(
                "zones.suggestion_figures",
                area=self._areas.text(one.area_mu),
                count=len(one.rows),
            ),
            reason=self._reason(one),
            hint=one.reason,
        )

    def _reason(self, one: Suggestion) -> str:
        """Return the reasons in short; hovering says them in full."""
        words = self._context.words
        share = one.win_mu / one.area_mu if one.area_mu else 0.0
        parts = [
            words(
                "zones.suggestion_win",
                win=self._areas.text(one.win_mu),
                share=percent(share),
            ),
            words("zones.and").join(one.towns),
        ]
        if one.in_use:
            parts.append(words("zones.suggestion_in_use", count=one.in_use))
        return " · ".join(part for part in parts if part)

    def _search_with(self, wishes: Wishes) -> None:
        self.wishes = wishes
        store = self._context.workspace.store
        if store is not None and not store.read_only:
            values = {**asdict(wishes), "towns": list(wishes.towns)}
            store.set_state(WISHES, values)
        self._found, self._note = [], ""
        self.search()

    def _point(self, place: int) -> None:
        if not 0 <= place < len(self._found):
            self._map.show_suggestion(())
            return
        one = self._found[place]
        land = shapely.union_all(self._session.units.grounds[one.rows])
        text = self._context.words("zones.suggestion", letter=self._letters[place])
        self._map.show_suggestion([(land, f"{text} {self._areas.text(one.area_mu)}")])

    def _open(self, place: int) -> None:
        rows = self._found[place].rows
        self._context.workspace.selection.set(rows)
        self._context.workspace.show_on_map(rows=rows)

    def _accept(self, place: int) -> None:
        one = self._found[place]
        self._map.show_suggestion(())
        # It leaves the list with its land: `_on_zonings`.
        self._edits.zone_of(one.rows, self._edits.free_zone_name())

    def _drop(self, place: int) -> None:
        self._map.show_suggestion(())
        del self._found[place], self._letters[place]
        self.show()

    def _on_zonings(self, moved: object) -> None:
        """Leave out suggestions whose land lies in a zone by now."""
        if moved is None:
            self._found, self._letters, self._note, self._job = [], [], "", None
        zoning = self._session.zoning
        if zoning is not None and self._found:
            kept = [
                (one, letter)
                for one, letter in zip(self._found, self._letters, strict=True)
                if bool((zoning.holder[one.rows] == FREE).all())
            ]
            self._found = [one for one, _letter in kept]
            self._letters = [letter for _one, letter in kept]
        self.show()


class FreeLand(QObject):
    """The card of the land that lies in no zone."""

    def __init__(
        self,
        context: Context,
        session: ZoneSession,
        left: LeftPanel,
        *,
        edits: ZoneEdits,
    ) -> None:
        super().__init__(left)
        self._areas, self._session = AreaWriter(context), session
        self._left, self._edits = left, edits

    def show(self) -> None:
        """Count what is in no zone; one pass over the land."""
        if self._session.land is None:
            return
        rows, units = self._edits.parcels_free(), self._session.units
        area = float(np.sum(units.column("land_m2")[rows])) * MU_PER_M2
        self._left.unassigned.show_count(len(rows), self._areas.text(area))


def wishes_from(values: dict[str, object]) -> Wishes:
    """Return wishes that were remembered; odd ones are passed over."""
    known = {
        name: values[name] for name in Wishes.__dataclass_fields__ if name in values
    }
    towns = known.pop("towns", ())
    try:
        return Wishes(**known, towns=tuple(towns))  # type: ignore[arg-type]  # checked by who uses them
    except TypeError:
        return Wishes()
