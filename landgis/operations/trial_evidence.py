# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence about a file's encoding, coordinate system and areas, with alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.crs import identify, region_of
from landgis.crs.guesses import make_guesses, place
from landgis.crs.regions import Region, home
from landgis.crs.systems import GaussKruger, datum
from landgis.io.encodings import count_readable, decode_cut
from landgis.messages import phrase, text
from landgis.operations.layer_files import OpenedLayer
from landgis.operations.trial_values import (
    AreaEvidence,
    CrsEvidenceShown,
    CrsTrial,
    EncodingEvidenceShown,
    EncodingTrial,
)
from landgis.schema import Standardised
from landgis.tables import EncodingEvidence, Geometries
from landgis.values.numbers import parse_numbers
from landgis.values.quantities import likely_units

ENCODINGS = ("GB18030", "UTF-8", "Big5")
SAMPLES = 3
MOST_SHAPES = 1_500
MOST_POINTS = 20_000
MOST_OTHERS = 2
THIN = 1 / 600  # of the extent: a pixel of a preview
HALF = 0.5
NEAR, FAR = 0.01, 0.05
AREAS = {"supply": "registered_m2", "approval": "approved_m2"}
OTHER_DATUMS = ("xian80",)


def show_encoding(found: EncodingEvidence, texts: bytes) -> EncodingEvidenceShown:
    """Tell how each encoding would read the texts, the one taken first."""
    names = tuple(dict.fromkeys([found.value or ENCODINGS[0], *ENCODINGS]))
    trials = tuple(_try_encoding(name, texts) for name in names) if texts else ()
    taken = trials[0] if trials else None
    return EncodingEvidenceShown(
        value=found.value,
        source=found.source,
        declared=found.declared,
        note=found.note,
        is_sure=taken is None or _is_sure(taken, trials[1:], found),
        candidates=trials,
    )


def _try_encoding(name: str, texts: bytes) -> EncodingTrial:
    tally = count_readable(texts, name)
    samples = [decode_cut(line, name)[0] for line in _some_lines(texts)]
    return EncodingTrial(
        name=name,
        readable=tally.readable,
        total=tally.total,
        samples=tuple(samples),
    )


