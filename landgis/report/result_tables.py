# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What result.gpkg holds: every layer and table as columns, ready to be written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from landgis.analysis import Analysis, Relocation
from landgis.classify.evidence import COLUMNS
from landgis.findings import Finding
from landgis.messages import text
from landgis.report.names import (
    severity_title,
    status_titles,
    to_kind_title,
    with_columns,
)
from landgis.rules.profile import Profile, Threshold
from landgis.tables import Geometries, Source

GEOGRAPHIC = "EPSG:4490"  # lon and lat of our sources are CGCS2000 (CRS)
SOURCE_SUFFIX = "_源"
NAME_LENGTH = 60

PARCEL_COLUMNS = (
    "parcel_id",
    "owner",
    "town",
    "status",
    "flags",
    "mu",
    "drawn_m2",
    "registered_m2",
    "firm_mu",
    "potential_mu",
    "missing",
)
RESIDUAL_COLUMNS = ("approval_no", "mu", "town")
PARK_COLUMNS = ("park_id", "name", "town")
VACATED_COLUMNS = ("mu", "town")
ENTERPRISE_COLUMNS = (
    "name",
    "code",
    "scale",
    "industry",
    "land_mu",
    "tax_per_mu",
    "score",
    "grade",
    "low",
    "treatment",
    "match_method",
    "parcel_ids",
)
_HIDDEN = ("parcel_rows", "geometry")  # row numbers are the table `link`
_NUMBERS = ("mu", "land_mu", "firm_mu", "potential_mu", "tax_per_mu", "score")
_ODD = re.compile(r"[\x00-\x1f\x7f\"`\[\]]+")
_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True, kw_only=True)
class ResultTable:
    """One layer or table of the result; `geometry_type` None: no geometry.

    `own` counts the columns of our own; those of the source come after them.
    """

    name: str
    frame: pd.DataFrame
    geometry: Geometries | None = None
    geometry_type: str | None = None
    own: int = 0


def make_result_tables(analysis: Analysis) -> Iterator[ResultTable]:
    """Yield the layers, then the tables, one at a time to bound memory."""
    yield _parcel_layer(analysis)
    yield _polygon_layer(
        "residual",
        _arranged(analysis.residual, RESIDUAL_COLUMNS),
        analysis.residual_geometry,
    )
    yield _park_layer(analysis)
    if len(analysis.vacated):
        yield _polygon_layer(
            "vacated",
            _arranged(analysis.vacated, VACATED_COLUMNS),
            analysis.vacated_geometry,
        )
    yield from _relocation_tables(analysis.relocation)
    yield _table("enterprise", _arranged(analysis.firms, ENTERPRISE_COLUMNS))
    yield _table("link", _links(analysis))
    yield _table("candidate", _with_fids(analysis.candidates, analysis))
    yield _table("score", _scores(analysis))
    yield _table("finding", to_finding_rows(analysis.findings))
    yield _table("input", _inputs(analysis.sources))
    yield _table("threshold", to_threshold_rows(analysis.project.profile))
    yield _table("evidence", _arranged(analysis.evidence, COLUMNS))


def _relocation_tables(plan: Relocation | None) -> Iterator[ResultTable]:
    """Yield the lines of a plan, and who has no place and why, if there is a plan."""
    if plan is None:
        return
    yield ResultTable(
        name="move",
        frame=plan.moves,
        geometry=plan.move_geometry,
        geometry_type="LineString",
        own=plan.moves.shape[1],
    )
    yield _table("unplaced", plan.unplaced)


def to_legal_names(names: Sequence[str], *, taken: Collection[str]) -> list[str]:
    """Return names that a GeoPackage and QGIS take, none twice, whatever the case.

    A name of the source that is one of ours gets `SOURCE_SUFFIX`.
    """
    used = {name.lower() for name in taken} | {"fid", "geom", "rowid"}
    ours = frozenset(used)
    legal = []
    for number, name in enumerate(names, start=1):
        clean = _ODD.sub(" ", str(name)).strip()[:NAME_LENGTH] or f"column_{number}"
        if clean.lower() in ours:
            clean += SOURCE_SUFFIX
        tried, again = clean, 2
        while tried.lower() in used:
            tried, again = f"{clean}_{again}", again + 1
        used.add(tried.lower())
        legal.append(tried)
    return legal


