# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the units of zones from an analysis: figures, firms, tenure, places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.analysis import STATUSES, Analysis
from landgis.geometry import cut_by_earlier, is_polygonal, shared_m2, shares
from landgis.geometry.overlaps import overlapping_pairs
from landgis.geometry.threads import map_pairs
from landgis.report.headline import UNSUPPLIED
from landgis.report.names import with_columns
from landgis.report.subjects import APPROVAL, PARCEL, subject_names
from landgis.rules.profile import Profile
from landgis.tables import Geometries
from landgis.units import MU_PER_M2
from landgis.zones.tenure import find_tenure
from landgis.zones.units import (
    COLUMNS,
    COUNTS,
    DORMITORY,
    GRADES,
    MEASURES,
    DormitoryCaps,
    Figures,
    Firms,
    Overlaps,
    Rows,
    Units,
    make_keys,
)

MOSTLY = 0.5  # a parcel lies in a park if more than half of it does
UNIT_STATUSES = (*STATUSES, UNSUPPLIED)


class Grounds(NamedTuple):
    """Land of the units that counts once, and which of them overlap."""

    shapes: Geometries
    grounds: Geometries
    overlaps: Overlaps


def unit_shapes(analysis: Analysis) -> Geometries:
    """Return the drawn shapes of all units, those that are no land as None."""
    shapes = np.concatenate([analysis.parcel_geometry, analysis.residual_geometry])
    land = is_polygonal(shapes)
    if not land.all():
        shapes[~land] = None
    return shapes


def make_grounds(shapes: Geometries) -> Grounds:
    """Give ground under several units to the first of them."""
    first, second = overlapping_pairs(shapes)
    area_m2 = map_pairs(shared_m2, shapes[first], shapes[second])
    grounds = shapes.copy()
    touched = np.union1d(first, second)
    if len(touched):
        cut = cut_by_earlier(shapes[touched], np.arange(len(touched)))
        later = np.isin(touched, second)
        grounds[touched[later]] = cut[later]
    source = np.concatenate([first, second])
    order = np.argsort(source, kind="stable")
    counts = np.bincount(source, minlength=len(shapes))
    return Grounds(
        shapes,
        grounds,
        Overlaps(
            ptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            other=np.concatenate([second, first])[order].astype(np.int32),
            area_m2=np.tile(area_m2, 2)[order],
        ),
    )


def make_units(
    analysis: Analysis,
    land: Grounds,
    *,
    measured: Mapping[str, Geometries],
    result_id: str,
) -> Units:
    """Put together what the analysis says of each unit."""
    parcels, residual = analysis.parcels, analysis.residual
    firms, on_units = _make_firms(analysis)
    figures = _figures(analysis, on_units)
    figures["ground_m2"] = np.nan_to_num(shapely.area(land.grounds))
    figures["drawn_m2"] = np.nan_to_num(shapely.area(land.shapes))
    for name in MEASURES[1:]:
        figures[name] = _measure(land.grounds, measured.get(name))
    values = np.column_stack([figures[name] for name in COLUMNS])
    status = np.concatenate(
        [parcels["status"].to_numpy(dtype=object), [UNSUPPLIED] * len(residual)]
    )
    towns, town_names = pd.factorize(
        pd.concat([parcels["town"], residual["town"]], ignore_index=True)
    )
    tenure = np.zeros(len(values), dtype=np.uint8)
    tenure[: len(parcels)] = find_tenure(parcels, analysis.parcel_raw)
    names = [
        subject_names(analysis, PARCEL).astype("str"),
        subject_names(analysis, APPROVAL).astype("str"),
    ]
    profile = analysis.project.profile
    caps = _caps(profile)
    return Units(
        keys=make_keys(*names),
        names=pd.concat(names, ignore_index=True).to_numpy(dtype=object),
        status_codes=_codes(status, UNIT_STATUSES),
        statuses=UNIT_STATUSES,
        shapes=land.shapes,
        grounds=land.grounds,
        values=values,
        marks=_marks(analysis, firms),
        tenure=tenure,
        dormitory=_dormitory(analysis, figures, firms=firms, caps=caps),
        town_codes=towns.astype(np.int32),
        towns=(*(str(name) for name in town_names), ""),
        firms=firms,
        overlaps=land.overlaps,
        measured=dict(measured),
        caps=caps,
        cluster_min_mu=profile.threshold("cluster_min_mu").value,
        result_id=result_id,
        parcel_count=len(parcels),
    )


