# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms are low at other lines, fast enough to ask while a slider moves.

The verdicts are those of `classify.firm_lines`, in arrays: 0 no, 1 yes, 2 unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.classify.firm_columns import compute_ratio, to_numbers, to_scales, to_words
from landgis.classify.firm_limits import get_limit
from landgis.rules.profile import LowTest, Profile, Threshold

NO, YES, UNKNOWN = 0, 1, 2
NEAR_MARGIN = 1.001  # what is looked at exactly is chosen a little more widely

Verdicts = NDArray[np.int8]


@dataclass(frozen=True, kw_only=True)
class LowFirms:
    """Figures of the firms that the lines are compared with.

    `group` is the place of the firm's scale in `groups`, one more for another
    scale and two more where the scale is missing.
    """

    tests: tuple[LowTest, ...]
    tax_per_mu: pd.Series
    land_mu: NDArray[np.float64]
    groups: tuple[str, ...]
    group: NDArray[np.int8]
    near: Threshold

    @classmethod
    def of(cls, firms: pd.DataFrame, profile: Profile) -> LowFirms:
        """Take the figures out of the firms of a result."""
        scale = to_scales(to_words(firms, "scale"))
        named = sorted({test.scale for test in profile.low if test.scale is not None})
        group = np.full(len(firms), len(named), dtype=np.int8)
        group[scale.isna().to_numpy()] = len(named) + 1
        for place, name in enumerate(named):
            group[(scale == name).to_numpy(dtype=bool, na_value=False)] = place
        return cls(
            tests=profile.low,
            tax_per_mu=to_numbers(firms, "tax_per_mu").reset_index(drop=True),
            land_mu=to_numbers(firms, "land_mu").to_numpy(),
            groups=tuple(named),
            group=group,
            near=get_limit(profile, "near_low_share"),
        )

    @property
    def values(self) -> tuple[float, ...]:
        """The lines as the profile has them."""
        return tuple(test.threshold.value for test in self.tests)

    def of_line(self, position: int) -> NDArray[np.bool_]:
        """Tell which firms a line is for."""
        scale = self.tests[position].scale
        if scale is None:
            return np.ones(len(self.group), dtype=np.bool_)
        mine: NDArray[np.bool_] = self.group == self.groups.index(scale)
        return mine

    def judge(self, values: Sequence[float]) -> Verdicts:
        """Tell which firms are low at these lines."""
        return self._combine(self._held(values))

    def near_rows(
        self, values: Sequence[float], verdicts: Verdicts
    ) -> NDArray[np.int64]:
        """Return the firms that are near the line that measures them (临界).

        `verdicts` are what `judge` says at these lines.
        """
        limit = self._limits(values, verdicts)
        tax = self.tax_per_mu.to_numpy()
        with np.errstate(invalid="ignore"):
            wide = np.abs(tax - limit) <= limit * self.near.value * NEAR_MARGIN
        rows = np.flatnonzero(wide & ~np.isnan(limit))
        distance = pd.Series(np.abs(tax[rows] - limit[rows]))
        near = self.near.holds(compute_ratio(distance, pd.Series(limit[rows])))
        found: NDArray[np.int64] = rows[near.to_numpy(dtype=bool, na_value=False)]
        return found

    def _held(self, values: Sequence[float]) -> list[NDArray[np.bool_]]:
        return [
            replace(test.threshold, value=float(value), exact=None)
            .holds(self.tax_per_mu)
            .to_numpy(dtype=bool, na_value=False)
            for test, value in zip(self.tests, values, strict=True)
        ]

    def _combine(self, held: Sequence[NDArray[np.bool_]]) -> Verdicts:
        unknown = self.tax_per_mu.isna().to_numpy()
        if not self.tests:
            return np.full(len(unknown), UNKNOWN, dtype=np.int8)
        verdict = self._of_group(None, held, unknown)
        if not self.groups:
            return verdict
        own = [self._of_group(name, held, unknown) for name in self.groups]
        for place, mine in enumerate(own):
            verdict = np.where(self.group == place, mine, verdict)
        # Of unknown scale: what every scale would say, else it cannot be told.
        table = np.stack(own)
        agreed = np.where((table == table[0]).all(axis=0), table[0], UNKNOWN)
        missing = self.group == len(self.groups) + 1
        return np.where(missing, agreed, verdict).astype(np.int8)

    def _of_group(
        self,
        name: str | None,
        held: Sequence[NDArray[np.bool_]],
        unknown: NDArray[np.bool_],
    ) -> Verdicts:
        fitting = [
            one
            for test, one in zip(self.tests, held, strict=True)
            if test.scale in (None, name)
        ]
        if not fitting:
            return np.full(len(unknown), NO, dtype=np.int8)
        past = np.logical_or.reduce(fitting)
        return np.where(unknown, UNKNOWN, past).astype(np.int8)

    def _limits(
        self, values: Sequence[float], verdicts: Verdicts
    ) -> NDArray[np.float64]:
        """Return the line that measures each firm: one it is past, else its first."""
        if len(self.tests) == 1 and not self.groups:
            return np.full(len(self.group), float(values[0]))
        held = self._held(values)
        limit = np.full(len(self.group), np.nan)
        missing = self.group == len(self.groups) + 1
        for past_only in (False, True):
            for position in reversed(range(len(self.tests))):
                mine = self.of_line(position) | missing
                if past_only:
                    mine &= held[position]
                limit[mine] = values[position]
        if self.groups:
            limit[missing & (verdicts == UNKNOWN)] = np.nan
        return limit
