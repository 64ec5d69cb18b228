# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions on rows, in words: what the table filters by and the box understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

OPERATORS = (
    "=",
    "≠",
    ">",
    "≥",
    "<",
    "≤",
    "between",
    "in",
    "contains",
    "known",
    "unknown",
)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Words that a query may use, and a filter describes itself in.

    `fields` maps columns to their titles, `units` to their units, `statuses`
    status codes to their titles; `towns` are the towns of the project.
    """

    fields: Mapping[str, str]
    units: Mapping[str, str]
    statuses: Mapping[str, str]
    towns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition on one column; an unknown value fits "unknown" and "≠" only."""

    field: str
    operator: str
    values: tuple[Any, ...] = ()

    def mask(self, frame: pd.DataFrame) -> NDArray[np.bool_]:
        """Tell which rows fit."""
        raise NotImplementedError

    def describe(self, words: Vocabulary) -> str:
        """Return the condition in words: 面积 > 50 亩."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Conditions that must all hold."""

    conditions: tuple[Condition, ...] = ()

    def mask(self, frame: pd.DataFrame) -> NDArray[np.bool_]:
        """Tell which rows fit all conditions."""
        raise NotImplementedError

    def describe(self, words: Vocabulary) -> tuple[str, ...]:
        """Return each condition in words, one chip each."""
        raise NotImplementedError

    def to_json(self) -> list[dict[str, Any]]:
        """Return what a project remembers."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, document: Sequence[Mapping[str, Any]]) -> Filter:
        """Read what `to_json` wrote."""
        raise NotImplementedError
