# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check found: faults in the user's data are results, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How bad a finding is; ordered, so that `max` means the worst."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One kind of fault in one input, with every row it is about.

    Attributes
    ----------
    kind
        A fault kind of the contract (``overlap``, ``bad_date`` …) or one of
        ours; its words are the message ``finding.<kind>``.
    role
        The input it is about: ``supply``, ``enterprise`` …
    rows
        Row identities (the frame's index).
    ids
        What the user calls those rows (parcel code, firm name, "第12行");
        as long as `rows`.
    details
        One sentence for each row, in the user's language, or empty.
    area_m2
        Area affected for each row in m², or empty.
    """

    kind: str
    severity: Severity
    role: str
    rows: tuple[int, ...]
    ids: tuple[str, ...]
    details: tuple[str, ...] = ()
    area_m2: tuple[float, ...] = ()

    @property
    def count(self) -> int:
        """How many rows the finding is about."""
        return len(self.rows)
