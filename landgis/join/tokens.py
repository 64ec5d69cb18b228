# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that a firm, a parcel or a lease can be found by, one row for each key."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from landgis.identifiers import PARCEL_LENGTH, UNIT_LENGTH
from landgis.join.keys import (
    code_key,
    column,
    is_among,
    parcel_key,
    split_cells,
)
from landgis.values import name_key

PARCEL_SEPARATORS = r"[、,，;；/／|｜\s\u3000\u00a0]+"
"""What stands between several parcel codes in a cell (XLS-06)."""
PAPER_SEPARATORS = r"[、,，;；|｜\r\n]+"
"""The same for certificates, which contain spaces."""
OWNER_SEPARATORS = r"[、,，;；/／|｜]+"
"""The same for owners: a line break or space may be in the middle of a name."""


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Keys of the rows of a table: frames with the columns `row`, `key`, `is_part`.

    `is_part` is False for a whole cell that was split as well.

    Attributes
    ----------
    parcel, unit, paper
        宗地代码, 不动产单元号, 不动产权证号.
    code, name
        Credit codes and names, of the firm itself or of a parcel's owners.
    """

    parcel: pd.DataFrame
    unit: pd.DataFrame
    paper: pd.DataFrame
    code: pd.DataFrame
    name: pd.DataFrame


def place_tokens(frame: pd.DataFrame, *, prefix: str = "") -> Tokens:
    """Return the keys of firms or leases; `prefix` is that of `name` and `code`.

    A cell of parcel codes may hold unit numbers and certificates as well.
    """
    cells = split_cells(column(frame, "parcel_id"), PARCEL_SEPARATORS)
    listed = _keyed(cells, parcel_key(cells["part"]))
    units = split_cells(column(frame, "unit_no"), PARCEL_SEPARATORS)
    papers = split_cells(column(frame, "certificate_no"), PAPER_SEPARATORS)
    own_code, own_name = (column(frame, prefix + each) for each in ("code", "name"))
    damaged = frame.get(f"{prefix}code_damaged")
    return Tokens(
        parcel=listed,
        unit=_together(
            listed[listed["key"].str.len() == UNIT_LENGTH],
            _keyed(units, parcel_key(units["part"])),
        ),
        paper=_together(
            _keyed(cells, name_key(cells["part"])),
            _keyed(papers, name_key(papers["part"])),
        ),
        code=_of_rows(code_key(own_code, damaged=damaged)),
        name=_of_rows(name_key(own_name)),
    )


def owned_tokens(parcels: pd.DataFrame) -> Tokens:
    """Return the keys of parcels: their own and those of every owner named."""
    units = split_cells(column(parcels, "unit_no"), PARCEL_SEPARATORS)
    unit = _keyed(units, parcel_key(units["part"]))
    own = parcel_key(column(parcels, "parcel_id"))
    nameless = own.index[own.isna()]
    inside = parcels_of_units(unit[unit["row"].isin(nameless)])
    papers = split_cells(column(parcels, "certificate_no"), PAPER_SEPARATORS)
    codes = split_cells(column(parcels, "owner_code"), PARCEL_SEPARATORS)
    damaged = parcels.get("owner_code_damaged")
    if damaged is not None:
        damaged = damaged.loc[codes["row"]].set_axis(codes.index)
    owners = split_cells(column(parcels, "owner"), OWNER_SEPARATORS)
    return Tokens(
        parcel=_together(_of_rows(own), inside),
        unit=unit,
        paper=_keyed(papers, name_key(papers["part"])),
        code=_keyed(codes, code_key(codes["part"], damaged=damaged)),
        name=_keyed(owners, name_key(owners["part"])),
    )


def parcels_of_units(unit: pd.DataFrame) -> pd.DataFrame:
    """Return the parcel code inside each unit number."""
    return unit.assign(key=to_parcel_code(unit["key"])).dropna(subset=["key"])


def to_parcel_code(keys: pd.Series) -> pd.Series:
    """Return the first 19 of the 28 characters of a 不动产单元号; else missing."""
    return keys.str[:PARCEL_LENGTH].where(keys.str.len() == UNIT_LENGTH)


def meet_cells(cells: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Do what `meet` does; parts of a cell that is found as a whole do not count."""
    found = meet(cells, right)
    whole = cells.loc[~cells["is_part"] & is_among(cells["key"], right["key"])]
    is_whole = pd.MultiIndex.from_frame(found[["left", "key"]]).isin(
        pd.MultiIndex.from_frame(whole[["row", "key"]])
    )
    return found[is_whole | ~found["left"].isin(whole["row"]).to_numpy()]


def meet(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return `left`, `key`, `right` for each two rows that have a key in common."""
    return left.rename(columns={"row": "left"}).merge(
        right.rename(columns={"row": "right"}), on="key"
    )[["left", "key", "right"]]


def _keyed(cells: pd.DataFrame, keys: pd.Series) -> pd.DataFrame:
    return _together(cells[["row", "is_part"]].assign(key=keys))


def _of_rows(keys: pd.Series) -> pd.DataFrame:
    known = keys.dropna()
    return pd.DataFrame({"row": known.index, "key": known.array, "is_part": True})


def _together(*tokens: pd.DataFrame) -> pd.DataFrame:
    table = pd.concat(tokens, ignore_index=True).dropna(subset=["key"])
    return table.drop_duplicates(["row", "key"], ignore_index=True)
