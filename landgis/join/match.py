# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms and parcels joined many to many, each by the first key that hits (JOIN)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from landgis import messages
from landgis.findings import Finding
from landgis.join.decided import find_decided
from landgis.join.decisions import Decisions
from landgis.join.keys import column
from landgis.join.lease import NOBODY, check_leases, resolve_leases
from landgis.join.remarks import (
    ENTERPRISE,
    check_decisions_unused,
    check_duplicate_firms,
    check_links,
    check_parcel_codes,
)
from landgis.join.review import best_candidates, name_candidates, point_candidates
from landgis.join.tokens import (
    Tokens,
    meet,
    meet_cells,
    owned_tokens,
    parcels_of_units,
    place_tokens,
)
from landgis.progress import SILENT, Progress
from landgis.tables import Geometries
from landgis.values import name_key

METHODS = ("parcel_id", "unit_no", "certificate", "code", "name", "lease", "decision")
"""Ways to join, first that hits first (contract, Joining)."""

_PAIR = ["firm", "parcel"]
_TEXTS = ("method", "firm_name", "other_name", "parcel_id")


class JoinInputs(TypedDict, total=False):
    """What firms may be joined by besides the two tables; all of it optional.

    `parcel_geometry` runs in step with the parcels, `firm_points` with the firms,
    both in the working system.  `lease` has the standard fields.
    """

    parcel_geometry: Geometries | None
    firm_points: Geometries | None
    lease: pd.DataFrame | None
    decisions: Decisions


