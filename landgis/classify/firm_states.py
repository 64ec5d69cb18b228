# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms may be 淘汰落后 or 停产僵尸, and which have a veto (DB-1, DB-3)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from landgis import messages
from landgis.classify.evidence import Test, name_missing, to_texts
from landgis.classify.firm_columns import (
    is_coded,
    is_vetoed,
    read_data,
    to_industry_codes,
    to_numbers,
    to_states,
    to_words,
)
from landgis.classify.firm_limits import get_limit
from landgis.rules.profile import Profile

OFFICIAL_FIELD = "official"
"""What a candidate for 淘汰 lacks: the list of the authority."""


def name_obsolete_sectors(firms: pd.DataFrame) -> pd.Series:
    """Return the sector under which a firm may be 淘汰落后 (钢铁 …); else missing."""
    codes = to_industry_codes(to_words(firms, "industry"))
    sectors = pd.Series(float("nan"), index=firms.index, dtype="str")
    for sector in read_data("industries")["obsolete"]:
        mine = is_coded(codes, sector["codes"]).fillna(value=False).astype(bool)
        sectors = sectors.mask(mine, sector["title"])
    return sectors


def respect_list(test: Test, *, officially: pd.Series, category: str) -> Test:
    """Let an authority's list decide for the firms on it; the others stay as tested."""
    named = messages.text("evidence.official", category=category)
    result = test.result.mask(officially, other=True)
    return replace(
        test,
        result=result,
        value=test.value.mask(officially, named),
        missing=test.missing.where(result.isna(), other=""),
    )


def make_obsolete_test(firms: pd.DataFrame) -> Test:
    """Tell who cannot be 淘汰落后 (DB-1) by its industry.

    An industry of the catalogue makes a firm a candidate, UNKNOWN until it is
    compared with the list, and so does a code too short to tell (30 for 3041).
    TRUE comes from an official list alone.
    """
    codes = to_industry_codes(to_words(firms, "industry"))
    sectors = name_obsolete_sectors(firms)
    listed = [c for s in read_data("industries")["obsolete"] for c in s["codes"]]
    candidate = is_coded(codes, listed)
    result = candidate.mask(candidate.fillna(value=True).astype(bool))
    named = codes.fillna("") + "（" + sectors.fillna("") + "）"
    return Test(
        rule="DB-1",
        subject_kind="firm",
        result=result,
        value=codes.fillna("").mask(sectors.notna(), named),
        operator=messages.text("evidence.belongs_to"),
        threshold=messages.text("evidence.obsolete_list"),
        citation=messages.text("evidence.obsolete_clause"),
        missing=name_missing(
            result, {"industry": codes.isna(), OFFICIAL_FIELD: codes.notna()}
        ),
    )


def make_zombie_test(firms: pd.DataFrame, *, profile: Profile) -> Test:
    """Tell who is 停产僵尸 (DB-3) by its own figures.

    TRUE where the status says 停产, 关停, 注销 or the like, or where both power
    and tax of the year are next to nothing; UNKNOWN where the missing one of
    them could decide.
    """
    power, tax = to_numbers(firms, "power_wan_kwh"), to_numbers(firms, "tax_wan")
    status = to_words(firms, "status")
    power_limit = get_limit(profile, "zombie_power_wan_kwh")
    tax_limit = get_limit(profile, "zombie_tax_wan")
    idle = power_limit.holds(power) & tax_limit.holds(tax)
    stopped = (to_states(status) == "stopped").astype("boolean")
    result = idle.mask(stopped, other=True)
    blank = messages.text("evidence.unknown_value")
    shown = [
        pd.Series(to_texts(column), index=firms.index).replace("", blank).tolist()
        for column in (power, tax, status)
    ]
    template = messages.catalogue()["evidence.stopped"]
    # A sentence for each firm: text has no vector form.
    values = [
        template.format(power=p, tax=t, status=s)
        for p, t, s in zip(*shown, strict=True)
    ]
    return Test(
        rule=power_limit.rule,
        subject_kind="firm",
        result=result,
        value=pd.Series(values, index=firms.index, dtype="str"),
        operator=messages.text("evidence.belongs_to"),
        threshold=messages.text(
            "evidence.stopped_limit",
            power=f"{power_limit.symbol}{power_limit.shown}",
            tax=f"{tax_limit.symbol}{tax_limit.shown}",
        ),
        citation=power_limit.citation,
        missing=name_missing(
            result, {"power_wan_kwh": power.isna(), "tax_wan": tax.isna()}
        ),
    )


def make_veto_test(firms: pd.DataFrame) -> Test | None:
    """Tell who has a veto (一票否决, MU-04); None if the table has no such column."""
    if "veto" not in firms:
        return None
    result = is_vetoed(firms["veto"])
    return Test(
        rule="MU-04",
        subject_kind="firm",
        result=result,
        value=firms["veto"],
        operator=messages.text("evidence.belongs_to"),
        threshold=messages.text("evidence.veto"),
        citation=messages.text("evidence.veto_clause"),
        missing=pd.Series("", index=firms.index, dtype="str"),
    )
