# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two results side by side: what came in, what left, what changed (last year, this)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.analysis import STATUSES
from landgis.classify.firm_columns import to_firm_keys
from landgis.tables import Geometries

NOT_THERE = ""
"""Row and column of the matrices for what is in one result only."""

SAME_MU = 1e-6  # 亩 that differ by less are the same figure, computed twice
SAME_SHAPE_GRID_M = 0.001

PARCEL_COLUMNS = ("parcel_id", "owner", "town")
PARCEL_FIGURES = ("status", "mu", "firm_mu", "potential_mu")
FIRM_COLUMNS = ("name", "code", "scale")
FIRM_FIGURES = ("low", "grade", "tax_per_mu", "land_mu")

Rows = NDArray[np.int64]


class Judged(Protocol):
    """What is compared of a result: an analysis, or one read back from files."""

    @property
    def parcels(self) -> pd.DataFrame:
        """The parcels with their status and land."""

    @property
    def parcel_geometry(self) -> Geometries:
        """Their shapes."""

    @property
    def firms(self) -> pd.DataFrame:
        """The firms with their verdicts."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What differs between an earlier and a later result.

    Attributes
    ----------
    parcels
        One row for each parcel of either: `change` (came / left / status / mu /
        land / same: the first that holds), `row_before`, `row_after` (-1 where
        it is not there), `matched_by` (parcel_id / unit_no / shape / ""),
        `parcel_id`, `owner`, `town`, and `status`, `mu`, `firm_mu`,
        `potential_mu`, each `_before` and `_after`.
    firms
        The same for firms: `change` (came / left / low / not_low / grade / same),
        `matched_by` (code / name / ""), `name`, `code`, `scale`, and `low`
        (nullable), `grade`, `tax_per_mu`, `land_mu`, each `_before` and
        `_after`.
    count
        Parcels by status before (rows) and after (columns); the sums of rows
        and columns are those of the two results.
    mu_before, mu_after
        The same with the 亩 of the earlier result, whose rows add up to its
        sums, and with those of the later one, whose columns do.
    """

    parcels: pd.DataFrame
    firms: pd.DataFrame
    count: pd.DataFrame
    mu_before: pd.DataFrame
    mu_after: pd.DataFrame


def compare_results(before: Judged, after: Judged) -> Comparison:
    """Match parcels and firms of two results and say what became of each."""
    parcels = compare_parcels(
        before.parcels,
        after.parcels,
        shapes=(before.parcel_geometry, after.parcel_geometry),
    )
    return Comparison(
        parcels=parcels,
        firms=compare_firms(before.firms, after.firms),
        count=_matrix(parcels, None),
        mu_before=_matrix(parcels, "mu_before"),
        mu_after=_matrix(parcels, "mu_after"),
    )


def compare_parcels(
    before: pd.DataFrame, after: pd.DataFrame, *, shapes: tuple[Geometries, Geometries]
) -> pd.DataFrame:
    """Match parcels by code, then unit number, then shape, and compare them."""
    keys: dict[str, Callable[[Rows, Rows], tuple[pd.Series, pd.Series]]] = {
        name: _column_keys(before, after, name) for name in ("parcel_id", "unit_no")
    }
    keys["shape"] = lambda left, right: (
        _shape_keys(shapes[0][left]),
        _shape_keys(shapes[1][right]),
    )
    pairs = _match(len(before), len(after), keys)
    table = _put_together(
        pairs, before, after, shared=PARCEL_COLUMNS, figures=PARCEL_FIGURES
    )
    other_mu = _differs(table, "mu")
    other_land = _differs(table, "firm_mu") | _differs(table, "potential_mu")
    return _with_change(
        table,
        {
            "status": table["status_before"] != table["status_after"],
            "mu": other_mu,
            "land": other_land,
        },
    )


