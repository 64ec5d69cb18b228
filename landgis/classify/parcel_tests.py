# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests behind a parcel's status, each with its value, threshold and clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from landgis import messages
from landgis.classify.anniversaries import add_months, is_reached
from landgis.classify.evidence import Test, name_missing
from landgis.classify.parcel_facts import MONTHS_A_YEAR, ParcelFacts
from landgis.classify.statuses import TESTED_STATUSES
from landgis.rules.profile import Profile, Threshold, is_below

TestMaker = Callable[[ParcelFacts, Profile], Test]
DUE_FIELDS = ("agreed_start", "delivered_date")


def make_parcel_tests(facts: ParcelFacts, *, profile: Profile) -> dict[str, Test]:
    """Run every test of the statuses on every parcel, keyed by status.

    Without a threshold for low firms, or without firms, low_efficiency is not
    tested.
    """
    makers: dict[str, TestMaker] = {
        "idle_ruled": _idle_ruled,
        "suspect_idle_2y": _suspect_idle_2y,
        "suspect_idle_1y": _suspect_idle_1y,
        "stalled": _stalled,
        "overdue": _overdue,
        "not_due": _not_due,
        "built_not_producing": _built_not_producing,
        "underused": _underused,
        "below_standard": _below_standard,
        "low_efficiency": _low_efficiency,
    }
    if not profile.low or not facts.has_firms:
        del makers["low_efficiency"]
    return {
        name: makers[name](facts, profile) for name in TESTED_STATUSES if name in makers
    }


def _make_test(
    threshold: Threshold,
    result: pd.Series,
    *,
    value: pd.Series,
    limit: pd.Series | None = None,
    missing: Mapping[str, pd.Series],
) -> Test:
    """Make a test of a parcel; the limit is the threshold's own unless given."""
    stated = f"{threshold.value:g}{threshold.unit}"
    return Test(
        rule=threshold.rule,
        subject_kind="parcel",
        result=result,
        value=value,
        operator=threshold.symbol,
        threshold=stated if limit is None else limit,
        citation=threshold.citation,
        missing=name_missing(result, missing),
    )


def _idle_ruled(facts: ParcelFacts, profile: Profile) -> Test:
    ruling = facts.text("idle_ruling")
    return _make_test(
        profile.threshold("idle_ruling"),
        ruling.notna().astype("boolean"),
        value=ruling,
        missing={"idle_ruling": facts.nowhere()},
    )


def _not_started_test(
    facts: ParcelFacts, threshold: Threshold, in_time: pd.Series
) -> Test:
    """Make a test of a stage of not having started: IDLE-02 to IDLE-05."""
    return _make_test(
        threshold,
        ~facts.started & in_time,
        value=facts.due,
        missing={
            "actual_start": facts.started.isna(),
            **{field: facts.due.isna() for field in DUE_FIELDS},
        },
    )


def _years_reached(facts: ParcelFacts, threshold: Threshold) -> pd.Series:
    """Tell whether the anniversary of the due day has come (满 n 年, inclusive)."""
    months = round(threshold.value * MONTHS_A_YEAR)
    return is_reached(add_months(facts.due, months), facts.reference_date)


def _suspect_idle_2y(facts: ParcelFacts, profile: Profile) -> Test:
    threshold = profile.threshold("idle_years_2")
    return _not_started_test(facts, threshold, _years_reached(facts, threshold))


def _suspect_idle_1y(facts: ParcelFacts, profile: Profile) -> Test:
    threshold = profile.threshold("idle_years_1")
    two_years = _years_reached(facts, profile.threshold("idle_years_2"))
    reached = _years_reached(facts, threshold) & ~two_years
    return _not_started_test(facts, threshold, reached)


def _overdue(facts: ParcelFacts, profile: Profile) -> Test:
    one_year = _years_reached(facts, profile.threshold("idle_years_1"))
    passed = (facts.due < pd.Timestamp(facts.reference_date)).astype("boolean")
    passed = passed.mask(facts.due.isna())
    return _not_started_test(facts, profile.threshold("overdue"), passed & ~one_year)


def _not_due(facts: ParcelFacts, profile: Profile) -> Test:
    ahead = (facts.due >= pd.Timestamp(facts.reference_date)).astype("boolean")
    ahead = ahead.mask(facts.due.isna())
    return _not_started_test(facts, profile.threshold("not_due"), ahead)


def _reached_after(facts: ParcelFacts, field: str, *, months: int) -> pd.Series:
    """Tell whether `months` have passed since an event; a blank is "not yet"."""
    reached = is_reached(add_months(facts.day(field), months), facts.reference_date)
    return reached.mask(reached.isna() & facts.told(field), other=False)