@dataclass(frozen=True, kw_only=True)
class JoinResult:
    """Which firms are on which parcels, and what nobody could be told about.

    Attributes
    ----------
    links
        One row for each firm and parcel: `firm`, `parcel` (row identities),
        `method`, `parcel_id` (what the user calls the parcel).
    firms
        In step with the firms: `match_method` (missing if not joined), `parcel_ids`
        (joined by ","), `n_parcels`.
    candidates
        Pairs for review: `firm`, `parcel`, `method` (name, point, lease), `score`
        (missing for points), `firm_name`, `other_name`, `parcel_id`.
    unmatched, parcels_without_firm
        Row identities of both sides that nothing joined.
    to_review
        The unmatched firms that have a candidate.
    summary
        The `join` part of summary.json.
    """

    links: pd.DataFrame
    firms: pd.DataFrame
    candidates: pd.DataFrame
    unmatched: pd.Index
    parcels_without_firm: pd.Index
    to_review: pd.Index
    summary: dict[str, int | dict[str, int]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class _Sides:
    """Both tables with their keys, rows numbered from 0, and the running leases."""

    firms: pd.DataFrame
    parcels: pd.DataFrame
    firm: Tokens
    parcel: Tokens
    leases: pd.DataFrame


def join_firms(
    firms: pd.DataFrame,
    parcels: pd.DataFrame,
    *,
    reference_date: date,
    progress: Progress = SILENT,
    **inputs: Unpack[JoinInputs],
) -> JoinResult:
    """Join firms to parcels, in the order of `METHODS`; propose the rest for review.

    Both tables have the standard fields, as many as there are.  A firm may be on
    several parcels and a parcel have several firms.  The first method that hits
    decides which parcels these are; a lease counts if it runs on the reference date.
    A decision 不接受 takes away its pair, whatever joins it; a decision 接受 counts
    where nothing else joins the firm.  Similar names never join.
    """
    progress.step(0, 2, stage=messages.text("join.stage.exact"))
    lease = inputs.get("lease")
    sides = _make_sides(firms, parcels, lease=lease, reference_date=reference_date)
    decided = find_decided(
        inputs.get("decisions", Decisions()), firms=sides.firm, parcels=sides.parcel
    )
    exact = {
        method: _without(hits, decided.rejected) for method, hits in _exact_hits(sides)
    }
    joined = _first_hits({**exact, "decision": decided.accepted}, count=len(firms))
    links = joined.sort_values(_PAIR, ignore_index=True)
    ids = _parcel_names(sides.parcels)
    links = links.assign(parcel_id=ids.loc[links["parcel"]].to_numpy())
    progress.step(1, 2, stage=messages.text("join.stage.similar"))
    unmatched = sides.firms.index.difference(pd.Index(links["firm"]))
    candidates = best_candidates(
        _without(
            _candidates(sides, unmatched, inputs=inputs, progress=progress),
            decided.rejected,
        )
    )
    progress.step(2, 2, stage=messages.text("join.stage.similar"))
    findings = (
        *check_duplicate_firms(sides.firms, sides.firm),
        *check_parcel_codes(sides.firms, parcels=sides.parcel),
        *check_links(sides.firms, links, firm=sides.firm, parcel=sides.parcel),
        *check_leases(lease, sides.leases, reference_date=reference_date),
        *check_decisions_unused(sides.firms, decided.accepted, links=links),
        *decided.findings,
    )
    return _make_result(
        sides, links, candidates, labels=(firms.index, parcels.index), findings=findings
    )


def _make_sides(
    firms: pd.DataFrame,
    parcels: pd.DataFrame,
    *,
    lease: pd.DataFrame | None,
    reference_date: date,
) -> _Sides:
    numbered = [frame.reset_index(drop=True) for frame in (firms, parcels)]
    firm, parcel = place_tokens(numbered[0]), owned_tokens(numbered[1])
    return _Sides(
        firms=numbered[0],
        parcels=numbered[1],
        firm=firm,
        parcel=parcel,
        leases=resolve_leases(
            lease, firms=firm, parcels=parcel, reference_date=reference_date
        ),
    )


def _exact_hits(sides: _Sides) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each method's pairs, whoever else joins them."""
    firm, parcel = sides.firm, sides.parcel
    owned = pd.concat([meet(firm.code, parcel.code), meet(firm.name, parcel.name)])
    yield "parcel_id", _of_owner(meet_cells(firm.parcel, parcel.parcel), owned=owned)
    by_unit = _pairs(meet(firm.unit, parcel.unit))
    by_part = _pairs(meet(parcels_of_units(firm.unit), parcel.parcel))
    yield (
        "unit_no",
        pd.concat([by_unit, by_part[~by_part["firm"].isin(by_unit["firm"])]]),
    )
    yield "certificate", _pairs(meet(firm.paper, parcel.paper))
    yield "code", _pairs(meet(firm.code, parcel.code))
    yield "name", _pairs(meet(firm.name, parcel.name))
    known = (sides.leases["tenant"] != NOBODY) & (sides.leases["parcel"] != NOBODY)
    leased = sides.leases.loc[known, ["tenant", "parcel"]]
    yield "lease", leased.set_axis(_PAIR, axis=1).drop_duplicates()


def _pairs(met: pd.DataFrame) -> pd.DataFrame:
    return met[["left", "right"]].set_axis(_PAIR, axis=1).drop_duplicates()


def _of_owner(met: pd.DataFrame, *, owned: pd.DataFrame) -> pd.DataFrame:
    """Where two parcels have one code, keep the firm's own, if one of them is."""
    own = pd.MultiIndex.from_frame(owned[["left", "right"]])
    is_own = pd.MultiIndex.from_frame(met[["left", "right"]]).isin(own)
    has_own = (
        pd.Series(is_own, index=met.index)
        .groupby([met["left"], met["key"]])
        .transform("any")
    )
    return _pairs(met[is_own | ~has_own])


def _without(pairs: pd.DataFrame, rejected: pd.DataFrame) -> pd.DataFrame:
    if not len(rejected):
        return pairs
    gone = pd.MultiIndex.from_frame(rejected[_PAIR])
    kept: pd.DataFrame = pairs[~pd.MultiIndex.from_frame(pairs[_PAIR]).isin(gone)]
    return kept


def _first_hits(hits: dict[str, pd.DataFrame], *, count: int) -> pd.DataFrame:
    """Return `firm`, `parcel`, `method`: each firm's pairs of its first method."""
    is_open = np.ones(count, dtype=bool)
    found = []
    for method in METHODS:
        fresh = hits[method][is_open[hits[method]["firm"].to_numpy(dtype=np.int64)]]
        is_open[fresh["firm"].to_numpy(dtype=np.int64)] = False
        found.append(fresh[_PAIR].assign(method=method))
    joined: pd.DataFrame = pd.concat(found, ignore_index=True)
    return joined.astype({"firm": "int64", "parcel": "int64"})


def _candidates(
    sides: _Sides, unmatched: pd.Index, *, inputs: JoinInputs, progress: Progress
) -> pd.DataFrame:
    names = sides.firm.name[sides.firm.name["row"].isin(unmatched)]
    leases = sides.leases[sides.leases["parcel"] != NOBODY]
    lease = inputs.get("lease")
    found = [name_candidates(names, sides.parcel.name, progress=progress)]
    if lease is not None and len(leases):
        tenants = name_key(column(lease, "tenant_name").reset_index(drop=True))
        rented = pd.DataFrame(
            {
                "row": leases["parcel"].to_numpy(),
                "key": tenants.loc[leases["lease"]].to_numpy(),
            }
        ).dropna(subset=["key"])
        near = name_candidates(names, rented.drop_duplicates(), progress=progress)
        found.append(near.assign(method="lease"))
    points, geometry = inputs.get("firm_points"), inputs.get("parcel_geometry")
    if points is not None and geometry is not None:
        found.append(point_candidates(unmatched, points=points, geometry=geometry))
    return pd.concat(found, ignore_index=True)


def _make_result(
    sides: _Sides,
    links: pd.DataFrame,
    candidates: pd.DataFrame,
    *,
    labels: tuple[pd.Index, pd.Index],
    findings: tuple[Finding, ...],
) -> JoinResult:
    """Name rows as the caller does, and count (contract, `join` of summary.json)."""
    firm_labels, parcel_labels = labels
    table = _firm_columns(links, count=len(sides.firms))
    is_open = table["match_method"].isna()
    to_review = is_open & table.index.isin(candidates["firm"])
    empty = sides.parcels.index.difference(pd.Index(links["parcel"]))
    methods = table["match_method"].value_counts()
    return JoinResult(
        links=_relabelled(links, labels),
        firms=table.set_axis(firm_labels),
        candidates=_relabelled(_shown(candidates, sides), labels),
        unmatched=firm_labels[is_open],
        parcels_without_firm=parcel_labels[empty],
        to_review=firm_labels[to_review],
        summary={
            "enterprises": len(table),
            "matched": int((~is_open).sum()),
            "unmatched": int(is_open.sum()),
            "to_review": int(to_review.sum()),
            "parcels_without_enterprise": len(empty),
            "by_method": {method: int(methods.get(method, 0)) for method in METHODS},
        },
        findings=tuple(
            replace(each, rows=tuple(firm_labels[list(each.rows)].tolist()))
            if each.role == ENTERPRISE
            else each
            for each in findings
        ),
    )


def _relabelled(pairs: pd.DataFrame, labels: tuple[pd.Index, pd.Index]) -> pd.DataFrame:
    return pairs.assign(
        **{
            name: index[pairs[name].to_numpy(dtype=np.int64)]
            for name, index in zip(_PAIR, labels, strict=True)
        }
    )


def _parcel_names(parcels: pd.DataFrame) -> pd.Series:
    """Return what the user calls each parcel: its code, else another number."""
    names = column(parcels, "parcel_id")
    for other in ("unit_no", "supervision_no"):
        names = names.fillna(column(parcels, other))
    lost = names.index[names.isna()]
    rows = [messages.text("join.row", row=row + 1) for row in lost]
    return names.fillna(pd.Series(rows, index=lost, dtype="str"))


def _firm_columns(links: pd.DataFrame, *, count: int) -> pd.DataFrame:
    rows = pd.RangeIndex(count)
    first = links.drop_duplicates("firm")
    ids = links.drop_duplicates(["firm", "parcel_id"])
    joined = _joined_texts(ids["parcel_id"], ids["firm"])
    counts = links["firm"].value_counts().reindex(rows, fill_value=0)
    return pd.DataFrame(
        {
            "match_method": first.set_index("firm")["method"].reindex(rows),
            "parcel_ids": joined.reindex(rows),
            "n_parcels": counts.astype("int64"),
        },
        index=rows,
    ).astype({"match_method": "str", "parcel_ids": "str"})


def _joined_texts(texts: pd.Series, groups: pd.Series) -> pd.Series:
    """Join the texts of each group by ","; `groups` is sorted."""
    firsts = np.flatnonzero(~groups.duplicated())
    cells = texts.to_numpy(dtype=object).tolist()
    # Group by group: joining texts has no vectorised form that is faster.
    joined = [
        ",".join(cells[begin:end])
        for begin, end in pairwise([*firsts.tolist(), len(cells)])
    ]
    return pd.Series(joined, index=groups.iloc[firsts], dtype="str")


def _shown(candidates: pd.DataFrame, sides: _Sides) -> pd.DataFrame:
    """Put the names that the tables have in place of keys."""
    firm, parcel = candidates["firm"], candidates["parcel"]
    owners = column(sides.parcels, "owner").loc[parcel].to_numpy()
    tenants = candidates["other"].where(candidates["method"] == "lease")
    names = column(sides.firms, "name").loc[firm].to_numpy()
    return (
        candidates.assign(
            firm_name=names,
            other_name=tenants.fillna(pd.Series(owners, index=candidates.index)),
            parcel_id=_parcel_names(sides.parcels).loc[parcel].to_numpy(),
        )
        .drop(columns="other")
        .astype(dict.fromkeys(_TEXTS, "str"))
    )
