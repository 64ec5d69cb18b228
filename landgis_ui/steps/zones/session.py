# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The zones of the open project: land, scenarios, and what is worked on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from landgis.errors import LandGISError
from landgis.operations.stored_analysis import StoredResult
from landgis.operations.stored_zones import (
    PRICES,
    ZONE,
    ZONING,
    follow,
    read_prices,
    read_zonings,
)
from landgis.operations.zone_land import (
    ZoneLand,
    build_zone_land,
    keep_zone_land,
    kept_zone_land,
    make_zone_land,
    open_zone_land,
)
from landgis.project import Changes, Edit, ProjectStore
from landgis.zones.book import TotalsBook
from landgis.zones.prices import Prices
from landgis.zones.strokes import Change
from landgis.zones.totals import Totals
from landgis.zones.units import Units
from landgis.zones.zoning import Zone, Zoning
from landgis_ui.context import Context
from landgis_ui.work.jobs import Job
from landgis_ui.work.workspace import Notice

MEMBERS = "member/"
SEEN = "zones.seen"
"""Key of the remembered scenario and zone."""
ALL = "*"
"""In place of the id of a zone: all zones of the scenario together."""


class Readiness(Enum):
    """How far the land is that zones are made of."""

    NO_PROJECT = "no_project"
    NO_RESULT = "no_result"
    IDLE = "idle"
    READING = "reading"
    FAILED = "failed"
    READY = "ready"