def to_multipolygons(geometry: Geometries) -> Geometries:
    """Return each shape's polygons as one flat MultiPolygon; None where it has none."""
    flat = np.asarray(shapely.force_2d(geometry), dtype=object)
    mixed = shapely.get_type_id(flat) == shapely.GeometryType.GEOMETRYCOLLECTION
    parts, owners = flat, np.arange(len(flat))
    if mixed.any():
        pieces, origin = shapely.get_parts(flat[mixed], return_index=True)
        parts = np.concatenate([flat[~mixed], pieces])
        owners = np.concatenate([owners[~mixed], owners[mixed][origin]])
    polygonal = np.isin(shapely.get_type_id(parts), _POLYGONS)
    polygonal &= ~shapely.is_empty(parts)
    rings, origin = shapely.get_parts(parts[polygonal], return_index=True)
    owners = owners[polygonal][origin]
    order = np.argsort(owners, kind="stable")
    joined = np.full(len(flat), None, dtype=object)
    if len(order):
        made = shapely.multipolygons(
            rings[order], indices=np.unique(owners[order], return_inverse=True)[1]
        )
        joined[np.unique(owners)] = made
    return joined


def to_finding_rows(findings: Sequence[Finding]) -> pd.DataFrame:
    """Return one row for each row that a finding is about."""
    counts = [finding.count for finding in findings]

    def spread(values: Sequence[str]) -> pd.Series:
        return pd.Series(np.repeat(np.array(values, dtype=object), counts), dtype="str")

    def join_up(name: str, blank: object) -> list[object]:
        columns = (
            getattr(finding, name) or (blank,) * finding.count for finding in findings
        )
        return [value for column in columns for value in column]

    return pd.DataFrame(
        {
            "kind": spread([finding.kind for finding in findings]),
            "kind_title": spread([to_kind_title(finding.kind) for finding in findings]),
            "severity": spread(
                [severity_title(finding.severity) for finding in findings]
            ),
            "role": spread([finding.role for finding in findings]),
            "row": pd.Series(join_up("rows", 0), dtype="int64"),
            "id": pd.Series(join_up("ids", ""), dtype="str"),
            "detail": pd.Series(join_up("details", ""), dtype="str"),
            "area_m2": pd.Series(join_up("area_m2", np.nan), dtype="float64"),
        }
    )


def to_threshold_rows(profile: Profile) -> pd.DataFrame:
    """Return every number of the profile: sign, value, unit, clause (GEN-01)."""
    rows = [
        *(_threshold(test.threshold, test.scale) for test in profile.low),
        *(
            _threshold(condition, group.scale, title=group.title)
            for group in profile.survey
            for condition in group.conditions.values()
        ),
        *(_threshold(found, None) for found in profile.parameters.values()),
        *(_threshold(found, None) for found in profile.far_min.values()),
    ]
    columns = (
        "id",
        "title",
        "scale",
        "symbol",
        "value",
        "unit",
        "rule",
        "citation",
        "confidence",
    )
    return pd.DataFrame(rows, columns=list(columns)).astype("str").replace("", np.nan)


def _threshold(
    found: Threshold, scale: str | None, *, title: str = ""
) -> tuple[str, ...]:
    return (
        found.id,
        title or found.title,
        scale or "",
        found.symbol,
        found.shown,
        found.unit,
        found.rule,
        found.citation,
        found.confidence,
    )


def _parcel_layer(analysis: Analysis) -> ResultTable:
    own = _arranged(analysis.parcels, PARCEL_COLUMNS)
    own.insert(4, "status_title", own["status"].astype("str").map(status_titles()))
    raw = analysis.parcel_raw
    names = to_legal_names([str(name) for name in raw.columns], taken=own.columns)
    source = raw.set_axis(pd.Index(names), axis="columns").set_axis(own.index)
    return ResultTable(
        name="parcel",
        frame=pd.concat([own, source], axis="columns"),
        geometry=to_multipolygons(analysis.parcel_geometry),
        geometry_type="MultiPolygon",
        own=own.shape[1],
    )


def _polygon_layer(name: str, frame: pd.DataFrame, geometry: Geometries) -> ResultTable:
    return ResultTable(
        name=name,
        frame=frame,
        geometry=to_multipolygons(geometry),
        geometry_type="MultiPolygon",
        own=frame.shape[1],
    )


