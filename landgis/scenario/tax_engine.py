# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge and add up a result at other lines of 亩均税收, in a few milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.analysis import STATUSES, Analysis
from landgis.scenario.low_firms import UNKNOWN, YES, LowFirms, Verdicts
from landgis.scenario.overlap import Overlaps, find_overlaps
from landgis.scenario.parcels import FixedParcels
from landgis.scenario.tax_line import Land, Rows, TaxOutcome

Mu = NDArray[np.float64]
LOW = STATUSES.index("low_efficiency")
TO_VERIFY = STATUSES.index("to_verify")
NORMAL = STATUSES.index("normal")


@dataclass(frozen=True, kw_only=True)
class TaxEngine:
    """What does not hang on the lines, and the sums that do.

    `link_parcel`, `link_firm`, `link_land_mu` are the links of the result,
    `link_leaves` tells whose firm an accepted plan closes or moves;
    `town` is the place of each piece of land (parcels, then `other_mu`:
    批而未供 and 腾空) in `towns`; `firm_by_status` and `firm_by_town` add up the
    firm land that no line moves.
    """

    firms: LowFirms
    parcels: FixedParcels
    link_parcel: Rows
    link_firm: Rows
    link_land_mu: NDArray[np.float64]
    link_leaves: NDArray[np.bool_]
    other_mu: tuple[NDArray[np.float64], NDArray[np.float64]]
    town: Rows
    towns: tuple[str, ...]
    firm_by_status: NDArray[np.float64]
    firm_by_town: NDArray[np.float64]
    overlaps: Overlaps

    def answer(
        self, values: Sequence[float], *, now: TaxOutcome | None = None
    ) -> TaxOutcome:
        """Judge firms and parcels at these lines and add up the land."""
        low = self.firms.judge(values)
        before = low if now is None else now.verdicts
        status, firm, potential = self.judge_parcels(low)
        changed = (
            np.zeros(len(status), dtype=np.bool_)
            if now is None
            else (status != now.status)
            | (firm != now.firm_mu)
            | (potential != now.potential_mu)
        )
        is_low, was_low = low == YES, before == YES
        return TaxOutcome(
            values=tuple(float(value) for value in values),
            verdicts=low,
            low_firms=int(is_low.sum()),
            low_land_mu=float(np.nansum(self.firms.land_mu[is_low])),
            unknown_firms=int((low == UNKNOWN).sum()),
            new_firms=np.flatnonzero(is_low & ~was_low),
            left_firms=np.flatnonzero(was_low & ~is_low),
            near_firms=self.firms.near_rows(values, low),
            status=status,
            changed=np.flatnonzero(changed),
            firm_mu=firm,
            potential_mu=potential,
            land=self.sum_land(firm, potential),
            by_category=self._by_category(status, firm, potential),
            by_town=self._by_town(firm, potential),
        )

    def judge_parcels(self, low: Verdicts) -> tuple[NDArray[np.uint8], Mu, Mu]:
        """Return status, firm and potential land of each parcel at these verdicts."""
        parcels = self.parcels
        verdict = low[self.link_firm]
        count = len(parcels.fixed)
        has_low = np.zeros(count, dtype=np.bool_)
        lacks = parcels.other_unknown.copy()
        here = np.flatnonzero(verdict == YES)  # rows: faster than a mask used twice
        low_parcels = self.link_parcel[here]
        if parcels.tests_low:
            has_low[low_parcels] = True
            lacks[self.link_parcel[np.flatnonzero(verdict == UNKNOWN)]] = True
        status = np.where(lacks, np.uint8(TO_VERIFY), np.uint8(NORMAL))
        status[has_low] = LOW
        status = np.where(parcels.is_fixed, parcels.fixed, status)
        low_land = np.bincount(
            low_parcels, weights=self.link_land_mu[here], minlength=count
        ).astype(np.float64)
        given = np.minimum(low_land, parcels.mu)
        freed = self._freed(here, given, low_land)
        is_low = status == LOW
        return (
            status,
            np.where(is_low, freed, parcels.firm_mu),
            np.where(is_low, given - freed, parcels.potential_mu),
        )

    def _freed(self, low_links: Rows, given: Mu, low_land: Mu) -> Mu:
        """Return what of the low firms' land comes free by an accepted plan."""
        gone = low_links[self.link_leaves[low_links]]
        if not len(gone):
            return np.zeros_like(given)
        leaving = np.bincount(
            self.link_parcel[gone],
            weights=self.link_land_mu[gone],
            minlength=len(given),
        )
        part = np.zeros_like(given)
        np.divide(leaving, low_land, out=part, where=low_land > 0)
        return np.asarray(given * part)

    def sum_land(self, firm: Mu, potential: Mu) -> Land:
        """Add up all land, and what overlaps take off it."""
        residual, vacated = self.other_mu
        amount = np.concatenate([firm + potential, residual, vacated])
        return Land(
            firm_mu=float(firm.sum() + residual.sum() + vacated.sum()),
            potential_mu=float(potential.sum()),
            overlap_removed_mu=self.overlaps.removed_mu(amount),
        )

    def _by_category(
        self, status: NDArray[np.uint8], firm: Mu, potential: Mu
    ) -> dict[str, tuple[float, float]]:
        firm_mu = self.firm_by_status
        if self.link_leaves.any():
            low = status == LOW
            firm_mu = firm_mu.copy()
            firm_mu[LOW] = firm[low].sum()
        potential_mu = np.bincount(status, weights=potential, minlength=len(STATUSES))
        found = {
            name: (float(firm_mu[place]), float(potential_mu[place]))
            for place, name in enumerate(STATUSES)
        }
        for name, mu in zip(
            ("approved_unsupplied", "vacated"), self.other_mu, strict=True
        ):
            found[name] = (float(mu.sum()), 0.0)
        return found

    def _by_town(self, firm: Mu, potential: Mu) -> dict[str, tuple[float, float]]:
        firm_mu = self.firm_by_town
        if self.link_leaves.any():
            firm_mu = firm_mu + np.bincount(
                self.town[: len(firm)],
                weights=firm - self.parcels.firm_mu,
                minlength=len(self.towns),
            )
        potential_mu = np.bincount(
            self.town[: len(potential)], weights=potential, minlength=len(self.towns)
        )
        return {
            name: (float(firm_mu[place]), float(potential_mu[place]))
            for place, name in enumerate(self.towns)
        }


