# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms that nothing joined, each with the land it may be on, for a person to decide.

A decision is about one firm: which parcels it is on, and which it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.join.keys import column, numbers
from landgis.operations.review_decisions import Decision, Stamp, Verdict, firm_keys

METHOD_ORDER = ("name", "lease", "point")
"""What speaks for a candidate, the strongest first."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Firm:
    """The side of a pair that the table of firms tells about; None is not known."""

    row: int
    key: str
    name: str
    code: str | None = None
    address: str | None = None
    town: str | None = None
    tax_wan: float | None = None
    land_mu: float | None = None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An owner or tenant, and those of the parcels on which the firm may be.

    `methods` says what speaks for it; `score` is the likeness of the names, None
    where only the place speaks.  `keepable` is False where a parcel has no code
    by which a decision could find it again.
    """

    other_name: str
    owner_code: str | None
    parcels: tuple[int, ...]
    parcel_ids: tuple[str, ...]
    location: str | None
    town: str | None
    mu: float | None
    methods: tuple[str, ...]
    score: float | None
    keepable: bool


@dataclass(frozen=True, kw_only=True)
class Case:
    """One firm to review with its candidates, best first."""

    firm: Firm
    candidates: tuple[Candidate, ...]


class ReviewList:
    """The firms to review, in the order of the table; cases are made when asked for."""

    def __init__(
        self, *, candidates: pd.DataFrame, firms: pd.DataFrame, parcels: pd.DataFrame
    ) -> None:
        ordered = candidates.sort_values("firm", kind="stable", ignore_index=True)
        rows, starts = np.unique(
            ordered["firm"].to_numpy(dtype=np.int64), return_index=True
        )
        self.rows: NDArray[np.int64] = rows
        self._starts = np.append(starts, len(ordered))
        self._pairs = ordered
        self._parcels = parcels
        self._firms = firms.loc[rows]
        self.keys: tuple[str, ...] = tuple(firm_keys(self._firms))
        self.names: tuple[str, ...] = tuple(column(self._firms, "name").fillna(""))
        self._places = {key: place for place, key in enumerate(self.keys)}

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, key: str) -> int | None:
        """Return the position of a firm, None if it is not to be reviewed."""
        return self._places.get(key)

    def case(self, position: int) -> Case:
        """Return a firm with its candidates."""
        first, last = self._starts[position : position + 2]
        pairs = self._pairs.iloc[first:last]
        return Case(firm=self._firm(position), candidates=self._candidates(pairs))

    def land(self, candidate: Candidate) -> dict[int, float]:
        """Return the 亩 of each of a candidate's parcels; one of no area has none."""
        mu = numbers(self._parcels, "mu").loc[list(candidate.parcels)].fillna(0.0)
        return dict(zip(candidate.parcels, mu.tolist(), strict=True))

    def _firm(self, position: int) -> Firm:
        own = self._firms.iloc[[position]]
        reported = "reported_land_mu" if "reported_land_mu" in own else "land_mu"
        return Firm(
            row=int(self.rows[position]),
            key=self.keys[position],
            name=self.names[position],
            code=_word(own, "code"),
            address=_word(own, "address"),
            town=_word(own, "town"),
            tax_wan=_number(own, "tax_wan"),
            land_mu=_number(own, reported),
        )

    def _candidates(self, pairs: pd.DataFrame) -> tuple[Candidate, ...]:
        by_name = pairs[pairs["method"] != "point"]
        groups: dict[str, list[int]] = {}
        for place, other in by_name["other_name"].fillna("").items():
            groups.setdefault(other, []).append(int(str(place)))
        known = set(by_name["parcel"])
        for place, row in pairs[pairs["method"] == "point"].iterrows():
            other = str(row["other_name"]) if pd.notna(row["other_name"]) else ""
            # A place within the land of a similar name speaks for that candidate.
            label = other if row["parcel"] in known else f"\0{row['parcel']}"
            groups.setdefault(label, []).append(int(str(place)))
        found = [self._candidate(pairs.loc[places]) for places in groups.values()]
        return tuple(sorted(found, key=_rank))

    def _candidate(self, pairs: pd.DataFrame) -> Candidate:
        rows = pairs["parcel"].drop_duplicates().tolist()
        land = self._parcels.loc[rows]
        methods = set(pairs["method"])
        score = pairs["score"].max()
        ids = pairs.drop_duplicates("parcel")["parcel_id"].astype(str).tolist()
        mu = numbers(land, "mu")
        coded = column(land, "parcel_id").notna() | column(land, "unit_no").notna()
        return Candidate(
            other_name=str(pairs["other_name"].fillna("").iloc[0]),
            owner_code=_word(land, "owner_code"),
            parcels=tuple(int(row) for row in rows),
            parcel_ids=tuple(dict.fromkeys(ids)),
            location=_word(land, "location"),
            town=_word(land, "town"),
            mu=None if mu.isna().any() else float(mu.sum()),
            methods=tuple(name for name in METHOD_ORDER if name in methods),
            score=None if pd.isna(score) else float(score),
            keepable=bool(coded.all()),
        )


