# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names are nearly the same: every pair, without comparing each with each.

rapidfuzz's `ratio` is 100·(1 - D/s), D being the characters to delete and insert
and s the length of both names together.  At least 92 therefore allows few deletions
on either side, and two such names share a piece that can be looked up: what is left
of both after deleting those characters.  The filter misses no pair; rapidfuzz scores
what it lets through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import comb, floor

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from landgis.messages import text
from landgis.progress import SILENT, Progress

MIN_SCORE = 92.0
"""Least `ratio` of normalised names that are shown for review (contract, Joining)."""

MOST_FOR_EACH = 50
"""Of how many similar names at most one name has the best shown."""

_MOST_VARIANTS = 128
_CHUNK = 1 << 20
_BASE = np.uint64(0x9E3779B97F4A7C15)
_FILTER_BITS = 22
_LONGEST = 1 << 20

Hashes = NDArray[np.uint64]
Ranks = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class _Names:
    """Names of one length: their numbers, and their characters by rarity."""

    rows: NDArray[np.int64]
    ranks: Ranks


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """How names of two lengths are looked up among each other.

    `deleted` characters of each side may differ.  `kept` is 0 if what is left of
    the whole name is compared, else so many of the rarest characters.
    """

    deleted: tuple[int, int]
    kept: int


