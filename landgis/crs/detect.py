# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which coordinate system a layer has: what it states, checked against its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from landgis.crs.guesses import MOST, Guess, make_guesses, place
from landgis.crs.regions import Region, china, home, region_of, wider
from landgis.crs.systems import System, datum, identify
from landgis.crs.transform import Points
from landgis.messages import joined, phrase, said, text
from landgis.tables import CrsEvidence, Fault, Geometries

_SAMPLE = 20_000
_DEFAULT_DATUM = "cgcs2000"
_ABROAD = "EPSG:4326"
_ALL_DEGREES = (180.0, 90.0)


@dataclass(frozen=True, kw_only=True)
class CrsVerdict:
    """The evidence, and what the program must do about it.

    `swapped`: x and y are exchanged and must be put right before anything
    else; `degrees`: the coordinates are longitudes and latitudes.
    """

    evidence: CrsEvidence
    swapped: bool = False
    degrees: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What is known before the numbers are asked."""

    centres: Points
    rows: NDArray[np.intp]
    region: Region
    is_region_given: bool
    working: System | None
    stated: System | None
    stated_source: str

    @property
    def points(self) -> Points:
        """A sample of the shapes' centres."""
        step = max(1, len(self.centres) // _SAMPLE)
        return self.centres[::step]

    @property
    def search(self) -> tuple[Region, ...]:
        """Places to look in, the narrowest first."""
        found = [self.region if self.is_region_given else home()]
        while found[-1] != china():
            found.append(wider(found[-1]))
        return tuple(found)


def detect_crs(
    *,
    declared: str | None,
    declared_source: str | None,
    geometry: Geometries,
    region: str | None = None,
    working: str | None = None,
    user: str | None = None,
) -> CrsVerdict:
    """Tell a layer's coordinate system, and how that is known (CRS-DET).

    What the user says holds; else what the file states, where the coordinates
    do not contradict it; else what the coordinates and the place allow.  The
    datum cannot be seen in coordinates: where nothing is stated it is taken
    for the 2000 system, and the note says so.

    Parameters
    ----------
    declared, declared_source
        WKT or code that the file states, and ``prj`` or ``file``.
    region
        GB/T 2260 code of the project; without it, Zhejiang for guessing.
    working
        The project's system, preferred among equally good candidates.
    """
    bounds = shapely.bounds(geometry)
    centres = (bounds[:, :2] + bounds[:, 2:]) / 2
    rows = np.flatnonzero(np.isfinite(centres).all(axis=1))
    stated_text = user or declared or ""
    question = _Question(
        centres=centres[rows],
        rows=rows,
        region=region_of(region),
        is_region_given=bool(region),
        working=identify(working) if working else None,
        stated=identify(stated_text) if stated_text else None,
        stated_source="user" if user else declared_source or "file",
    )
    verdict = _answer(question)
    if stated_text and question.stated is None:
        verdict = _with_note(
            verdict, text("crs.note.unreadable", source=_origin(question.stated_source))
        )
    return _with_faults(verdict, question)


def _answer(question: _Question) -> CrsVerdict:
    stated = question.stated
    if not len(question.centres):
        return CrsVerdict(
            evidence=CrsEvidence(
                value=stated.code if stated else None,
                source=question.stated_source if stated else "unknown",
                candidates=(stated.code,) if stated else (),
                note=text("crs.note.no_shapes"),
            ),
            degrees=bool(stated and stated.geographic),
        )
    if stated is None:
        return _from_coordinates(question)
    longitude, latitude = place(question.points, stated.code)
    region = question.region
    if region.holds(longitude, latitude).mean() >= MOST:
        return _as_stated(question, stated)
    return _contradicted(question, stated)


def _as_stated(question: _Question, stated: System) -> CrsVerdict:
    name = phrase(datum(stated.datum).title) if stated.datum else stated.crs.name
    return CrsVerdict(
        evidence=CrsEvidence(
            value=stated.code,
            source=question.stated_source,
            candidates=(stated.code,),
            note=text(
                "crs.note.stated", source=_origin(question.stated_source), name=name
            ),
        ),
        degrees=stated.geographic,
    )


def _contradicted(question: _Question, stated: System) -> CrsVerdict:
    """Judge a statement that puts the shapes outside the region.

    The coordinates overrule a file, not the user, and only if a system of the
    same datum puts the shapes where the project lies.
    """
    place_of_data = question.region
    guesses = make_guesses(question.points, datum_id=stated.datum or _DEFAULT_DATUM)
    fitting = _ranked(
        [guess for guess in guesses if guess.is_in(place_of_data)], question
    )
    same = [guess for guess in fitting if _is_same_system(guess, stated)]
    longitude, latitude = place(question.points, stated.code)
    where = text(
        "crs.note.puts",
        source=_origin(question.stated_source),
        code=stated.code,
        where=_degrees_in_words(longitude, latitude),
        region=place_of_data.name,
    )
    if same and same[0].swapped:
        note = text("crs.note.swapped")
        verdict = _as_stated(question, stated)
        return replace(_with_note(verdict, note), swapped=True)
    candidates = tuple(dict.fromkeys([g.code for g in fitting]))
    if not fitting or question.stated_source == "user":
        verdict = _as_stated(question, stated)
        rest = tuple(code for code in candidates if code != stated.code)
        advice = text("crs.note.rather", codes=joined(rest)) if rest else ""
        return _with_note(
            replace(
                verdict,
                evidence=replace(verdict.evidence, candidates=(stated.code, *rest)),
            ),
            said(where, advice),
        )
    best = fitting[0]
    note = where + _reason(best, place_of_data, question)
    return _verdict_of(best, candidates, note)


def _from_coordinates(question: _Question) -> CrsVerdict:
    guesses = make_guesses(question.points, datum_id=_DEFAULT_DATUM)
    fitting: list[Guess] = []
    region = china()
    for region in question.search:
        fitting = _ranked([g for g in guesses if g.is_in(region)], question)
        if fitting:
            break
    candidates = tuple(dict.fromkeys(guess.code for guess in fitting))
    is_open = region == china() and fitting and fitting[0].kind == "meridian"
    if fitting and not is_open:
        note = _reason(fitting[0], region, question)
        return _verdict_of(fitting[0], candidates, note)
    if not fitting and (np.abs(question.points) <= _ALL_DEGREES).all():
        where = _degrees_in_words(*question.points.T)
        return CrsVerdict(
            evidence=CrsEvidence(
                value=_ABROAD,
                source="coordinates",
                candidates=(_ABROAD,),
                note=text("crs.note.abroad", where=where),
            ),
            degrees=True,
        )
    x, y = np.median(question.points, axis=0)
    return CrsVerdict(
        evidence=CrsEvidence(
            value=None,
            source="unknown",
            candidates=candidates,
            note=text("crs.note.many" if candidates else "crs.note.none", x=x, y=y),
        )
    )


def _verdict_of(best: Guess, candidates: tuple[str, ...], note: str) -> CrsVerdict:
    return CrsVerdict(
        evidence=CrsEvidence(
            value=best.code, source="coordinates", candidates=candidates, note=note
        ),
        swapped=best.swapped,
        degrees=best.kind == "degrees",
    )


def _ranked(guesses: list[Guess], question: _Question) -> list[Guess]:
    """Put the likeliest first: the project's zone, the place's own, the nearest, 3°."""
    working = question.working.gauss_kruger if question.working else None
    stated = question.stated.gauss_kruger if question.stated else None
    local = question.search[0]

    def unlikeliness(guess: Guess) -> tuple[float, ...]:
        zone = guess.zone
        return (
            guess.swapped,
            bool(zone and stated and zone.meridian != stated.meridian),
            not (zone and working and zone.meridian == working.meridian),
            not guess.is_nominal,
            bool(zone and local.meridian and zone.meridian != local.meridian),
            round(guess.distance_to(local), 1),
            zone.width if zone else 0,
        )

    return sorted(guesses, key=unlikeliness)


def _reason(guess: Guess, region: Region, question: _Question) -> str:
    """Say in words why the coordinates point to a system."""
    x, y = np.median(question.points, axis=0)
    if guess.swapped:
        x, y = y, x
    values = {
        "x": f"{x:.6f}" if guess.kind == "degrees" else f"{x:.1f}",
        "y": f"{y:.6f}" if guess.kind == "degrees" else f"{y:.1f}",
        "width": guess.zone.width if guess.zone else 0,
        "zone": guess.zone.zone if guess.zone else 0,
        "meridian": guess.zone.meridian if guess.zone else 0,
        "place": _degrees_in_words(guess.longitude, guess.latitude),
        "region": region.name,
    }
    words = [text(f"crs.note.{guess.kind}", **values)]
    if guess.swapped:
        words.append(text("crs.note.swapped"))
    if guess.kind == "meridian" and not question.is_region_given:
        words.append(text("crs.note.home", region=home().name))
    if guess.kind in ("prefix", "meridian") and question.stated is None:
        words.append(text("crs.note.datum_assumed"))
    return said(*words)


def _is_same_system(guess: Guess, stated: System) -> bool:
    if guess.zone and stated.gauss_kruger:
        return (guess.zone.meridian, guess.zone.prefixed) == (
            stated.gauss_kruger.meridian,
            stated.gauss_kruger.prefixed,
        )
    return guess.code == stated.code or (guess.kind == "degrees" and stated.geographic)


def _with_note(verdict: CrsVerdict, note: str) -> CrsVerdict:
    evidence = verdict.evidence
    return replace(verdict, evidence=replace(evidence, note=said(evidence.note, note)))


def _with_faults(verdict: CrsVerdict, question: _Question) -> CrsVerdict:
    count = len(question.centres)
    faults = []
    if count and verdict.swapped:
        faults.append(Fault(kind="swapped_axes", count=count))
    if count and verdict.degrees:
        faults.append(Fault(kind="degrees", count=count))
    outside = _outside(verdict, question)
    if outside.any():
        rows = (
            ()
            if outside.all()
            else tuple(
                text("crs.row", number=row + 1) for row in question.rows[outside]
            )
        )
        faults.append(Fault(kind="outside_region", count=int(outside.sum()), ids=rows))
    return replace(verdict, faults=tuple(faults))


def _outside(verdict: CrsVerdict, question: _Question) -> NDArray[np.bool_]:
    """Tell which shapes lie outside the project's prefecture, or outside China."""
    centres = question.centres
    value = verdict.evidence.value
    if not len(centres) or value is None:
        return np.zeros(len(centres), dtype=bool)
    region = question.region
    if not region.code.endswith("00"):
        region = wider(region)
    points = centres[:, ::-1] if verdict.swapped else centres
    longitude, latitude = place(points, value)
    return ~region.holds(longitude, latitude)


def _degrees_in_words(
    longitude: NDArray[np.float64], latitude: NDArray[np.float64]
) -> str:
    x, y = float(np.median(longitude)), float(np.median(latitude))
    if not (np.abs([x, y]) <= _ALL_DEGREES).all():
        return text("crs.nowhere")
    return text("crs.place", longitude=x, latitude=y)


def _origin(source: str) -> str:
    return text(f"crs.origin.{source}")