def _rank(candidate: Candidate) -> tuple[float, int, str]:
    score = -1.0 if candidate.score is None else candidate.score
    return (-score, -len(candidate.methods), candidate.other_name)


def _word(frame: pd.DataFrame, name: str) -> str | None:
    value = column(frame, name).iloc[0]
    return None if pd.isna(value) else str(value)


def _number(frame: pd.DataFrame, name: str) -> float | None:
    value = numbers(frame, name).iloc[0]
    return None if pd.isna(value) else float(value)


def accept(
    case: Case, candidate: Candidate, *, earlier: Decision | None, stamp: Stamp
) -> Decision:
    """Put the firm on the candidate's parcels; what was accepted before stays so."""
    return _decide(
        case, earlier, stamp, pairs=dict.fromkeys(candidate.parcel_ids, True)
    )


def reject(
    case: Case, candidate: Candidate, *, earlier: Decision | None, stamp: Stamp
) -> Decision:
    """Say that the firm is not there; the last candidate closes the case."""
    return _decide(
        case, earlier, stamp, pairs=dict.fromkeys(candidate.parcel_ids, False)
    )


def reject_all(case: Case, *, earlier: Decision | None, stamp: Stamp) -> Decision:
    """Say that the firm is at none of the candidates' parcels."""
    pairs = {parcel: False for each in case.candidates for parcel in each.parcel_ids}
    return replace(_decide(case, earlier, stamp, pairs=pairs), closed=True)


def _decide(
    case: Case, earlier: Decision | None, stamp: Stamp, *, pairs: Mapping[str, bool]
) -> Decision:
    both = {**(earlier.pairs if earlier else {}), **pairs}
    offered = {parcel for each in case.candidates for parcel in each.parcel_ids}
    return Decision(
        name=case.firm.name,
        code=case.firm.code or "",
        pairs=both,
        closed=offered <= both.keys(),
        basis=stamp.basis,
        day=stamp.day.isoformat(),
        clerk=stamp.clerk,
    )


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How far the review has come, and what it joins; `mu` counts each parcel once."""

    total: int
    done: int
    firms: int
    parcels: int
    mu: float


def count(review: ReviewList, decisions: Mapping[str, Decision]) -> Tally:
    """Count the firms of the list and those decided before it was made."""
    keys = set(review.keys)
    settled = {key for key, each in decisions.items() if each.verdict != Verdict.OPEN}
    land: dict[int, float] = {}
    firms = 0
    for key in settled & keys:
        each = decisions[key]
        if each.verdict != Verdict.ACCEPTED:
            continue
        firms += 1
        position = review.find(key)
        land |= _accepted_land(review, position, each) if position is not None else {}
    return Tally(
        total=len(keys | settled),
        done=len(settled),
        firms=firms,
        parcels=len(land),
        mu=float(sum(land.values())),
    )


def _accepted_land(
    review: ReviewList, position: int, decision: Decision
) -> dict[int, float]:
    taken = [
        each
        for each in review.case(position).candidates
        if all(decision.pairs.get(parcel, False) for parcel in each.parcel_ids)
    ]
    return {row: mu for each in taken for row, mu in review.land(each).items()}


def mark_differences(left: str, right: str) -> tuple[Spans, Spans]:
    """Return the stretches of both names that the other one does not have."""
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    differing = [code for code in codes if code[0] != "equal"]
    return (
        tuple((begin, end) for _, begin, end, _, _ in differing if end > begin),
        tuple((begin, end) for _, _, _, begin, end in differing if end > begin),
    )