def _leaves(analysis: Analysis) -> NDArray[np.bool_]:
    """Tell of each link whether an accepted plan closes or moves its firm."""
    firms = analysis.links["firm"]
    if "leaving" not in analysis.firms:
        return np.zeros(len(firms), dtype=np.bool_)
    leaving = analysis.firms["leaving"].astype("boolean").fillna(value=False)
    return leaving.loc[firms].to_numpy(dtype=np.bool_)


def make_engine(analysis: Analysis) -> TaxEngine:
    """Take out of a result what does not hang on the lines."""
    links = analysis.links
    parcels = FixedParcels.of(analysis)
    link_parcel = links["parcel"].to_numpy(dtype=np.int64)
    residual, vacated = (
        frame["mu"].to_numpy(dtype=np.float64)
        for frame in (analysis.residual, analysis.vacated)
    )
    could = parcels.firm_mu + parcels.potential_mu > 0
    open_to_low = ~parcels.is_fixed | (parcels.fixed == LOW)
    could[link_parcel[open_to_low[link_parcel]]] = True
    town, towns = pd.factorize(
        pd.concat(
            [
                frame["town"].astype("str")
                for frame in (analysis.parcels, analysis.residual, analysis.vacated)
                if len(frame)
            ]
        )
    )
    return TaxEngine(
        firms=LowFirms.of(analysis.firms, analysis.project.profile),
        parcels=parcels,
        link_parcel=link_parcel,
        link_firm=links["firm"].to_numpy(dtype=np.int64),
        link_land_mu=links["land_mu"].fillna(0.0).to_numpy(dtype=np.float64),
        link_leaves=_leaves(analysis),
        other_mu=(residual, vacated),
        town=town.astype(np.int64),
        towns=tuple(str(name) for name in towns),
        firm_by_status=np.bincount(
            parcels.fixed, weights=parcels.firm_mu, minlength=len(STATUSES)
        ).astype(np.float64),
        firm_by_town=np.bincount(
            town,
            weights=np.concatenate([parcels.firm_mu, residual, vacated]),
            minlength=len(towns),
        ).astype(np.float64),
        overlaps=find_overlaps(
            np.concatenate(
                [
                    analysis.parcel_geometry,
                    analysis.residual_geometry,
                    analysis.vacated_geometry,
                ]
            ),
            np.concatenate([could, residual > 0, vacated > 0]),
        ),
    )
