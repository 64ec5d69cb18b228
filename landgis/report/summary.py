# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of a run as one JSON document: summary.json of the contract."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from landgis.analysis import STATUSES, SUPPLIED_UNUSED, Analysis, Reclaimable
from landgis.join import METHODS
from landgis.report.names import with_columns
from landgis.rules.scheme import GRADES, GROUP_OF_SCALE
from landgis.tables import Source

FORMAT = "landgis-summary/1"
OUTSIDE_TOWNS = "（未划定）"
BLOCK_LEVELS = ("一级", "二级", "线外")
CATEGORIES = (*STATUSES, "approved_unsupplied", "vacated")
REVIEWED = ("name", "point")
"""Methods of candidates that make an unmatched firm one to review."""
GROUPS = tuple(GROUP_OF_SCALE.values())
_FIRM_TEXTS = ("match_method", "group", "grade")
_FIRM_NUMBERS = ("low", "land_mu")


def to_summary(analysis: Analysis) -> dict[str, Any]:
    """Return the figures of a run; areas in 亩, unrounded, missing ones null.

    There is no ``relocation`` where nothing was planned.
    """
    project = analysis.project
    firms = with_columns(analysis.firms, _FIRM_TEXTS, numbers=_FIRM_NUMBERS)
    return {
        "format": FORMAT,
        "project": {
            "name": project.name,
            "region": project.region,
            "reference_date": project.reference_date.isoformat(),
            "profile": project.profile.id,
            "crs": project.crs,
        },
        "inputs": [_input(source) for source in analysis.sources],
        "land": _land(
            analysis.parcels, residual=with_columns(analysis.residual, numbers=["mu"])
        ),
        "reclaimable": _reclaimable(analysis.reclaimable),
        "join": _join(
            firms,
            with_columns(analysis.candidates, ["method"], numbers=["firm"]),
            parcels_without_firm=analysis.parcels_without_firm,
        ),
        "evaluation": _evaluation(firms),
        "low_efficiency": _low_efficiency(firms),
        "energy": {
            "leaving_wan_tce": _number(analysis.leaving_energy.energy_wan_tce),
            "firms": analysis.leaving_energy.firms,
            "unreported": analysis.leaving_energy.unreported,
        },
        "targets": _targets(analysis.targets),
        **_relocation(analysis),
        "unknown": _unknown(analysis.unknown),
    }


def _relocation(analysis: Analysis) -> dict[str, Any]:
    plan = analysis.relocation
    if plan is None:
        return {}
    figures = {
        name: _number(value) if isinstance(value, float) else value
        for name, value in plan.figures.items()
    }
    return {"relocation": figures}