def _some_lines(texts: bytes) -> Iterator[bytes]:
    lines = texts.split(b"\n", 400)[:-1]
    step = max(1, len(lines) // SAMPLES)
    yield from lines[::step][:SAMPLES]


def _is_sure(
    taken: EncodingTrial, others: tuple[EncodingTrial, ...], found: EncodingEvidence
) -> bool:
    if found.source in {"user", "file"}:
        return True
    whole = taken.readable == taken.total
    return whole and all(
        other.readable < other.total or other.name == "Big5" for other in others
    )


def show_crs(opened: OpenedLayer) -> CrsEvidenceShown:
    """Tell which systems the numbers allow, and where each puts the shapes."""
    evidence = opened.verdict.evidence
    region = region_of(opened.region) if opened.region else home()
    sample = _thinned(opened.raw.geometry)
    points = _centres(opened.raw.geometry)
    candidates = tuple(
        _try_crs(code, points, sample, region=region, opened=opened)
        for code in _codes(opened, points, region)
    )
    taken = next((each for each in candidates if each.code == evidence.value), None)
    return CrsEvidenceShown(
        value=evidence.value,
        source=evidence.source,
        note=evidence.note,
        is_sure=evidence.source in {"prj", "file", "user"}
        and (taken is None or taken.share >= HALF),
        candidates=candidates,
    )


def _codes(
    opened: OpenedLayer, points: NDArray[np.float64], region: Region
) -> list[str]:
    """Return the systems to offer: those that fit, some that do not, another datum."""
    evidence = opened.verdict.evidence
    chosen = [evidence.value] if evidence.value else []
    fitting = [*chosen, *evidence.candidates]
    if len(points):
        guesses = make_guesses(points, datum_id="cgcs2000")
        guesses.sort(key=lambda guess: (guess.swapped, guess.distance_to(region)))
        others = [guess.code for guess in guesses if guess.code not in fitting]
        fitting += others[:MOST_OTHERS]
    system = identify(evidence.value) if evidence.value else None
    zone = None if system is None else system.gauss_kruger
    if zone is not None:
        for other in OTHER_DATUMS:
            if zone.datum != other:
                fitting.append(replace(zone, datum=other).code)
    return list(dict.fromkeys(fitting))


def _try_crs(
    code: str,
    points: NDArray[np.float64],
    sample: Geometries,
    *,
    region: Region,
    opened: OpenedLayer,
) -> CrsTrial:
    evidence = opened.verdict.evidence
    swapped = _is_swapped(code, points, opened)
    turned = points[:, ::-1] if swapped else points
    longitude, latitude = place(turned, code) if len(points) else (points, points)
    share = float(region.holds(longitude, latitude).mean()) if len(points) else 0.0
    system = identify(code)
    own = identify(evidence.value) if evidence.value else None
    needs = bool(
        system and own and system.datum != own.datum and system.datum in OTHER_DATUMS
    )
    return CrsTrial(
        code=code,
        title=_title(code),
        share=share,
        reason=text(
            "trial.crs_datum"
            if needs
            else "trial.crs_taken"
            if code == evidence.value
            else "trial.crs_fits"
            if share >= HALF
            else "trial.crs_elsewhere",
            place=_where(longitude, latitude),
            region=region.name,
        ),
        swapped=swapped,
        needs_parameters=needs,
        preview=_preview(sample, code, swapped=swapped),
    )


def _is_swapped(code: str, points: NDArray[np.float64], opened: OpenedLayer) -> bool:
    if code == opened.verdict.evidence.value or not len(points):
        return opened.verdict.swapped
    guesses = make_guesses(points, datum_id="cgcs2000")
    return any(guess.swapped for guess in guesses if guess.code == code) and not any(
        not guess.swapped for guess in guesses if guess.code == code
    )


def _where(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> str:
    if not len(longitude):
        return text("crs.nowhere")
    x, y = float(np.median(longitude)), float(np.median(latitude))
    if not (abs(x) <= 180 and abs(y) <= 90):  # noqa: PLR2004 - degrees
        return text("crs.nowhere")
    return text("crs.place", longitude=x, latitude=y)


def _title(code: str) -> str:
    system = identify(code)
    if system is None:
        return code
    zone: GaussKruger | None = system.gauss_kruger
    if zone is not None:
        return text(
            "trial.crs_prefixed" if zone.prefixed else "trial.crs_zone",
            datum=phrase(datum(zone.datum).title),
            width=zone.width,
            zone=zone.zone,
            meridian=zone.meridian,
        )
    if system.geographic and system.datum:
        return text("trial.crs_degrees", datum=phrase(datum(system.datum).title))
    return str(system.crs.name)


def _centres(geometry: Geometries) -> NDArray[np.float64]:
    bounds = shapely.bounds(geometry)
    centres = (bounds[:, :2] + bounds[:, 2:]) / 2
    known: NDArray[np.float64] = centres[np.isfinite(centres).all(axis=1)]
    return known[:: max(1, len(known) // MOST_POINTS)]


def _thinned(geometry: Geometries) -> Geometries:
    """Return some of the shapes with few corners, enough for a small picture."""
    usable = geometry[~(shapely.is_missing(geometry) | shapely.is_empty(geometry))]
    some: Geometries = usable[:: max(1, -(-len(usable) // MOST_SHAPES))]
    if not len(some):
        return some
    west, south, east, north = shapely.total_bounds(some)
    tolerance = max(east - west, north - south) * THIN
    return np.asarray(shapely.simplify(some, tolerance / 2, preserve_topology=False))


def _preview(sample: Geometries, code: str, *, swapped: bool) -> tuple[bytes, ...]:
    """Return the shapes in degrees; another datum moves them by some 100 m at most."""
    if not len(sample):
        return ()

    def carry(points: NDArray[np.float64]) -> NDArray[np.float64]:
        turned = points[:, ::-1] if swapped else points
        moved: NDArray[np.float64] = np.column_stack(place(turned, code))
        return moved

    moved = shapely.transform(sample, carry)
    finite = np.isfinite(shapely.bounds(moved)).all(axis=1)
    return tuple(shapely.to_wkb(moved[finite]).tolist())


def show_area(
    opened: OpenedLayer, standard: Standardised, drawn_m2: pd.Series
) -> AreaEvidence | None:
    """Compare registered areas with drawn ones; None without such a column."""
    name = AREAS.get(opened.source.role)
    match = next((each for each in standard.fields if each.standard == name), None)
    if name is None or match is None or name not in standard.frame:
        return None
    drawn = drawn_m2.where(drawn_m2 > 0).reset_index(drop=True)
    own = parse_numbers(opened.raw.columns[match.name]).value.reset_index(drop=True)
    ratios = (own.where(own > 0) / drawn).dropna()
    registered = standard.frame[name].reset_index(drop=True)
    misses = (registered / drawn - 1.0).abs().dropna()
    alternatives = [
        unit.name for unit in likely_units("area") if unit.name != match.unit
    ]
    return AreaEvidence(
        standard=name,
        column=match.name,
        unit=match.unit,
        ratio=float(ratios.median()) if len(ratios) else None,
        compared=len(misses),
        within_1_percent=int((misses <= NEAR).sum()),
        over_5_percent=int((misses > FAR).sum()),
        is_sure=not len(misses) or float(misses.median()) <= FAR,
        note=match.why,
        alternatives=tuple(dict.fromkeys(alternatives)),
    )
