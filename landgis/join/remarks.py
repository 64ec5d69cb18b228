# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What joining shows to be wrong or doubtful in the table of firms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from landgis import messages
from landgis.findings import Finding, Severity
from landgis.identifiers import is_credit_code
from landgis.join.keys import column, is_among, parcel_key, split_cells, words
from landgis.join.tokens import PARCEL_SEPARATORS, Tokens, meet, to_parcel_code
from landgis.units import round_half_up
from landgis.values import name_key

ENTERPRISE = "enterprise"

_BY_PAPER = ("parcel_id", "unit_no", "certificate")


def check_duplicate_firms(firms: pd.DataFrame, tokens: Tokens) -> tuple[Finding, ...]:
    """List firms that stand in the table more than once in a year.

    The same are equal codes, and equal names unless their valid codes differ.
    """
    year = firms["year"] if "year" in firms else pd.Series(0, index=firms.index)
    valid = _valid_codes(tokens)
    codes = tokens.code.assign(year=year.loc[tokens.code["row"]].to_numpy())
    names = tokens.name.assign(
        year=year.loc[tokens.name["row"]].to_numpy(),
        code=valid.reindex(tokens.name["row"]).to_numpy(),
    )
    same = ["key", "year"]
    of_code = codes[codes.duplicated(same, keep=False)]
    of_name = names[names.duplicated(same, keep=False)]
    kinds = of_name.groupby(same, dropna=False)["code"].transform("nunique")
    rows = pd.concat([of_code["row"], of_name.loc[kinds <= 1, "row"]]).unique()
    return _finding("duplicate_firm", Severity.WARNING, firms, rows=sorted(rows))


def check_parcel_codes(firms: pd.DataFrame, *, parcels: Tokens) -> tuple[Finding, ...]:
    """List parcel codes in the table of firms that no parcel has (`unknown_parcel_id`).

    A cell may hold unit numbers and certificates as well.
    """
    cells = split_cells(column(firms, "parcel_id"), PARCEL_SEPARATORS)
    key = parcel_key(cells["part"])
    known = (
        is_among(key, parcels.parcel["key"])
        | is_among(key, parcels.unit["key"])
        | is_among(to_parcel_code(key), parcels.parcel["key"])
        | is_among(name_key(cells["part"]), parcels.paper["key"])
    )
    whole_is_known = cells.loc[known & ~cells["is_part"], "row"]
    lost = cells[cells["is_part"] & key.notna() & ~known]
    lost = lost[~lost["row"].isin(whole_is_known)]
    return _finding(
        "unknown_parcel_id",
        Severity.WARNING,
        firms,
        rows=lost["row"].tolist(),
        parcels=lost["part"].tolist(),
    )


def check_links(
    firms: pd.DataFrame, links: pd.DataFrame, *, firm: Tokens, parcel: Tokens
) -> tuple[Finding, ...]:
    """List links that hold, but that somebody should look at.

    A code of several parcels, none of them the firm's own (`ambiguous_parcel_id`);
    自有 land that belongs to somebody else (`owner_differs`); a firm joined by name
    whose valid credit code is not the owner's (`code_differs`).
    """
    by_code = meet(firm.parcel, parcel.parcel).merge(
        links, left_on=["left", "right"], right_on=["firm", "parcel"]
    )
    many = by_code.groupby(["left", "key"])["right"].transform("nunique") > 1
    many_codes = by_code[many].drop_duplicates(["left", "key"])
    return (
        *_finding(
            "ambiguous_parcel_id",
            Severity.WARNING,
            firms,
            rows=many_codes["left"].tolist(),
            parcels=many_codes["key"].tolist(),
        ),
        *_foreign(firms, links, firm=firm, parcel=parcel),
        *_other_codes(firms, links, firm=firm, parcel=parcel),
    )


def check_decisions_unused(
    firms: pd.DataFrame, accepted: pd.DataFrame, *, links: pd.DataFrame
) -> tuple[Finding, ...]:
    """List accepted pairs that do not count, since something else joins the firm."""
    pairs = pd.MultiIndex.from_frame(links[["firm", "parcel"]])
    unused = ~pd.MultiIndex.from_frame(accepted[["firm", "parcel"]]).isin(pairs)
    rows = accepted.loc[unused, "firm"]
    return _finding("decision_not_used", Severity.NOTE, firms, rows=rows.tolist())


def _foreign(
    firms: pd.DataFrame, links: pd.DataFrame, *, firm: Tokens, parcel: Tokens
) -> tuple[Finding, ...]:
    owned = pd.concat([meet(firm.code, parcel.code), meet(firm.name, parcel.name)])
    is_own = pd.MultiIndex.from_frame(links[["firm", "parcel"]]).isin(
        pd.MultiIndex.from_frame(owned[["left", "right"]])
    )
    says_own = column(firms, "tenure").isin(words("owner")).loc[links["firm"]]
    has_owner = links["parcel"].isin(parcel.name["row"])
    foreign = links[
        ~is_own
        & says_own.to_numpy()
        & has_owner.to_numpy()
        & links["method"].isin(_BY_PAPER).to_numpy()
    ]
    return _finding(
        "owner_differs",
        Severity.WARNING,
        firms,
        rows=foreign["firm"].tolist(),
        parcels=foreign["parcel_id"].tolist(),
    )


def _other_codes(
    firms: pd.DataFrame, links: pd.DataFrame, *, firm: Tokens, parcel: Tokens
) -> tuple[Finding, ...]:
    single = parcel.code[~parcel.code["row"].duplicated(keep=False)]
    valid = single[is_credit_code(single["key"])]
    by_name = links[links["method"] == "name"]
    theirs = by_name["parcel"].map(dict(zip(valid["row"], valid["key"], strict=True)))
    ours = by_name["firm"].map(_valid_codes(firm))
    other = by_name[ours.notna() & theirs.notna() & (ours != theirs)]
    return _finding(
        "code_differs",
        Severity.WARNING,
        firms,
        rows=other["firm"].tolist(),
        parcels=other["parcel_id"].tolist(),
    )


def _valid_codes(tokens: Tokens) -> pd.Series:
    valid = tokens.code[is_credit_code(tokens.code["key"])]
    return valid.drop_duplicates("row").set_index("row")["key"]


def firm_labels(firms: pd.DataFrame) -> pd.Series:
    """Return what the user calls each firm: its name, its code, else its row."""
    names = column(firms, "name").fillna(column(firms, "code"))
    lost = np.flatnonzero(names.isna())
    rows = [messages.text("join.row", row=row + 1) for row in lost]
    return names.fillna(pd.Series(rows, index=names.index[lost], dtype="str"))


def two_places(value: float) -> str:
    """Return a number as tables print it."""
    return str(round_half_up(value, places=2))


def _finding(
    kind: str,
    severity: Severity,
    firms: pd.DataFrame,
    *,
    rows: Sequence[int],
    parcels: Sequence[str] = (),
) -> tuple[Finding, ...]:
    if not len(rows):
        return ()
    names = firm_labels(firms).loc[list(rows)].tolist()
    places = parcels or [""] * len(rows)
    return (
        Finding(
            kind=kind,
            severity=severity,
            role=ENTERPRISE,
            rows=tuple(rows),
            ids=tuple(names),
            details=tuple(
                messages.text(f"join.{kind}", name=name, parcel=parcel)
                for name, parcel in zip(names, places, strict=True)
            ),
        ),
    )
