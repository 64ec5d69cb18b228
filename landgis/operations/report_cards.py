# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Atlases: a page for each parcel, firm or zone, with its map, facts and grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from landgis.errors import CallError, LandGISError
from landgis.messages import sentence, text
from landgis.operations.report_card_facts import (
    AMOUNTS,
    corner_table,
    evidence_table,
    facts_of,
    firm_score_table,
    inside_shares,
    land_table,
    plain_table,
    side_table,
)
from landgis.operations.report_card_pages import Atlas, Card
from landgis.operations.report_figures import (
    NOTHING,
    demo_foot,
    place_and_year,
    secrecy,
    shown,
    today,
)
from landgis.operations.report_maps import crs_note, map_content
from landgis.operations.report_sheets import Prepared
from landgis.operations.report_source import PageSource, rows_inside
from landgis.pages.cards import corners_of, neighbours
from landgis.pages.paper import Sheet, make_sheet
from landgis.pages.request import Kind, PageRequest, ZoneShape
from landgis.pages.typeset import Job, require_picture
from landgis.progress import SILENT, Progress
from landgis.report.subjects import subject_names
from landgis.report.symbols import shipped_symbols
from landgis.report.views import make_view

_STRAIGHT_M = 0.01
"""A zone's corner that lies so near to the line between its neighbours is none."""

_LABELS = ("north", "m", "km", "drawn", "checked", "photo")


def prepare_cards(
    source: PageSource,
    request: PageRequest,
    *,
    page: int | None = None,
    progress: Progress = SILENT,
) -> Prepared:
    """Prepare an atlas; `page` prepares the card of one subject, for a preview."""
    subjects: Sequence[Any] = (
        request.zones if request.kind is Kind.ZONE_CARDS else request.rows
    )
    if not subjects:
        raise CallError("pages.no_rows")
    landscape = bool(request.landscape)
    sheet = make_sheet(
        "A4" if request.paper not in ("A4", "A3") else request.paper,
        landscape=landscape,
    )
    wanted = subjects if page is None else subjects[page : page + 1]
    content = map_content(
        source, theme=request.contents.theme, hidden=request.contents.hidden
    )
    atlas = Atlas(content=content, sheet=sheet, request=request)
    make = _Cards(source, request)
    cards, notes = _all_cards(make, atlas, wanted, progress=progress)
    frame = atlas.frames[0] if atlas.frames else None
    return Prepared(
        job=Job(
            template="cards",
            own=request.template,
            data=_data(
                source,
                request,
                sheet=sheet,
                cards=cards,
                page=page,
                count=len(subjects),
            ),
            drawings=atlas.drawings,
            pictures=make.pictures,
            title=text(f"pages.kind_{request.kind.value}"),
        ),
        pages=len(subjects),
        width_mm=sheet.width,
        height_mm=sheet.height,
        scale=int(frame.scale) if frame else None,
        bounds=frame.bounds if frame else None,
        notes=notes,
    )


