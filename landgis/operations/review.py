# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms that nothing joined, each with the land it may be on, for a person to decide.

A decision is about one firm: which parcels it is on, and which it is not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.join.keys import column, numbers
from landgis.operations.review_decisions import Decision, Stamp, Verdict, firm_keys

METHOD_ORDER = ("name", "lease", "point")
"""What speaks for a candidate, the strongest first."""

POINT = "point"

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
    """The firms to review, in the order of the table; cases are made when asked for.

    Whatever a case needs is taken out of the frames once: looking up single cells
    in frames would be felt at every key.
    """

    def __init__(
        self, *, candidates: pd.DataFrame, firms: pd.DataFrame, parcels: pd.DataFrame
    ) -> None:
        ordered = candidates.sort_values("firm", kind="stable", ignore_index=True)
        rows, starts = np.unique(
            ordered["firm"].to_numpy(dtype=np.int64), return_index=True
        )
        self.rows: NDArray[np.int64] = rows
        self._starts = np.append(starts, len(ordered)).tolist()
        self._pairs = _pairs_of(ordered)
        self._land = _land_of(parcels, ordered["parcel"].unique())
        own = firms.loc[rows]
        self.keys: tuple[str, ...] = tuple(firm_keys(own))
        self.names: tuple[str, ...] = tuple(column(own, "name").fillna(""))
        self._firms = _firms_of(own, self.keys)
        self._rows_of = Counter(self.keys)
        self._places: dict[str, int] = {}
        for place, key in enumerate(self.keys):
            self._places.setdefault(key, place)

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, key: str) -> int | None:
        """Return the position of a firm, None if it is not to be reviewed."""
        return self._places.get(key)

    def count_of(self, keys: Iterable[str]) -> int:
        """Return how many of the firms to review have one of these keys."""
        return sum(self._rows_of[key] for key in set(keys))

    def case(self, position: int) -> Case:
        """Return a firm with its candidates."""
        pairs = self._pairs_at(position)
        named = {pair.parcel for pair in pairs if pair.method != POINT}
        groups: dict[str, list[_Pair]] = {}
        for pair in pairs:
            # A place within the land of a similar name speaks for that candidate.
            by_place = pair.method == POINT and pair.parcel not in named
            label = f"\0{pair.parcel}" if by_place else pair.other
            groups.setdefault(label, []).append(pair)
        found = [self._candidate(group) for group in groups.values()]
        return Case(
            firm=self._firms[position], candidates=tuple(sorted(found, key=_rank))
        )

    def land(self, position: int, decision: Decision) -> dict[int, float]:
        """Return the 亩 of each parcel that a firm was put on; unknown counts 0."""
        return {
            pair.parcel: self._land[pair.parcel].mu or 0.0
            for pair in self._pairs_at(position)
            if decision.pairs.get(pair.parcel_id, False)
        }

    def _pairs_at(self, position: int) -> tuple[_Pair, ...]:
        return self._pairs[self._starts[position] : self._starts[position + 1]]

    def _candidate(self, pairs: list[_Pair]) -> Candidate:
        rows = tuple(dict.fromkeys(pair.parcel for pair in pairs))
        land = [self._land[row] for row in rows]
        areas = [each.mu for each in land]
        known = [mu for mu in areas if mu is not None]
        methods = {pair.method for pair in pairs}
        scores = [pair.score for pair in pairs if pair.score is not None]
        return Candidate(
            other_name=pairs[0].other,
            owner_code=land[0].owner_code,
            parcels=rows,
            parcel_ids=tuple(dict.fromkeys(pair.parcel_id for pair in pairs)),
            location=land[0].location,
            town=land[0].town,
            mu=sum(known) if len(known) == len(areas) else None,
            methods=tuple(name for name in METHOD_ORDER if name in methods),
            score=max(scores, default=None),
            keepable=all(each.has_code for each in land),
        )


class _Pair(NamedTuple):
    parcel: int
    method: str
    score: float | None
    other: str
    parcel_id: str


class _Land(NamedTuple):
    owner_code: str | None
    location: str | None
    town: str | None
    mu: float | None
    has_code: bool


def _pairs_of(ordered: pd.DataFrame) -> tuple[_Pair, ...]:
    return tuple(
        map(
            _Pair,
            ordered["parcel"].astype("int64").tolist(),
            ordered["method"].astype(str).tolist(),
            _numbers(ordered, "score"),
            column(ordered, "other_name").fillna("").tolist(),
            column(ordered, "parcel_id").fillna("").tolist(),
        )
    )


def _land_of(parcels: pd.DataFrame, rows: NDArray[np.int64]) -> dict[int, _Land]:
    land = parcels.loc[rows]
    coded = column(land, "parcel_id").notna() | column(land, "unit_no").notna()
    found = map(
        _Land,
        _words(land, "owner_code"),
        _words(land, "location"),
        _words(land, "town"),
        _numbers(land, "mu"),
        coded.tolist(),
    )
    return dict(zip(map(int, rows), found, strict=True))


def _firms_of(own: pd.DataFrame, keys: Sequence[str]) -> tuple[Firm, ...]:
    land = "reported_land_mu" if "reported_land_mu" in own else "land_mu"
    cells = zip(
        own.index.tolist(),
        keys,
        _words(own, "name"),
        *(_words(own, name) for name in ("code", "address", "town")),
        *(_numbers(own, name) for name in ("tax_wan", land)),
        strict=True,
    )
    return tuple(
        Firm(
            row=int(row),
            key=key,
            name=name or "",
            code=code,
            address=address,
            town=town,
            tax_wan=tax_wan,
            land_mu=land_mu,
        )
        for row, key, name, code, address, town, tax_wan, land_mu in cells
    )


def _words(frame: pd.DataFrame, name: str) -> list[str | None]:
    return [None if pd.isna(cell) else str(cell) for cell in column(frame, name)]


def _numbers(frame: pd.DataFrame, name: str) -> list[float | None]:
    cells = numbers(frame, name).tolist()
    return [None if math.isnan(cell) else float(cell) for cell in cells]


def _rank(candidate: Candidate) -> tuple[float, int, str]:
    score = -1.0 if candidate.score is None else candidate.score
    return (-score, -len(candidate.methods), candidate.other_name)


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
        position = review.find(key)
        if position is not None and decisions[key].verdict == Verdict.ACCEPTED:
            firms += 1
            land |= review.land(position, decisions[key])
    return Tally(
        total=len(keys | settled),
        done=len(settled),
        firms=firms,
        parcels=len(land),
        mu=float(sum(land.values())),
    )


def mark_differences(left: str, right: str) -> tuple[Spans, Spans]:
    """Return the stretches of both names that the other one does not have."""
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    differing = [code for code in codes if code[0] != "equal"]
    return (
        tuple((begin, end) for _, begin, end, _, _ in differing if end > begin),
        tuple((begin, end) for _, _, _, begin, end in differing if end > begin),
    )