def similar_names(
    queries: pd.Series,
    choices: pd.Series,
    *,
    min_score: float = MIN_SCORE,
    most: int = MOST_FOR_EACH,
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Return the pairs of names whose `ratio` is at least `min_score`, best first.

    Columns: `query` and `choice` (the Series' index) and `score`.  Names are
    compared as they are given (see `keys.name_key`); missing names have no pair.
    No pair is missed, but of one query only the `most` best are returned.
    """
    left = queries[queries.str.len() > 0]
    right = choices[choices.str.len() > 0]
    table = _no_pairs()
    if len(left) and len(right):
        names = [left.to_numpy(dtype=object), right.to_numpy(dtype=object)]
        found, waiting = [table], 0
        for pairs in _candidate_pairs(names, min_score=min_score, progress=progress):
            found.append(_scored(pairs, names, min_score=min_score))
            waiting += len(found[-1])
            # Names that differ in a number alone have thousands of pairs each.
            if waiting > _CHUNK:
                found, waiting = [_best(found, most=most)], 0
        table = _best(found, most=most)
    return pd.DataFrame(
        {
            "query": left.index[table["query"]],
            "choice": right.index[table["choice"]],
            "score": table["score"],
        }
    )


def _no_pairs() -> pd.DataFrame:
    return pd.DataFrame({"query": [], "choice": [], "score": []}).astype(
        {"query": np.int64, "choice": np.int64, "score": np.float64}
    )


def _best(found: list[pd.DataFrame], *, most: int) -> pd.DataFrame:
    table = pd.concat(found, ignore_index=True).drop_duplicates(["query", "choice"])
    table = table.sort_values(
        ["query", "score", "choice"], ascending=[True, False, True], ignore_index=True
    )
    return table[table.groupby("query").cumcount() < most].reset_index(drop=True)


def _scored(
    pairs: NDArray[np.int64], names: list[NDArray[np.object_]], *, min_score: float
) -> pd.DataFrame:
    """Let rapidfuzz score the pairs and keep the good ones."""
    scores = process.cpdist(
        names[0][pairs[:, 0]].tolist(),
        names[1][pairs[:, 1]].tolist(),
        scorer=fuzz.ratio,
        score_cutoff=min_score,
        dtype=np.float64,
        workers=-1,
    )
    table = pd.DataFrame({"query": pairs[:, 0], "choice": pairs[:, 1], "score": scores})
    return table[scores >= min_score]


def _candidate_pairs(
    names: list[NDArray[np.object_]], *, min_score: float, progress: Progress
) -> Iterator[NDArray[np.int64]]:
    """Yield pairs (query, choice) that may be similar, some of them twice."""
    left, right = _by_length(names)
    allowed = 1 - min_score / 100
    stage = text("join.stage.similar")
    for done, (length, queries) in enumerate(sorted(left.items())):
        progress.step(done, len(left), stage=stage)
        for other, choices in sorted(right.items()):
            plan = _plan(length, other, allowed=allowed)
            if plan is not None:
                yield from _pairs_of_lengths(queries, choices, plan)
    progress.step(len(left), len(left), stage=stage)


def _by_length(names: list[NDArray[np.object_]]) -> list[dict[int, _Names]]:
    """Turn names into arrays of characters, rare ones first, grouped by length."""
    joined = "".join("".join(side) for side in names)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    _, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    rank = np.empty(len(counts), dtype=np.int64)
    rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    ranks = rank[inverse]
    groups: list[dict[int, _Names]] = []
    start = 0
    for side in names:
        lengths = np.fromiter(map(len, side), np.int64, count=len(side))
        begins = start + np.cumsum(lengths) - lengths
        start += int(lengths.sum())
        group: dict[int, _Names] = {}
        for length in np.unique(lengths).tolist():
            rows = np.flatnonzero(lengths == length)
            places = begins[rows][:, None] + np.arange(length)
            group[length] = _Names(rows=rows, ranks=ranks[places])
        groups.append(group)
    return groups


def _plan(length: int, other: int, *, allowed: float) -> _Plan | None:
    """Return how two lengths are compared; None if no such pair can be similar."""
    total = length + other
    distance = floor(allowed * total + 1e-9)
    # Deletions and insertions together have the parity of the total length.
    distance -= (distance - total) % 2
    if distance < abs(length - other):
        return None
    deleted = (distance + length - other) // 2, (distance - length + other) // 2
    if max(comb(length, deleted[0]), comb(other, deleted[1])) <= _MOST_VARIANTS:
        return _Plan(deleted=deleted, kept=0)
    kept = 1
    while (
        kept < length - deleted[0]
        and comb(max(deleted) + kept + 1, max(deleted)) <= _MOST_VARIANTS
    ):
        kept += 1
    return _Plan(deleted=deleted, kept=kept)


def _pairs_of_lengths(
    queries: _Names, choices: _Names, plan: _Plan
) -> Iterator[NDArray[np.int64]]:
    """Yield the pairs that have a signature in common, in chunks."""
    wanted = _signatures(queries.ranks, deleted=plan.deleted[0], kept=plan.kept)
    order = np.argsort(wanted, axis=None, kind="stable")
    hashes, owners = wanted.ravel()[order], order // wanted.shape[1]
    seen = np.zeros(1 << _FILTER_BITS, dtype=bool)
    shift = np.uint64(64 - _FILTER_BITS)
    seen[hashes >> shift] = True
    step = max(1, _CHUNK // _MOST_VARIANTS)
    for start in range(0, len(choices.rows), step):
        part = slice(start, start + step)
        offered = _signatures(
            choices.ranks[part], deleted=plan.deleted[1], kept=plan.kept
        )
        rows, variants = np.nonzero(seen[offered >> shift])
        values = offered[rows, variants]
        first = np.searchsorted(hashes, values, side="left")
        count = np.searchsorted(hashes, values, side="right") - first
        for pairs in _expanded(rows, first, count):
            yield np.column_stack(
                [queries.rows[owners[pairs[:, 1]]], choices.rows[part][pairs[:, 0]]]
            )


def _expanded(
    rows: NDArray[np.int64], first: NDArray[np.int64], count: NDArray[np.int64]
) -> Iterator[NDArray[np.int64]]:
    """Yield (row, place) for `count` places from `first` on, few at a time."""
    hit = count > 0
    rows, first, count = rows[hit], first[hit], count[hit]
    ends = np.cumsum(count)
    begin = 0
    while begin < len(rows):
        before = int(ends[begin - 1]) if begin else 0
        stop = max(begin + 1, int(np.searchsorted(ends, before + _CHUNK)))
        part = slice(begin, stop)
        offsets = np.arange(int(ends[stop - 1]) - before)
        offsets -= np.repeat(ends[part] - count[part] - before, count[part])
        yield np.column_stack(
            [
                np.repeat(rows[part], count[part]),
                np.repeat(first[part], count[part]) + offsets,
            ]
        )
        begin = stop


def _signatures(ranks: Ranks, *, deleted: int, kept: int) -> Hashes:
    """Return one hash for each way to delete characters from each name.

    If two names have a common subsequence of all but the deleted characters, one
    of their signatures is equal.  With `kept`, the sequence is that of the rarest
    characters, a repeated one counting as a new one: of two sets with at most
    `deleted` members of each outside the other, the `kept` rarest common members
    are among the `deleted + kept` rarest of each.
    """
    tokens = _rarest(ranks, count=deleted + kept) if kept else ranks
    hashes: Hashes = _mixed(tokens) @ _weights(tokens.shape[1], deleted)
    return hashes


def _rarest(ranks: Ranks, *, count: int) -> Ranks:
    """Return each name's rarest characters, told apart where one is repeated."""
    ordered = np.sort(ranks, axis=1)
    places = np.broadcast_to(np.arange(ordered.shape[1]), ordered.shape)
    is_new = np.ones(ordered.shape, dtype=bool)
    is_new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    begins = np.maximum.accumulate(np.where(is_new, places, 0), axis=1)
    repeated: Ranks = (ordered * _LONGEST + (places - begins))[:, :count]
    return repeated


@cache
def _weights(width: int, deleted: int) -> Hashes:
    """Return a column for each deletion: what each place counts in its hash."""
    # Odd multipliers tell the places of a sequence apart; overflow is meant.
    powers = np.cumprod(np.full(width, _BASE, dtype=np.uint64))
    weights = np.zeros((width, comb(width, deleted)), dtype=np.uint64)
    for column, gone in enumerate(combinations(range(width), deleted)):
        kept = [place for place in range(width) if place not in gone]
        weights[kept, column] = powers[: len(kept)]
    return weights


def _mixed(tokens: Ranks) -> Hashes:
    """Spread small numbers over 64 bits (splitmix64)."""
    value = tokens.astype(np.uint64) + np.uint64(1)
    value *= _BASE
    value ^= value >> np.uint64(30)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(27)
    value *= np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return value
