# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms and parcels of this year's tables earlier decisions are about."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.identifiers import is_credit_code
from landgis.join.decisions import ROLE, Decisions
from landgis.join.keys import code_key, parcel_key, split_cells
from landgis.join.tokens import (
    PARCEL_SEPARATORS,
    Tokens,
    meet,
    meet_cells,
    parcels_of_units,
)
from landgis.values import name_key


@dataclass(frozen=True, kw_only=True)
class Decided:
    """Decided pairs of a firm and a parcel, by position; `line` is that of the file."""

    accepted: pd.DataFrame
    rejected: pd.DataFrame
    findings: tuple[Finding, ...]


def find_decided(decisions: Decisions, *, firms: Tokens, parcels: Tokens) -> Decided:
    """Find the firm of each decision by credit code, else by name, and its parcel.

    Of decisions on one pair the last line counts.  A name does not find a firm
    whose valid code is another one than the decision's.
    """
    frame = decisions.frame.reset_index(drop=True)
    firm = _firms_of(frame, firms)
    cells = split_cells(frame["parcel_id"], PARCEL_SEPARATORS)
    own = cells.assign(key=parcel_key(cells["part"])).dropna(subset=["key"])
    parcel = pd.concat(
        [
            meet_cells(own, parcels.parcel),
            meet(own, parcels.unit),
            meet(parcels_of_units(own), parcels.parcel),
        ]
    )[["left", "right"]].drop_duplicates()
    pairs = firm.merge(parcel, on="left", suffixes=("_firm", "_parcel"))
    pairs = pairs.set_axis(["row", "firm", "parcel"], axis=1)
    for name in ("accepted", "line"):
        pairs[name] = frame[name].loc[pairs["row"]].to_numpy()
    pairs = pairs.sort_values("row").drop_duplicates(["firm", "parcel"], keep="last")
    lost = frame.loc[frame.index.isin(firm["left"]) & ~frame.index.isin(parcel["left"])]
    columns = ["firm", "parcel", "line"]
    return Decided(
        accepted=pairs.loc[pairs["accepted"], columns],
        rejected=pairs.loc[~pairs["accepted"], columns],
        findings=_unknown_parcels(lost[lost["accepted"]]),
    )


def _firms_of(frame: pd.DataFrame, firms: Tokens) -> pd.DataFrame:
    """Return `left` (the decision) and `right` (the firm), by code, else by name."""
    codes = code_key(frame["code"])
    codes = codes.where(is_credit_code(codes)).dropna()
    names = name_key(frame["name"]).dropna()
    by_code = meet(
        pd.DataFrame({"row": codes.index, "key": codes.to_numpy()}), firms.code
    )
    by_name = meet(
        pd.DataFrame({"row": names.index, "key": names.to_numpy()}), firms.name
    )
    valid = firms.code[is_credit_code(firms.code["key"])]
    known = valid.drop_duplicates("row").set_index("row")["key"]
    decided = by_name["left"].map(codes)
    found = by_name["right"].map(known)
    is_other = decided.notna() & found.notna() & (decided != found)
    both = pd.concat([by_code, by_name[~is_other]])
    return both[["left", "right"]].drop_duplicates()


def _unknown_parcels(lost: pd.DataFrame) -> tuple[Finding, ...]:
    if not len(lost):
        return ()
    return (
        Finding(
            kind="decision_unknown_parcel",
            severity=Severity.WARNING,
            role=ROLE,
            rows=tuple(lost["line"].tolist()),
            ids=tuple(lost["name"].tolist()),
            details=tuple(
                messages.text(
                    "join.decision_unknown_parcel",
                    line=row["line"],
                    name=row["name"],
                    parcel=row["parcel_id"],
                )
                for row in lost.to_dict("records")
            ),
        ),
    )