def _all_cards(
    make: _Cards, atlas: Atlas, subjects: Sequence[Any], *, progress: Progress
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Return the cards, and a sentence for each that could not be made.

    Raises
    ------
    LandGISError
        If not a single one could be made: why the first could not.
    """
    cards: list[dict[str, Any]] = []
    failed: list[LandGISError] = []
    notes: list[str] = []
    for number, subject in enumerate(subjects):
        progress.step(
            number, len(subjects), stage=text("pages.stage_draw", n=number + 1)
        )
        try:
            cards.append(atlas.add(make.card(subject)))
        except (LandGISError, shapely.errors.GEOSException) as error:
            name = make.name(subject)
            if not isinstance(error, LandGISError):
                error = CallError("pages.card_shape", name=name, detail=str(error))
            failed.append(error)
            why = sentence(error)
            notes.append(text("pages.card_failed", name=name, why=why))
    if not cards:
        raise failed[0]
    return cards, tuple(notes)


def _data(
    source: PageSource,
    request: PageRequest,
    *,
    sheet: Sheet,
    cards: list[dict[str, Any]],
    page: int | None,
    count: int,
) -> dict[str, Any]:
    words = request.words
    return {
        "sheet": {
            "w": sheet.width,
            "h": sheet.height,
            "left": sheet.left,
            "edge": sheet.edge,
        },
        "header": words.title
        or "　".join(
            ("".join(place_and_year(source.name)), text(f"pages.kind_{request.kind}"))
        ),
        "secrecy": secrecy(request),
        "foot": words.unit,
        "foot_right": demo_foot(source),
        "page_word": text("pages.page_of", n="{n}", m="{m}"),
        "page_shift": page or 0,
        "page_count": count if page is not None else 0,
        "labels": {name: text(f"pages.label_{name}") for name in _LABELS},
        "drawn_by": words.drawn_by or "＿＿＿＿＿＿",
        "checked_by": words.checked_by or "＿＿＿＿＿＿",
        "day": words.day or today(),
        "cards": cards,
    }


class _Cards:
    """Makes the card of each subject of a kind."""

    def __init__(self, source: PageSource, request: PageRequest) -> None:
        self.source = source
        self.request = request
        self.analysis = source.analysis
        self.pictures: dict[str, Path] = {}
        self._photos = dict(request.photos)
        self._names = subject_names(self.analysis, "parcel")
        self._boxes = shapely.bounds(self.analysis.parcel_geometry)
        self._facts: dict[str, dict[int, tuple[tuple[str, str], ...]]] = {}

    def card(self, subject: Any) -> Card:
        """Return the card of a row of the map, a firm or a zone."""
        if isinstance(subject, ZoneShape):
            return self._zone(subject)
        if self.request.kind is Kind.FIRM_CARDS:
            return self._firm(self._within(subject, len(self.analysis.firms)))
        row = self._within(subject, len(self.source.land))
        count = len(self.analysis.parcels)
        return self._parcel(row) if row < count else self._residual(row - count)

    def name(self, subject: Any) -> str:
        """Return how a row of the map, a firm or a zone is called."""
        if isinstance(subject, ZoneShape):
            return subject.name
        kind, place = "parcel", int(subject)
        if self.request.kind is Kind.FIRM_CARDS:
            kind = "firm"
        elif subject >= len(self._names):
            kind, place = "approval", place - len(self._names)
        names = subject_names(self.analysis, kind)
        return str(names.iloc[place]) if 0 <= place < len(names) else str(subject)

    def _within(self, row: int, count: int) -> int:
        if not 0 <= row < count:
            raise CallError("pages.no_rows")
        return row

    def _facts_of(self, view: str, row: int) -> tuple[tuple[str, str], ...]:
        """Return the facts of a row; those of all wanted rows are made at once."""
        if view not in self._facts:
            rows = self._wanted(view)
            made = facts_of(make_view(self.analysis, view), rows)
            self._facts[view] = dict(zip(rows, made, strict=True))
        return self._facts[view][row]

    def _wanted(self, view: str) -> list[int]:
        rows, count = self.request.rows, len(self.analysis.parcels)
        if view == "enterprise":
            return [row for row in rows if row < len(self.analysis.firms)]
        if view == "parcel":
            return [row for row in rows if row < count]
        return [row - count for row in rows if row >= count]

    def _parcel(self, row: int) -> Card:
        parcel = self.analysis.parcels.iloc[row]
        shape = self.analysis.parcel_geometry[row]
        name = str(self._names.iloc[row])
        evidence = self.source.evidence_of("parcel", name)
        tables = [evidence_table(evidence)]
        has_shape = shape is not None and not shapely.is_empty(shape)
        if has_shape:
            tables = [side_table(self._sides([row], shape)), *tables]
            tables.append(corner_table(corners_of(shape)))
        return Card(
            title=text("pages.card_parcel", name=name),
            subtitle=_text(parcel.get("owner")),
            shapes=self.analysis.parcel_geometry[row : row + 1],
            verdict=shipped_symbols()[str(parcel["status"])].title,
            sentence=_text(parcel.get("reason")),
            facts=self._facts_of("parcel", row),
            tables=tuple(tables),
            notes=(crs_note(self.analysis.project.crs),),
            photo=self._photo(name),
            has_corners=has_shape,
        )

    def _residual(self, row: int) -> Card:
        name = str(subject_names(self.analysis, "approval").iloc[row])
        shape = self.analysis.residual_geometry[row : row + 1]
        return Card(
            title=text("pages.card_approval", name=name),
            subtitle=_text(self.analysis.residual.iloc[row].get("batch_name")),
            shapes=shape,
            verdict=shipped_symbols()["approved_unsupplied"].title,
            sentence=text(
                "pages.card_left", mu=shown(self.analysis.residual["mu"].iloc[row])
            ),
            facts=self._facts_of("residual", row),
            tables=(evidence_table(self.source.evidence_of("approval", name)),),
            notes=(crs_note(self.analysis.project.crs),),
        )

    def _firm(self, row: int) -> Card:
        firm = self.analysis.firms.iloc[row]
        name = str(subject_names(self.analysis, "firm").iloc[row])
        links = self.analysis.links
        parcels = links["parcel"][links["firm"] == self.analysis.firms.index[row]]
        places = self.analysis.parcels.index.get_indexer(pd.Index(parcels))
        places = np.unique(places[places >= 0])
        treatment = _text(firm.get("treatment"))
        return Card(
            title=name,
            subtitle=text("pages.card_firm", code=_text(firm.get("code")) or NOTHING),
            shapes=self.analysis.parcel_geometry[places],
            verdict=treatment,
            sentence=_text(firm.get("treatment_reason")) or _text(firm.get("reason")),
            facts=self._facts_of("enterprise", row),
            tables=(
                evidence_table(self.source.evidence_of("firm", name)),
                firm_score_table(self.analysis, row),
                plain_table(
                    text("pages.table_measures"),
                    text("pages.table_measures_head").split("|"),
                    [["", "", "", ""]] * 3,
                    widths=(0, 32, 32, 32),
                ),
            ),
        )

    def _zone(self, zone: ZoneShape) -> Card:
        shape = shapely.simplify(shapely.from_wkb(zone.shape_wkb), _STRAIGHT_M)
        rows = list(zone.rows)
        if not rows:
            inside = rows_inside(self.source, shape)[: len(self.source.land)]
            rows = np.flatnonzero(inside).tolist()
        shares = inside_shares(self.source.land[rows], shape)
        whole = [row for row, part in zip(rows, shares, strict=True) if part == 1.0]
        figures = self.source.figures[list(AMOUNTS)].iloc[rows].mul(shares, axis=0)
        facts = zone.facts or (
            (text("pages.zone_count"), f"{len(rows):,}"),
            (text("pages.zone_mu"), shown(float(figures["mu"].sum()))),
            (text("pages.zone_firm"), shown(float(figures["firm_mu"].sum()))),
            (text("pages.zone_potential"), shown(float(figures["potential_mu"].sum()))),
        )
        return Card(
            title=zone.name,
            subtitle=text("pages.card_zone"),
            shapes=np.array([shape], dtype=object),
            facts=tuple(facts),
            tables=(
                side_table(self._sides(whole, shape)),
                land_table(self.source, rows, shares),
                corner_table(corners_of(shape)),
            ),
            notes=(crs_note(self.analysis.project.crs),),
            has_corners=True,
        )

    def _sides(self, own: Sequence[int], shape: shapely.Geometry) -> Mapping[str, str]:
        """Return the owners, else the names, of the parcels on the four sides."""
        west, south, east, north = shapely.bounds(shape).tolist()
        reach = 30.0
        near = np.flatnonzero(
            (self._boxes[:, 0] <= east + reach)
            & (self._boxes[:, 2] >= west - reach)
            & (self._boxes[:, 1] <= north + reach)
            & (self._boxes[:, 3] >= south - reach)
        )
        near = near[~np.isin(near, own)]
        owners = self.analysis.parcels.get("owner")
        names = [
            (_text(owners.iloc[k]) if owners is not None else "")
            or str(self._names.iloc[k])
            for k in near.tolist()
        ]
        return neighbours(shape, self.analysis.parcel_geometry[near], names)

    def _photo(self, name: str) -> str:
        if name not in self._photos:
            return ""
        path = Path(self._photos[name])
        require_picture(path)
        called = f"photo-{len(self.pictures) + 1}{path.suffix.lower()}"
        self.pictures[called] = path
        return called


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