class ZoneSession(QObject):
    """Follows the project and is the only one that edits its zones.

    Signals
    -------
    land_changed()
        The land is there, or no longer; `readiness` says why.
    zonings_changed(object)
        Zones are others now; the value holds what changed in each scenario
        (`landgis.zones.strokes.Change` by id), None where everything is new.
    chosen_changed()
        Another scenario or another zone is worked on.
    prices_changed()
        The unit prices are others.
    """

    land_changed = pyqtSignal()
    zonings_changed = pyqtSignal(object)
    chosen_changed = pyqtSignal()
    prices_changed = pyqtSignal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self._land: ZoneLand | None = None
        self._source: StoredResult | None = None
        self._job: Job | None = None
        self._is_wanted = False
        self._failure = ""
        self._zonings: tuple[Zoning, ...] = ()
        self._books: dict[str, TotalsBook] = {}
        self._scenario, self._zone = "", ""
        self.prices = Prices()
        workspace = context.workspace
        workspace.project_changed.connect(self._begin_anew)
        workspace.result_changed.connect(self._on_result)
        workspace.documents_changed.connect(self._on_documents)

    @property
    def readiness(self) -> Readiness:
        """How far the land is."""
        if self._workspace.store is None:
            return Readiness.NO_PROJECT
        if self._workspace.result is None:
            return Readiness.NO_RESULT
        if self._land is not None:
            return Readiness.READY
        if self._failure:
            return Readiness.FAILED
        return Readiness.IDLE if self._job is None else Readiness.READING

    @property
    def job(self) -> Job | None:
        """The job that reads the land, if any."""
        return self._job

    @property
    def failure(self) -> str:
        """Why the land could not be read."""
        return self._failure

    @property
    def land(self) -> ZoneLand | None:
        """The land and who is whose neighbour, None before it is read."""
        return self._land

    @property
    def units(self) -> Units:
        """The land; there must be some."""
        if self._land is None:
            raise RuntimeError("the land has not been read")
        return self._land.units

    @property
    def can_edit(self) -> bool:
        """Whether zones can be changed here and now."""
        store = self._workspace.store
        return self._land is not None and store is not None and not store.read_only

    @property
    def zonings(self) -> tuple[Zoning, ...]:
        """The scenarios in their order."""
        return self._zonings

    @property
    def zoning(self) -> Zoning | None:
        """The scenario that is worked on."""
        return self.zoning_of(self._scenario)

    @property
    def zone(self) -> Zone | None:
        """The zone that is worked on."""
        zoning = self.zoning
        if zoning is None or self._zone not in zoning.places:
            return None
        return zoning.zone(self._zone)

    def zoning_of(self, scenario: str) -> Zoning | None:
        """Return a scenario by its id."""
        return next((one for one in self._zonings if one.id == scenario), None)

    def book(self, scenario: str) -> TotalsBook:
        """Return the running totals of a scenario, counted when first asked for."""
        zoning = self.zoning_of(scenario)
        if zoning is None:
            raise KeyError(scenario)
        if scenario not in self._books:
            self._books[scenario] = TotalsBook(zoning, self.units)
        return self._books[scenario]

    def totals(self) -> Totals | None:
        """Return the totals of the zone that is worked on, or of all together."""
        zoning, zone = self.zoning, self.zone
        if zoning is None:
            return None
        book = self.book(zoning.id)
        return book.all() if zone is None else book.of(zone.id)

    def choose_scenario(self, scenario: str) -> None:
        """Work on another scenario."""
        if scenario != self._scenario and self.zoning_of(scenario) is not None:
            self._scenario = scenario
            self._settle()
            remember(self._workspace.store, self._scenario, self._zone)
            self.chosen_changed.emit()

    def choose_zone(self, zone: str) -> None:
        """Work on another zone of the scenario; `ALL` looks at all together."""
        zoning = self.zoning
        is_there = zone == ALL or (zoning is not None and zone in zoning.places)
        if zone != self._zone and is_there:
            self._zone = zone
            remember(self._workspace.store, self._scenario, self._zone)
            self.chosen_changed.emit()

    def want(self) -> None:
        """Read the land if it is not there: the step is shown."""
        self._is_wanted = True
        self._read()

    def rest(self) -> None:
        """Read nothing anew while the step is not shown."""
        self._is_wanted = False

    def retry(self) -> None:
        """Read the land again after it failed."""
        self._failure = ""
        self._read()

    def _read(self) -> None:
        store, result = self._workspace.store, self._workspace.result
        is_busy = self._job is not None or self._land is not None or self._failure
        if not self._is_wanted or store is None or result is None or is_busy:
            return
        self._source = result
        jobs = self._workspace.jobs
        kept = self._try(lambda: kept_zone_land(store))
        if kept is not None:
            self._watch(jobs.read(open_zone_land, result, kept), self._take)
        elif store.read_only:
            self._watch(jobs.read(build_zone_land, result), self._take)
        else:
            title = self._context.words("zones.reading")
            job = jobs.look(make_zone_land, store.path, title=title)
            self._watch(job, lambda made: self._keep(store, result, made))
        self.land_changed.emit()

    def _watch(self, job: Job, take: Callable[[Any], object]) -> None:
        self._job = job

        def adopt(value: Any) -> None:
            if self._job is job:
                take(value)

        def fail(error: object) -> None:
            if not isinstance(error, LandGISError):
                raise error  # type: ignore[misc]  # a fault of ours must be seen
            if self._job is job:
                self._fail(self._context.words.sentence(error))

        def drop() -> None:
            if self._job is job:
                self._fail(self._context.words("frame.cancelled"))

        job.succeeded.connect(adopt)
        job.failed.connect(fail)
        job.cancelled.connect(drop)

    def _keep(self, store: ProjectStore, result: StoredResult, made: str) -> None:
        if self._workspace.store is not store:
            return
        self._try(lambda: keep_zone_land(store, made))
        self._watch(self._workspace.jobs.read(open_zone_land, result, made), self._take)

    def _take(self, land: ZoneLand) -> None:
        self._job = None
        if self._workspace.result is None or self._source is not self._workspace.result:
            self._read()
            return
        self._land = land
        store = self._workspace.store
        if store is not None:
            self._zonings = read_zonings(store, land.units)
            self.prices = read_prices(store)
            if not self._scenario:
                self._scenario, self._zone = recall(store)
        self._books.clear()
        self._settle()
        self.land_changed.emit()
        self.zonings_changed.emit(None)
        self.chosen_changed.emit()

    def _fail(self, sentence: str) -> None:
        self._job, self._failure = None, sentence
        self.land_changed.emit()

    def _drop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        had = self._land is not None
        self._land, self._source, self._failure = None, None, ""
        self._zonings, self._books = (), {}
        if had:
            self.zonings_changed.emit(None)

    def _begin_anew(self) -> None:
        self._scenario = self._zone = ""
        self._drop()
        self.land_changed.emit()

    def _on_result(self) -> None:
        result = self._workspace.result
        if result is not None and result is self._source:
            return
        self._drop()
        self._read()
        self.land_changed.emit()

    def do(self, edit: Edit) -> bool:
        """Change the project; a failure is told, and nothing has changed then."""
        return self._try(lambda: self._workspace.do(edit)) is not None

    def restore(self, step: int) -> None:
        """Go to the state after a step of the history."""
        self._try(lambda: self._workspace.restore(step))

    def tell(self, text: str, *, tone: str = "look") -> None:
        """Tell the user a sentence."""
        self._workspace.notify(Notice(text=text, tone=tone))

    def _try(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except LandGISError as error:
            self.tell(self._context.words.sentence(error), tone="failed")
            return None

    def _on_documents(self, changes: Changes) -> None:
        store = self._workspace.store
        if store is None or self._land is None:
            return
        if PRICES in changes.kinds:
            self.prices = read_prices(store)
            self.prices_changed.emit()
        concerns = any(
            kind in (ZONING, ZONE) or kind.startswith(MEMBERS) for kind in changes.kinds
        )
        if not concerns:
            return
        self._zonings, moved = follow(self._zonings, self.units, changes)
        for scenario in list(self._books):
            self._follow_book(scenario, moved)
        before = (self._scenario, self._zone)
        self._settle()
        self.zonings_changed.emit(moved)
        if before != (self._scenario, self._zone):
            self.chosen_changed.emit()

    def _follow_book(self, scenario: str, moved: dict[str, Change]) -> None:
        if self.zoning_of(scenario) is None:
            del self._books[scenario]
        elif scenario in moved:
            self._books[scenario].apply(moved[scenario])

    def _settle(self) -> None:
        """Work on what is there: another scenario or zone where one is gone."""
        if self.zoning is None:
            plan = next((one for one in self._zonings if one.is_plan), None)
            first = self._zonings[0] if self._zonings else None
            chosen = plan or first
            self._scenario = "" if chosen is None else chosen.id
        zoning = self.zoning
        if self.zone is None and self._zone != ALL:
            zones = () if zoning is None else zoning.zones
            self._zone = zones[0].id if zones else ""


def remember(store: ProjectStore | None, scenario: str, zone: str) -> None:
    """Keep in the project which scenario and zone are worked on."""
    if store is not None and not store.read_only:
        with suppress(LandGISError):  # a disk that is full keeps nobody from looking
            store.set_state(SEEN, {"scenario": scenario, "zone": zone})


def recall(store: ProjectStore) -> tuple[str, str]:
    """Return the scenario and the zone that were worked on last."""
    seen = store.state(SEEN)
    if not isinstance(seen, dict):
        return "", ""
    return str(seen.get("scenario", "")), str(seen.get("zone", ""))