def compare_firms(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Match firms by credit code, then by name, and compare them."""
    (code, name), (later_code, later_name) = (
        to_firm_keys(firms.reset_index(drop=True)) for firms in (before, after)
    )
    pairs = _match(
        len(before),
        len(after),
        {
            "code": lambda left, right: (code.iloc[left], later_code.iloc[right]),
            "name": lambda left, right: (name.iloc[left], later_name.iloc[right]),
        },
    )
    table = _put_together(
        pairs, before, after, shared=FIRM_COLUMNS, figures=FIRM_FIGURES
    )
    low, low_after = (
        table[f"low_{when}"].astype("boolean") for when in ("before", "after")
    )
    table["low_before"], table["low_after"] = low, low_after
    was, now = (one.fillna(value=False).astype(bool) for one in (low, low_after))
    known = low.notna() & low_after.notna()
    grades = _words(table["grade_before"]), _words(table["grade_after"])
    return _with_change(
        table,
        {
            "low": now & ~was,
            "not_low": was & ~now & known,
            "grade": grades[0] != grades[1],
        },
    )


def _column_keys(
    before: pd.DataFrame, after: pd.DataFrame, name: str
) -> Callable[[Rows, Rows], tuple[pd.Series, pd.Series]]:
    def keys(left: Rows, right: Rows) -> tuple[pd.Series, pd.Series]:
        return _text(before, name).iloc[left], _text(after, name).iloc[right]

    return keys


def _text(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series(np.nan, index=range(len(frame)), dtype="str")
    words = frame[name].astype("str").str.strip().where(frame[name].notna())
    return words.mask(words == "").reset_index(drop=True)


def _shape_keys(shapes: Geometries) -> pd.Series:
    known = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    is_multi = shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON
    single = is_multi & (shapely.get_num_geometries(shapes) == 1)
    shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
    keys = np.full(len(shapes), None, dtype=object)
    keys[known] = shapely.to_wkb(
        shapely.normalize(shapely.set_precision(shapes[known], SAME_SHAPE_GRID_M))
    )
    return pd.Series(keys, dtype=object)


def _match(
    count_before: int,
    count_after: int,
    keys: Mapping[str, Callable[[Rows, Rows], tuple[pd.Series, pd.Series]]],
) -> pd.DataFrame:
    """Pair rows by the first key that both have; of equal keys first with first.

    Rows without a partner stand alone, with -1 on the other side.
    """
    left = np.arange(count_before, dtype=np.int64)
    right = np.arange(count_after, dtype=np.int64)
    found = []
    for name, make in keys.items():
        one, other = make(left, right)
        table = _numbered(one, left).merge(
            _numbered(other, right),
            on=["key", "number"],
            suffixes=("_before", "_after"),
        )
        found.append(table[["row_before", "row_after"]].assign(matched_by=name))
        left = np.setdiff1d(left, table["row_before"].to_numpy())
        right = np.setdiff1d(right, table["row_after"].to_numpy())
    found.append(pd.DataFrame({"row_before": left, "row_after": -1, "matched_by": ""}))
    found.append(pd.DataFrame({"row_before": -1, "row_after": right, "matched_by": ""}))
    pairs = pd.concat(found, ignore_index=True)
    pairs[["row_before", "row_after"]] = pairs[["row_before", "row_after"]].astype(
        np.int64
    )
    order = np.lexsort((pairs["row_before"], pairs["row_after"] % (count_after + 1)))
    return pairs.iloc[order].reset_index(drop=True)


def _numbered(keys: pd.Series, rows: Rows) -> pd.DataFrame:
    table = pd.DataFrame({"key": keys.to_numpy(dtype=object), "row": rows})
    table = table[table["key"].notna()]
    return table.assign(number=table.groupby("key").cumcount())


def _put_together(
    pairs: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    shared: Sequence[str],
    figures: Sequence[str],
) -> pd.DataFrame:
    """Take columns of both results beside each other; shared ones from the later."""
    table = pairs.copy(deep=False)
    for name in shared:
        old = _pick(before, name, pairs["row_before"])
        new = _pick(after, name, pairs["row_after"])
        table[name] = new.astype("str").where(new.notna(), old.astype("str"))
    for name in figures:
        table[f"{name}_before"] = _pick(before, name, pairs["row_before"])
        table[f"{name}_after"] = _pick(after, name, pairs["row_after"])
    return table


def _pick(frame: pd.DataFrame, name: str, rows: pd.Series) -> pd.Series:
    if name not in frame:
        return pd.Series(np.nan, index=rows.index)
    values = frame[name].reset_index(drop=True)
    return values.reindex(rows.to_numpy()).set_axis(rows.index)


def _words(column: pd.Series) -> pd.Series:
    """Return a column as text; missing ones are `NOT_THERE`."""
    return column.astype("str").where(column.notna(), NOT_THERE)


def _differs(table: pd.DataFrame, name: str) -> pd.Series:
    one, other = table[f"{name}_before"], table[f"{name}_after"]
    return ((one - other).abs() > SAME_MU) | (one.isna() != other.isna())


def _with_change(table: pd.DataFrame, kinds: Mapping[str, pd.Series]) -> pd.DataFrame:
    conditions = [
        table["row_before"] < 0,
        table["row_after"] < 0,
        *(kind.fillna(value=False).astype(bool) for kind in kinds.values()),
    ]
    change = np.select(
        [condition.to_numpy(dtype=bool) for condition in conditions],
        ["came", "left", *kinds],
        default="same",
    )
    return table.assign(change=pd.Series(change, index=table.index, dtype="str"))


def _matrix(parcels: pd.DataFrame, amount: str | None) -> pd.DataFrame:
    keys = [*STATUSES, NOT_THERE]
    before, after = (_words(parcels[f"status_{when}"]) for when in ("before", "after"))
    table = (
        pd.DataFrame({"before": before, "after": after})
        .assign(amount=1 if amount is None else parcels[amount].fillna(0.0))
        .pivot_table(index="before", columns="after", values="amount", aggfunc="sum")
        .reindex(index=keys, columns=keys)
        .fillna(0.0)
    )
    return table.astype(np.int64) if amount is None else table
