# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a county is with what the policy document asks of it (§4.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from landgis import messages
from landgis.classify.firm_columns import read_data, to_numbers, to_plain, to_words
from landgis.findings import Finding, Severity

LEAVING = ("关停退出", "整体腾退", "搬迁入园")
"""Treatments after which a firm uses no more energy where it was."""

COUNT_UNIT = "家"

WAN = 10_000


@dataclass(frozen=True, kw_only=True)
class TargetProgress:
    """Targets beside what is done.

    `frame` has one row for each target: `indicator`, `unit` and `year` as the
    table has them, `target_id` (missing for an indicator that is not known),
    `target` and `done` in the unit `shown_unit`, `share` (done / target),
    `remaining` (never below 0) and `is_current` (the next year that is due).
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class LeavingEnergy:
    """Reported energy of the firms that are to leave; a potential, nothing is freed.

    `energy_wan_tce` adds up the firms that reported; `unreported` did not.
    """

    energy_wan_tce: float
    firms: int
    unreported: int


def progress_against_targets(
    targets: pd.DataFrame, *, done: Mapping[str, float], reference_date: date
) -> TargetProgress:
    """Set what is done against the targets (indicator, unit, year, value).

    Parameters
    ----------
    done
        By id: `freed_land_mu` 亩, `closed_firms`, `zombie_firms`,
        `upgraded_firms` 家, `freed_energy_wan_tce` 万吨标准煤, `carbon_wan_t`
        万吨.  An id that is left out is not known.  Energy and carbon are
        figures that somebody reported: neither is computed from the other.
    """
    names = to_words(targets, "indicator").fillna("")
    known = {name: _find_indicator(name) for name in names.unique()}
    value = to_numbers(targets, "value")
    factor = pd.Series(
        [
            _factor(known[name], unit)
            for name, unit in zip(names, to_words(targets, "unit"), strict=True)
        ],
        index=targets.index,
        dtype="float64",
    )
    target = value * factor
    ids = names.map({name: entry.get("id") for name, entry in known.items()})
    reached = ids.map(dict(done)).astype("float64")
    year = to_numbers(targets, "year")
    frame = pd.DataFrame(
        {
            "indicator": names,
            "unit": to_words(targets, "unit"),
            "year": year,
            "target_id": ids.astype("str"),
            "shown_unit": names.map(
                {name: entry.get("unit") for name, entry in known.items()}
            ).astype("str"),
            "target": target,
            "done": reached,
            "share": (reached / target).where(target > 0),
            "remaining": (target - reached).clip(lower=0),
            "is_current": _is_current(
                ids.fillna(names), year=year, last=reference_date.year
            ),
        },
        index=targets.index,
    )
    strange = frame[value.notna() & factor.isna()]
    return TargetProgress(frame=frame, findings=_unit_findings(strange))


def sum_leaving_energy(energy_tce: pd.Series, treatment: pd.Series) -> LeavingEnergy:
    """Add up the reported energy of firms that are to close, leave or move."""
    leaving = energy_tce[treatment.isin(LEAVING).to_numpy()]
    return LeavingEnergy(
        energy_wan_tce=float(leaving.sum()) / WAN,
        firms=len(leaving),
        unreported=int(leaving.isna().sum()),
    )


def _find_indicator(name: str) -> Mapping[str, object]:
    plain = to_plain(name).replace(" ", "")
    return next(
        (
            entry
            for entry in read_data("targets")["indicator"]
            if re.search(entry["pattern"], plain)
        ),
        {},
    )


def _factor(indicator: Mapping[str, object], unit: object) -> float:
    """Return what turns `unit` into the indicator's own; missing if nothing does.

    A blank unit is taken for a count of firms, and for nothing else.
    """
    units = indicator.get("units")
    if not isinstance(units, Mapping):
        return 1.0
    if not isinstance(unit, str) or not unit.strip():
        return 1.0 if indicator["unit"] == COUNT_UNIT else np.nan
    plain = {to_plain(name): factor for name, factor in units.items()}
    return float(plain.get(to_plain(unit), np.nan))


def _is_current(keys: pd.Series, *, year: pd.Series, last: int) -> pd.Series:
    """Tell which target of each indicator is the next one due."""
    ahead = year.where(year >= last)
    return (ahead == ahead.groupby(keys).transform("min")) & ahead.notna()


def _unit_findings(strange: pd.DataFrame) -> tuple[Finding, ...]:
    if strange.empty:
        return ()
    return (
        Finding(
            kind="target_unit",
            severity=Severity.WARNING,
            role="target",
            rows=tuple(int(row) for row in strange.index),
            ids=tuple(strange["indicator"]),
            details=tuple(
                messages.text("targets.unit", indicator=name, unit=unit, shown=shown)
                for name, unit, shown in zip(
                    strange["indicator"],
                    strange["unit"].fillna(""),
                    strange["shown_unit"],
                    strict=True,
                )
            ),
        ),
    )