def _column_lacks(facts: ParcelFacts, field: str) -> pd.Series:
    return ~facts.told(field)


def _stalled(facts: ParcelFacts, profile: Profile) -> Test:
    """Test for work that stopped for a year with little built or invested (IDLE-06)."""
    years = profile.threshold("stalled_stop_years")
    stopped = _reached_after(
        facts, "stop_date", months=round(years.value * MONTHS_A_YEAR)
    )
    area_ratio = _ratio(facts.number("dev_m2"), facts.number("should_dev_m2"))
    invest_ratio = _ratio(
        facts.number("invested_wan"), facts.number("total_invest_wan")
    )
    little = profile.threshold("stalled_area_ratio").holds(
        area_ratio
    ) | profile.threshold("stalled_invest_ratio").holds(invest_ratio)
    return _make_test(
        years,
        facts.started & stopped & little,
        value=_stalled_values(facts.day("stop_date"), area_ratio, invest_ratio),
        missing={
            "actual_start": facts.started.isna(),
            "stop_date": _column_lacks(facts, "stop_date"),
            "dev_m2": facts.number("dev_m2").isna() & area_ratio.isna(),
            "should_dev_m2": area_ratio.isna() & ~(facts.number("should_dev_m2") > 0),
            "invested_wan": facts.number("invested_wan").isna() & invest_ratio.isna(),
            "total_invest_wan": invest_ratio.isna()
            & ~(facts.number("total_invest_wan") > 0),
        },
    )


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part / whole.where(whole > 0)


def _stalled_values(
    stop: pd.Series, area_ratio: pd.Series, invest_ratio: pd.Series
) -> pd.Series:
    """Spell out the day work stopped and both ratios, where it stopped at all."""
    rows = stop.notna()
    spelled = [
        messages.text(
            "classify.stalled_value",
            stop=f"{day:%Y-%m-%d}",
            area="—" if area != area else f"{area:.4g}",  # noqa: PLR0124 - NaN
            invest="—" if invest != invest else f"{invest:.4g}",  # noqa: PLR0124 - NaN
        )
        for day, area, invest in zip(
            stop[rows], area_ratio[rows], invest_ratio[rows], strict=True
        )
    ]
    known = pd.Series(spelled, index=stop.index[rows], dtype="str")
    return known.reindex(stop.index, fill_value="")


def _built_not_producing(facts: ParcelFacts, profile: Profile) -> Test:
    threshold = profile.threshold("built_not_producing_months")
    built = _reached_after(facts, "actual_finish", months=round(threshold.value))
    paid = facts.occupants.paid_tax
    paid = paid if facts.has_firms else paid.mask(facts.unknown())
    producing = facts.event("production_date")
    return _make_test(
        threshold,
        built & ~producing & ~paid,
        value=facts.day("actual_finish"),
        missing={
            "actual_finish": _column_lacks(facts, "actual_finish"),
            "production_date": _column_lacks(facts, "production_date"),
            "tax_wan": paid.isna(),
        },
    )


def _underused(facts: ParcelFacts, profile: Profile) -> Test:
    finished = facts.event("actual_finish")
    far = facts.number("built_m2") / facts.parcels["area_m2"]
    far_min = facts.number("far_min")
    below = is_below(far, far_min)
    return _make_test(
        profile.threshold("underused"),
        finished & below,
        value=far,
        limit=far_min,
        missing={
            "actual_finish": _column_lacks(facts, "actual_finish"),
            "built_m2": facts.number("built_m2").isna(),
            "far_min": far_min.isna(),
            "registered_m2": facts.parcels["area_m2"].isna(),
        },
    )


def _below_standard(facts: ParcelFacts, profile: Profile) -> Test:
    agreed = facts.number("agreed_tax_per_mu")
    tax_per_mu = facts.occupants.tax_wan / facts.parcels["mu"]
    below = is_below(tax_per_mu, agreed).mask(agreed.isna(), other=False)
    return _make_test(
        profile.threshold("below_standard"),
        facts.event("production_date") & below,
        value=tax_per_mu,
        limit=agreed,
        missing={
            "production_date": _column_lacks(facts, "production_date"),
            "tax_wan": facts.occupants.tax_wan.isna(),
            "registered_m2": facts.parcels["mu"].isna(),
        },
    )


def _low_efficiency(facts: ParcelFacts, profile: Profile) -> Test:
    """Tell whether a joined firm is low; the firm's own test has the figures."""
    return _make_test(
        profile.threshold("low_efficiency"),
        facts.occupants.low,
        value=facts.occupants.low_count,
        missing={
            "tax_wan": facts.occupants.lacks_tax,
            "land_mu": facts.occupants.lacks_land,
        },
    )