def to_json(summary: Mapping[str, Any]) -> str:
    """Return a summary as JSON text, Chinese as it is, in a fixed order.

    Raises
    ------
    ValueError
        If a number is not finite; JSON has no word for it.
    """
    return json.dumps(summary, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _input(source: Source) -> dict[str, Any]:
    return {
        "role": source.role,
        "path": str(source.path),
        "layer": source.layer,
        "sha256": source.sha256,
        "parts": dict(source.part_sha256),
        "features": int(source.features),
        "lost": len(source.lost),
        "repaired": int(source.repaired),
        "encoding": source.encoding.value,
        "crs": None if source.crs is None else source.crs.value,
        "notes": list(source.notes),
    }


def _land(parcels: pd.DataFrame, *, residual: pd.DataFrame) -> dict[str, Any]:
    groups = parcels["mu"].fillna(0.0).groupby(parcels["status"].astype("str"))
    counts, areas = groups.size(), groups.agg(math.fsum)
    land = {
        "approved_unsupplied": _count_and_mu(len(residual), residual["mu"]),
        "supplied_unused": _count_and_mu(
            int(counts.reindex(SUPPLIED_UNUSED, fill_value=0).sum()),
            areas.reindex(SUPPLIED_UNUSED, fill_value=0.0),
        ),
    }
    for status in STATUSES:
        land[status] = {
            "count": int(counts.get(status, 0)),
            "mu": _number(areas.get(status, 0.0)),
        }
    return land


def _count_and_mu(count: int, areas: pd.Series) -> dict[str, Any]:
    return {"count": count, "mu": _number(math.fsum(areas.dropna()))}


def _reclaimable(found: Reclaimable) -> dict[str, Any]:
    towns = with_columns(found.by_town, numbers=["firm_mu", "potential_mu"])
    towns.index = pd.Index(
        [OUTSIDE_TOWNS if _is_blank(name) else str(name) for name in towns.index],
        dtype="str",
    )
    towns = towns.groupby(level=0, sort=False)[["firm_mu", "potential_mu"]].sum()
    return {
        "firm_mu": _number(found.firm_mu),
        "potential_mu": _number(found.potential_mu),
        "overlap_removed_mu": _number(found.overlap_removed_mu),
        "total_mu": _number(found.total_mu),
        "by_category": _by_key(found.by_category, CATEGORIES),
        "by_town": _by_key(towns, tuple(towns.index)),
        "by_block_line": _by_key(
            found.by_block_line, BLOCK_LEVELS if len(found.by_block_line) else ()
        ),
    }


def _by_key(table: pd.DataFrame, keys: Sequence[str]) -> dict[str, Any]:
    """Return firm and potential land for each key; a key that nothing has is 0."""
    known = with_columns(table, numbers=["firm_mu", "potential_mu"])
    return {
        key: {
            column: _number(known[column].get(key, 0.0))
            for column in ("firm_mu", "potential_mu")
        }
        for key in keys
    }


def _join(
    firms: pd.DataFrame, candidates: pd.DataFrame, *, parcels_without_firm: int
) -> dict[str, Any]:
    methods = firms["match_method"].dropna().astype("str")
    counts = methods.value_counts()
    order = [*METHODS, *sorted(set(counts.index) - set(METHODS))]
    unmatched = firms.index[firms["match_method"].isna()]
    reviewed = candidates.loc[candidates["method"].isin(REVIEWED), "firm"]
    return {
        "enterprises": len(firms),
        "matched": len(methods),
        "unmatched": len(unmatched),
        "to_review": int(unmatched.isin(reviewed).sum()),
        "parcels_without_enterprise": int(parcels_without_firm),
        "by_method": {method: int(counts.get(method, 0)) for method in order},
    }


def _evaluation(firms: pd.DataFrame) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for group in GROUPS:
        grades = firms.loc[firms["group"] == group, "grade"].dropna()
        counts = grades.value_counts()
        table[group] = {
            "n": len(grades),
            **{grade: int(counts.get(grade, 0)) for grade in GRADES},
        }
    return table


def _low_efficiency(firms: pd.DataFrame) -> dict[str, Any]:
    low = firms["low"].astype("boolean").fillna(value=False).astype(bool)
    land = firms.loc[low, "land_mu"].dropna()
    return {"firms": int(low.sum()), "mu": _number(math.fsum(land))}


def _unknown(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts, most frequent first, then by name."""
    order = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: int(counts[name]) for name in order}


def _first_text(*values: object) -> str | None:
    """Return the first that is a text: a unit that cannot be converted is kept."""
    return next((value for value in values if isinstance(value, str)), None)


def _targets(targets: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the official targets; what is done stands at the one that is due next."""
    return [
        {
            "indicator": str(entry["indicator"]),
            "year": None if pd.isna(entry["year"]) else int(entry["year"]),
            "unit": _first_text(entry["shown_unit"], entry.get("unit")),
            "target": _number(entry["target"]),
            "done": _number(entry["done"]) if entry["is_current"] else None,
            "share": _number(entry["share"]) if entry["is_current"] else None,
        }
        for entry in targets.to_dict("records")
    ]


def _is_blank(name: Any) -> bool:
    return bool(pd.isna(name)) or not str(name).strip()


def _number(value: float) -> float | None:
    """Return a plain float; null for what JSON cannot say, no negative zero."""
    number = float(value)
    return number + 0.0 if math.isfinite(number) else None