def _park_layer(analysis: Analysis) -> ResultTable:
    """Make parks areas where any is drawn, else points where any has lon and lat."""
    frame = _arranged(analysis.parks, PARK_COLUMNS)
    drawn = len(analysis.park_geometry) == len(frame)  # parks of a table have no shapes
    geometry = np.asarray(
        analysis.park_geometry if drawn else [None] * len(frame), dtype=object
    )
    areas = to_multipolygons(geometry)
    if (areas != np.array(None)).any():
        return _polygon_layer("park", frame, geometry)
    points = np.where(
        shapely.get_type_id(geometry) == shapely.GeometryType.POINT,
        shapely.force_2d(geometry),
        _points(analysis.parks, crs=analysis.project.crs),
    )
    if not (points != np.array(None)).any():
        return _table("park", frame)
    return ResultTable(
        name="park",
        frame=frame,
        geometry=points,
        geometry_type="Point",
        own=frame.shape[1],
    )


def _points(parks: pd.DataFrame, *, crs: str) -> Geometries:
    points = np.full(len(parks), None, dtype=object)
    if not {"lon", "lat"} <= set(parks.columns):
        return points
    known = parks[["lon", "lat"]].notna().all(axis="columns").to_numpy()
    transformer = Transformer.from_crs(GEOGRAPHIC, crs, always_xy=True)
    easting, northing = transformer.transform(
        parks.loc[known, "lon"].to_numpy(), parks.loc[known, "lat"].to_numpy()
    )
    points[known] = shapely.points(easting, northing)
    return points


def _table(name: str, frame: pd.DataFrame) -> ResultTable:
    return ResultTable(name=name, frame=frame, own=frame.shape[1])


def _arranged(frame: pd.DataFrame, first: Sequence[str]) -> pd.DataFrame:
    """Return `frame` with the contract's columns first; those it lacks are empty."""
    rest = [name for name in frame if name not in first and name not in _HIDDEN]
    numbers = [name for name in first if name in _NUMBERS or name.endswith("_m2")]
    texts = [name for name in first if name not in numbers]
    return with_columns(frame, texts, numbers=numbers)[[*first, *rest]]


def _links(analysis: Analysis) -> pd.DataFrame:
    links = with_columns(analysis.links, ["method"], numbers=["firm", "parcel"])
    linked = _with_fids(links, analysis)
    firms = analysis.firms.reindex(links["firm"])
    parcels = analysis.parcels.reindex(links["parcel"])
    for name, source in (("parcel_id", parcels), ("code", firms), ("name", firms)):
        if name in source:
            linked.insert(2, name, source[name].to_numpy())
    return linked


def _scores(analysis: Analysis) -> pd.DataFrame:
    return _with_fids(analysis.firm_scores, analysis)


def _with_fids(frame: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Replace row numbers by the fid of the row in this very file."""
    found = frame.copy()
    for column, target in (("parcel", analysis.parcels), ("firm", analysis.firms)):
        if column in found:
            places = target.index.get_indexer(pd.Index(found.pop(column)))
            fids = pd.Series(places + 1, index=found.index, dtype="Int64")
            found.insert(0, f"{column}_fid", fids.mask(fids == 0))
    return found


def _inputs(sources: Sequence[Source]) -> pd.DataFrame:
    rows = [
        {
            "role": source.role,
            "path": str(source.path),
            "layer": source.layer,
            "driver": source.driver,
            "sha256": source.sha256,
            "features": source.features,
            "lost": len(source.lost),
            "repaired": source.repaired,
            "encoding": source.encoding.value,
            "encoding_source": source.encoding.source,
            "crs": source.crs.value if source.crs else None,
            "crs_source": source.crs.source if source.crs else None,
            "notes": text("report.list_comma").join(source.notes),
        }
        for source in sources
    ]
    columns = {
        "role": "str",
        "path": "str",
        "layer": "str",
        "driver": "str",
        "sha256": "str",
        "features": "int64",
        "lost": "int64",
        "repaired": "int64",
        "encoding": "str",
        "encoding_source": "str",
        "crs": "str",
        "crs_source": "str",
        "notes": "str",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