def _codes(values: NDArray[np.object_], names: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.asarray(pd.Index(names).get_indexer(pd.Index(values)), dtype=np.uint8)


def _numbers(column: pd.Series) -> Figures:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _figures(analysis: Analysis, on_units: Mapping[str, Figures]) -> dict[str, Figures]:
    """Return the figures of the units but those drawn, unknown as 0."""
    parcels = with_columns(analysis.parcels, numbers=["mu", "built_m2"])
    bare = _numbers(analysis.residual["mu"]) / MU_PER_M2
    none = np.zeros(len(bare))
    land = _numbers(parcels["mu"]) / MU_PER_M2
    built = _numbers(parcels["built_m2"])
    known = np.isfinite(built) & np.isfinite(land)
    own = {
        "land_m2": (land, bare),
        "firm_m2": (_numbers(parcels["firm_mu"]) / MU_PER_M2, bare),
        "potential_m2": (_numbers(parcels["potential_mu"]) / MU_PER_M2, none),
        "built_m2": (np.where(known, built, 0.0), none),
        "built_land_m2": (np.where(known, land, 0.0), none),
        "bare_m2": (np.zeros(len(parcels)), bare),
    }
    found = {
        name: np.nan_to_num(np.concatenate(both), posinf=0.0, neginf=0.0)
        for name, both in own.items()
    }
    return {**found, **on_units}


def _marks(analysis: Analysis, firms: Firms) -> NDArray[np.bool_]:
    parcels = with_columns(analysis.parcels, numbers=["registered_m2", "built_m2"])
    count = len(parcels)
    marks = np.zeros((count + len(analysis.residual), len(COUNTS)), dtype=bool)
    put = {
        "parcel": np.ones(count, dtype=bool),
        "registered": _numbers(parcels["registered_m2"]) > 0,
        "to_verify": (parcels["status"] == "to_verify").to_numpy(dtype=bool),
        "no_floor": ~np.isfinite(_numbers(parcels["built_m2"])),
    }
    for name, values in put.items():
        marks[:count, COUNTS.index(name)] = values
    marks[count:, COUNTS.index("residual")] = True
    marks[:, COUNTS.index("has_firm")] = np.diff(firms.ptr) > 0
    return marks


def _make_firms(analysis: Analysis) -> tuple[Firms, dict[str, Figures]]:
    """Return the firms, and what of them belongs to each unit."""
    firms = with_columns(analysis.firms, numbers=["employees", "tax_wan"])
    links = with_columns(analysis.links, numbers=["land_mu", "tax_wan"])
    firm = firms.index.get_indexer(pd.Index(links["firm"]))
    row = analysis.parcels.index.get_indexer(pd.Index(links["parcel"]))
    usable = (firm >= 0) & (row >= 0)
    firm, row, links = firm[usable], row[usable], links[usable]
    count = len(analysis.parcels) + len(analysis.residual)
    land = _numbers(links["land_mu"]) / MU_PER_M2
    tax = _numbers(links["tax_wan"])
    both = np.isfinite(land) & np.isfinite(tax)
    employees = _numbers(firms["employees"])
    jobs = employees[firm] * _shares_of_firms(analysis, firm, row)

    def summed(amounts: Figures) -> Figures:
        sums = np.bincount(row, np.nan_to_num(amounts), minlength=count)
        return sums.astype(np.float64)

    pairs = np.unique(row.astype(np.int64) * max(len(firms), 1) + firm)
    owners, of = np.divmod(pairs, max(len(firms), 1))
    counts = np.bincount(owners, minlength=count)
    low = firms["low"] if "low" in firms else pd.Series(pd.NA, index=firms.index)
    grade = firms["grade"] if "grade" in firms else pd.Series("", index=firms.index)
    grades = grade.astype("object").where(grade.isin(GRADES), "")
    return Firms(
        names=firms["name"].astype("str").fillna("").to_numpy(dtype=object)
        if "name" in firms
        else np.full(len(firms), "", dtype=object),
        employees=employees,
        tax_wan=_numbers(firms["tax_wan"]),
        low=np.asarray(low.astype("boolean").astype("Int8").fillna(-1), dtype=np.int8),
        grade=_codes(grades.to_numpy(dtype=object), GRADES),
        ptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        of=of.astype(np.int32),
    ), {
        "tax_wan": summed(tax),
        "landed_tax_wan": summed(np.where(both, tax, 0.0)),
        "tax_land_m2": summed(np.where(both, land, 0.0)),
        "jobs": summed(jobs),
    }


def _shares_of_firms(analysis: Analysis, firm: Rows, row: Rows) -> Figures:
    """Return the share of a firm that each link stands for: by the parcels' 亩."""
    mu = np.nan_to_num(_numbers(analysis.parcels["mu"]))[row]
    count = int(firm.max()) + 1 if len(firm) else 0
    total = np.bincount(firm, mu, minlength=count)[firm]
    links = np.bincount(firm, minlength=count)[firm]
    return np.divide(mu, total, out=1.0 / np.maximum(links, 1), where=total > 0)


def _measure(grounds: Geometries, parts: Geometries | None) -> Figures:
    """Return how much of each ground lies in areas that do not overlap."""
    found = np.zeros(len(grounds))
    if parts is not None and len(parts):
        held = shares(grounds, parts)
        np.add.at(found, held["part"].to_numpy(), held["area_m2"].to_numpy())
        found = np.minimum(found, np.nan_to_num(shapely.area(grounds)))
    return found


def _caps(profile: Profile) -> DormitoryCaps:
    def value(name: str) -> float:
        return float(profile.threshold(name).value)

    return DormitoryCaps(
        base_land=value("dorm_base_land_cap"),
        base_floor=value("dorm_base_floor_cap"),
        land=value("dorm_land_cap"),
        floor=value("dorm_floor_cap"),
        least_mu=value("dorm_min_mu_outside_park"),
    )


def _dormitory(
    analysis: Analysis,
    figures: Mapping[str, Figures],
    *,
    firms: Firms,
    caps: DormitoryCaps,
) -> NDArray[np.uint8]:
    """Return which limb of DORM-01 each unit falls under.

    Of several firms on a unit the one with the most land there decides.
    """
    count = len(analysis.parcels)
    grade = _main_grade(analysis, firms)
    large = _numbers(analysis.parcels["mu"]) >= caps.least_mu
    in_park = figures["park_m2"] > MOSTLY * figures["ground_m2"]
    found = np.full(len(figures["land_m2"]), DORMITORY.index("residual"), np.uint8)
    own = np.full(count, DORMITORY.index("no_grade"), dtype=np.uint8)
    own[np.isin(grade, [GRADES.index("C"), GRADES.index("D")])] = DORMITORY.index(
        "low_grade"
    )
    good = np.isin(grade, [GRADES.index("A"), GRADES.index("B")])
    own[good & large] = DORMITORY.index("grade")
    own[good & ~large] = DORMITORY.index("small")
    own[in_park[:count]] = DORMITORY.index("park")
    found[:count] = own
    return found


def _main_grade(analysis: Analysis, firms: Firms) -> NDArray[np.uint8]:
    """Return the grade of the firm with the most land on each parcel."""
    links = with_columns(analysis.links, numbers=["land_mu"])
    table = pd.DataFrame(
        {
            "firm": analysis.firms.index.get_indexer(pd.Index(links["firm"])),
            "row": analysis.parcels.index.get_indexer(pd.Index(links["parcel"])),
            "land": _numbers(links["land_mu"]),
        }
    )
    main = table[(table["firm"] >= 0) & (table["row"] >= 0)].sort_values(
        ["row", "land", "firm"], ascending=[True, False, True], na_position="last"
    )
    main = main.drop_duplicates("row")
    found = np.zeros(len(analysis.parcels), dtype=np.uint8)
    found[main["row"].to_numpy()] = firms.grade[main["firm"].to_numpy()]
    return found
