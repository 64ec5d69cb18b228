# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person decided on the land of a firm, as the project keeps it.

The document ``join``/<firm key> holds one `Decision`; the csv of
`landgis.join.decisions` hands the same on to next year's project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

from landgis.identifiers import is_credit_code
from landgis.join import Decisions
from landgis.join.decisions import COLUMNS
from landgis.join.keys import code_key, column
from landgis.values import name_key

DOCUMENT = "join"


class Verdict(Enum):
    """How far a firm has been reviewed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided about a firm: its parcels, accepted or not.

    `closed` tells that nobody needs to look again, although nothing is accepted.
    """

    name: str
    code: str = ""
    pairs: Mapping[str, bool]
    closed: bool = False
    basis: str = ""
    day: str = ""
    clerk: str = ""

    @property
    def verdict(self) -> Verdict:
        """The state of the firm's review."""
        if any(self.pairs.values()):
            return Verdict.ACCEPTED
        return Verdict.NONE if self.closed else Verdict.OPEN

    def to_json(self) -> dict[str, Any]:
        """Return the value of the document."""
        return {
            "name": self.name,
            "code": self.code,
            "pairs": [
                {"parcel_id": parcel, "accepted": accepted}
                for parcel, accepted in self.pairs.items()
            ],
            "closed": self.closed,
            "basis": self.basis,
            "date": self.day,
            "clerk": self.clerk,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Decision:
        """Read the value of a document."""
        return cls(
            name=value.get("name", ""),
            code=value.get("code", ""),
            pairs={
                pair["parcel_id"]: bool(pair["accepted"])
                for pair in value.get("pairs", ())
            },
            closed=bool(value.get("closed", False)),
            basis=value.get("basis", ""),
            day=value.get("date", ""),
            clerk=value.get("clerk", ""),
        )


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Who decides, when, and what it rests on."""

    day: date
    clerk: str = ""
    basis: str = ""


def firm_keys(firms: pd.DataFrame) -> list[str]:
    """Return what a decision knows each firm by: a valid credit code, else the name.

    A firm without either is known by its row, for this table only.
    """
    codes = code_key(column(firms, "code"))
    codes = codes.where(is_credit_code(codes))
    keys = codes.fillna(name_key(column(firms, "name")))
    return [
        f"#{row}" if pd.isna(key) else str(key)
        for row, key in zip(firms.index, keys, strict=True)
    ]


def read_documents(documents: Mapping[str, Any]) -> dict[str, Decision]:
    """Return the decisions that a project keeps, by firm key."""
    return {key: Decision.from_json(value) for key, value in documents.items()}


def to_decisions(decisions: Iterable[Decision]) -> Decisions:
    """Return decisions as the join and the csv take them: one row for each pair."""
    rows = [
        {
            "name": each.name,
            "code": each.code,
            "parcel_id": parcel,
            "basis": each.basis,
            "date": each.day,
            "clerk": each.clerk,
            "accepted": accepted,
        }
        for each in decisions
        for parcel, accepted in each.pairs.items()
    ]
    if not rows:
        return Decisions()
    frame = pd.DataFrame(rows)
    frame["line"] = np.arange(1, len(frame) + 1)
    texts = [name for name in COLUMNS if name not in {"accepted", "line"}]
    return Decisions(frame=frame[list(COLUMNS)].astype(dict.fromkeys(texts, "str")))


def from_decisions(decisions: Decisions) -> dict[str, Decision]:
    """Return the decisions of a csv by firm key; of two on a pair the later counts."""
    found: dict[str, Decision] = {}
    frame = decisions.frame
    for key, row in zip(firm_keys(frame), frame.to_dict("records"), strict=True):
        earlier = found.get(key)
        pairs = {str(row["parcel_id"]): bool(row["accepted"])}
        found[key] = Decision(
            name=str(row["name"]),
            code=str(row["code"]),
            pairs={**(earlier.pairs if earlier else {}), **pairs},
            closed=True,
            basis=str(row["basis"]),
            day=str(row["date"]),
            clerk=str(row["clerk"]),
        )
    return found


def merge(earlier: Decision | None, later: Decision) -> Decision:
    """Return both decisions on one firm as one; of two on a parcel the later counts."""
    if earlier is None:
        return later
    return replace(later, pairs={**earlier.pairs, **later.pairs})
