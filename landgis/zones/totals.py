# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of a zone.  Areas in m², money in 万元; unknown is counted apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from landgis.units import MU_PER_M2
from landgis.zones.units import STATE_TENURES, UNKNOWN_TENURE


@dataclass(frozen=True, kw_only=True)
class StatusLine:
    """What the units of one status add to a zone."""

    status: str
    units: int
    land_m2: float
    firm_m2: float
    potential_m2: float


@dataclass(frozen=True, kw_only=True)
class Dormitory:
    """How much offices, services and dormitories may take (DORM-01).

    `reasons` has, for each of `landgis.zones.units.DORMITORY`, units and land in m².
    `unknown_m2` is land of which it cannot be told: outside the known parks and without
    a grade, or any outside where no park layer is loaded.  Floor caps go by the floors
    that stand (None where a unit lacks them) and by those possible at the target FAR
    (None without a target).
    """

    eligible_m2: float
    ineligible_m2: float
    unknown_m2: float
    land_cap_m2: float
    floor_cap_now_m2: float | None
    floor_cap_target_m2: float | None
    reasons: Mapping[str, tuple[int, float]]


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Every running figure of a zone.

    Attributes
    ----------
    units, parcels, residuals, cut_units
        Units held, of them parcels and pieces of approvals, and those held in part.
    land_m2, registered_units
        Area that counts: registered where there is one (so many units), else drawn.
    drawn_m2, ground_m2, other_ground_m2
        Drawn area of the units; exact area of all land held, each land once; of it the
        ground that is no unit.
    by_status, firm_m2, potential_m2, overlap_removed_m2
        Reclaimable land; where units of the zone overlap it counts once.
    firms, low_firms, firms_unknown_low, grades
        Distinct firms; `grades` by A, B, C, D and "" (without a grade).
    jobs, firms_without_jobs, tax_wan, firms_without_tax
        Known sums, and how many firms lack the figure.  A firm with land outside the
        zone counts with its share.
    landed_tax_wan, tax_land_m2
        Tax and land of the firms of which both are known.
    tenures
        Land in m² by `landgis.zones.units.TENURES`.
    first_m2, second_m2, excluded_m2, park_m2, vacated_m2
        Ground inside 一级/二级 lines, land left out, parks, 腾空 land; None where the
        project has no such layer.
    built_m2, built_land_m2, units_without_floor, bare_m2
        Floors and the land of the parcels whose floors are known, and how many are not;
        land not supplied yet.
    to_verify
        Units with 待核实, which are in no reclaimable figure.
    """

    zone: str
    units: int
    parcels: int
    residuals: int
    cut_units: int
    registered_units: int
    land_m2: float
    drawn_m2: float
    ground_m2: float
    other_ground_m2: float
    by_status: tuple[StatusLine, ...]
    firm_m2: float
    potential_m2: float
    overlap_removed_m2: float
    firms: int
    low_firms: int
    firms_unknown_low: int
    grades: Mapping[str, int]
    jobs: float
    firms_without_jobs: int
    tax_wan: float
    landed_tax_wan: float
    firms_without_tax: int
    tax_land_m2: float
    tenures: Mapping[str, float]
    first_m2: float | None
    second_m2: float | None
    excluded_m2: float | None
    park_m2: float | None
    vacated_m2: float | None
    built_m2: float
    built_land_m2: float
    units_without_floor: int
    bare_m2: float
    target_far: float | None
    dormitory: Dormitory
    to_verify: int

    @property
    def mu(self) -> float:
        """Area that counts, in 亩, without other ground."""
        return self.land_m2 * MU_PER_M2

    @property
    def reclaimable_m2(self) -> float:
        """Firm and potential land together, none counted twice."""
        return self.firm_m2 + self.potential_m2 - self.overlap_removed_m2

    @property
    def reclaimable_share(self) -> float | None:
        """Reclaimable land as a share of the zone's land; None for an empty zone."""
        return self.reclaimable_m2 / self.land_m2 if self.land_m2 else None

    @property
    def tax_per_mu(self) -> float | None:
        """亩均税收: tax by the 亩 that firms use, of those with both; else None."""
        return _per_mu(self.landed_tax_wan, self.tax_land_m2)

    @property
    def tax_per_zone_mu(self) -> float | None:
        """Known tax by the 亩 of the whole zone; None for an empty zone."""
        return _per_mu(self.tax_wan, self.land_m2)

    @property
    def state_m2(self) -> float:
        """国有 land."""
        return sum(self.tenures[name] for name in STATE_TENURES)

    @property
    def collective_m2(self) -> float:
        """集体 land."""
        return self.tenures["collective"]

    @property
    def unknown_owner_m2(self) -> float:
        """Land of which nothing says whose it is."""
        return self.tenures[UNKNOWN_TENURE]

    def share(self, measured_m2: float | None) -> float | None:
        """Return a measured area, such as `first_m2`, as a share of the ground."""
        if measured_m2 is None or not self.ground_m2:
            return None
        return measured_m2 / self.ground_m2

    @property
    def outside_lines_m2(self) -> float | None:
        """Ground outside the industrial lines; None without that layer."""
        if self.first_m2 is None or self.second_m2 is None:
            return None
        return max(self.ground_m2 - self.first_m2 - self.second_m2, 0.0)

    @property
    def far_now(self) -> float | None:
        """Floors by land, of the parcels whose floors are known; None if none is."""
        return self.built_m2 / self.built_land_m2 if self.built_land_m2 else None

    @property
    def floor_possible_m2(self) -> float | None:
        """Floors that the land allows at the target FAR; None without a target."""
        return None if self.target_far is None else self.target_far * self.land_m2

    @property
    def floor_added_m2(self) -> float | None:
        """提容: what the target allows beyond the floors that stand.

        Counts parcels whose floors are known and land not yet supplied, which bears
        none; the parcels in `units_without_floor` are left out.
        """
        if self.target_far is None:
            return None
        return self.target_far * (self.built_land_m2 + self.bare_m2) - self.built_m2


def _per_mu(money_wan: float, area_m2: float) -> float | None:
    return money_wan / (area_m2 * MU_PER_M2) if area_m2 else None
