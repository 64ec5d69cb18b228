# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""待核实: which parcels want which fields, and in which row each can be entered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.checks.limits import read_limits
from landgis.checks.naming import name_rows
from landgis.join.keys import column, numbers
from landgis.operations.corrections import name_parcels
from landgis.report.fields import to_titles
from landgis.schema import read_schema

PARCELS, FIRMS = "supply", "enterprise"
TO_VERIFY = "to_verify"
SHOWN = ("owner", "town", "location", "mu")


@dataclass(frozen=True, kw_only=True, eq=False)
class MissingGroup:
    """The parcels that want the same fields; `role` is the input that lacks them."""

    role: str
    fields: tuple[str, ...]
    parcels: NDArray[np.int64]
    mu: float

    @property
    def title(self) -> str:
        """The fields in words."""
        return to_titles(self.fields)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line to fill in: a parcel, or a firm on it.

    `row` is the name by which a correction finds the line; None where no firm is
    joined to the parcel, so that nothing can be entered.
    """

    role: str
    row: str | None
    parcel: int
    parcel_name: str
    label: str | None
    town: str | None
    location: str | None
    mu: float | None


class Entries(Sequence[Entry]):
    """The lines of a group, each made when it is looked at: there may be 100,000."""

    def __init__(self, role: str, lines: pd.DataFrame) -> None:
        self._role, self._count = role, len(lines)
        self._cells = {name: lines[name].to_numpy(dtype=object) for name in lines}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        line = {name: cells[place] for name, cells in self._cells.items()}
        return Entry(
            role=self._role,
            row=_word(line["row"]),
            parcel=int(line["parcel"]),
            parcel_name=str(line["parcel_name"]),
            label=_word(line["label"]),
            town=_word(line["town"]),
            location=_word(line["location"]),
            mu=None if pd.isna(line["mu"]) else float(line["mu"]),
        )


def group_missing(
    parcels: pd.DataFrame, *, only_to_verify: bool = True
) -> tuple[MissingGroup, ...]:
    """Group parcels by the fields that they want, the most land first.

    A parcel that wants fields of its own and of a firm's is in two groups.
    """
    if "missing" not in parcels:
        return ()
    wanting = parcels["missing"].fillna("") != ""
    if only_to_verify:
        wanting &= parcels["status"] == TO_VERIFY
    chosen = parcels[wanting]
    own = read_schema(PARCELS).fields
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for row, missing in zip(chosen.index, chosen["missing"], strict=True):
        names = list(dict.fromkeys(name for name in missing.split(",") if name))
        for role in (PARCELS, FIRMS):
            of_role = tuple(n for n in names if (n in own) == (role == PARCELS))
            if of_role:
                found.setdefault((role, of_role), []).append(int(row))
    mu = numbers(parcels, "mu").fillna(0.0)
    groups = [
        MissingGroup(
            role=role,
            fields=fields,
            parcels=np.array(rows, dtype=np.int64),
            mu=float(mu.loc[rows].sum()),
        )
        for (role, fields), rows in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.mu, group.fields)))


def list_entries(
    group: MissingGroup,
    *,
    parcels: pd.DataFrame,
    firms: pd.DataFrame,
    links: pd.DataFrame,
) -> Entries:
    """Return the lines of a group: its parcels, or the firms on them."""
    places = parcels.index.get_indexer(pd.Index(group.parcels))
    shown = [name for name in SHOWN if name in parcels]
    land = parcels[shown].iloc[places]
    lines = pd.DataFrame(
        {
            "parcel": group.parcels,
            "parcel_name": name_parcels(parcels, places).to_numpy(),
            "label": column(land, "owner").to_numpy(),
            "town": column(land, "town").to_numpy(),
            "location": column(land, "location").to_numpy(),
            "mu": numbers(land, "mu").to_numpy(),
        }
    )
    lines["row"] = lines["parcel_name"]
    if group.role == FIRMS:
        lines = _per_firm(lines, group, firms=firms, links=links)
    return Entries(group.role, lines)


def _per_firm(
    lines: pd.DataFrame,
    group: MissingGroup,
    *,
    firms: pd.DataFrame,
    links: pd.DataFrame,
) -> pd.DataFrame:
    """Put the firms that lack a field in place of their parcels."""
    pairs = links[["firm", "parcel"]]
    pairs = pairs[pairs["parcel"].isin(group.parcels)].drop_duplicates()
    places = firms.index.get_indexer(pd.Index(pairs["firm"].unique()))
    places = np.sort(places[places >= 0]).astype(np.int64)
    lacking = np.zeros(len(places), dtype=bool)
    for field in group.fields:
        if field not in firms:
            lacking[:] = True
        else:
            lacking |= firms[field].iloc[places].isna().to_numpy()
    places = places[lacking]
    names = name_rows(firms, FIRMS, read_limits(), places=places)
    wanted = pd.DataFrame({"firm": firms.index[places], "name": names})
    pairs = pairs.merge(wanted, on="firm")
    both = lines.drop(columns=["row", "label"]).merge(pairs, on="parcel", how="left")
    both["row"] = both["name"]
    owners = lines.set_index("parcel")["label"]
    both["label"] = both["name"].fillna(both["parcel"].map(owners))
    return both


def _word(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]  # any cell


def all_entries(
    groups: Iterable[MissingGroup],
    *,
    parcels: pd.DataFrame,
    firms: pd.DataFrame,
    links: pd.DataFrame,
) -> tuple[tuple[MissingGroup, Entry], ...]:
    """Return the lines of several groups, each with its group."""
    return tuple(
        (group, entry)
        for group in groups
        for entry in list_entries(group, parcels=parcels, firms=firms, links=links)
    )
