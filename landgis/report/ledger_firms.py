# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the lists of firms: what the office asks for beyond the firm table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from landgis.analysis import Analysis
from landgis.grading.evaluation import ADJUSTMENT, RENTING
from landgis.messages import text
from landgis.report.names import JOINER, map_unique, to_texts, with_columns
from landgis.report.summary import GROUPS
from landgis.rules.scheme import Indicator, Scheme

YEARS_OF_MEAN = 3
PERCENT = "%"
LOW_KINDS = ("low", "high_energy", "obsolete", "zombie")


def make_firm_rows(analysis: Analysis) -> pd.DataFrame:
    """Return all firms with the columns that the lists add.

    `enterprise_status` is the table's own state of the firm; `town` that of its
    parcels where the table has none; `tax_per_mu_before`
    and `tax_per_mu_mean3` come from the years before and are missing unless
    every year they need is there.
    """
    firms = with_columns(
        analysis.firms.rename(columns={"status": "enterprise_status"}),
        ["name", "group", "match_method", "parcel_ids", "town"],
        numbers=["tax_per_mu", "score"],
    )
    past = _past_tax_per_mu(firms, analysis.firm_history)
    before, earlier = past[1], past[2]
    return firms.assign(
        tax_per_mu_before=before,
        tax_per_mu_mean3=(firms["tax_per_mu"] + before + earlier) / YEARS_OF_MEAN,
        low_kinds=_low_kinds(firms),
        town=to_texts(firms["town"]).fillna(_of_parcels(analysis, "town")),
        land_uses=_of_parcels(analysis, "land_use"),
        lessor=_lessors(analysis),
        parcel_ids=_joined(firms["parcel_ids"]),
    )


def make_rectification_rows(firms: pd.DataFrame) -> pd.DataFrame:
    """Return the firms to be put right: 低效, 高耗, or on an authority's list."""
    listed = pd.Series(data=False, index=firms.index)
    for flag in ("low", "high_energy"):
        if flag in firms:
            listed |= firms[flag].astype("boolean").fillna(value=False).astype(bool)
    if "official_category" in firms:
        listed |= firms["official_category"].notna()
    return firms[listed]


def make_evaluation_rows(firms: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Return all firms with the value and score of each indicator, best first."""
    rows = firms.copy()
    scores = _scores(analysis)
    extra = scores["indicator"].isin((ADJUSTMENT, RENTING))
    for indicator in indicators(analysis):
        own = scores[scores["indicator"] == indicator.id].set_index("firm")
        own = own[~own.index.duplicated()]
        for name in ("value", "score"):
            rows[f"{name}_{indicator.id}"] = own[name].reindex(rows.index)
        if indicator.unit == PERCENT:
            rows[f"value_{indicator.id}"] *= 100
    if not len(scores):
        rows["value_tax_per_mu"] = rows["tax_per_mu"]
    for name, part in (("indicator_score", ~extra), ("adjustment", extra)):
        points = scores[part].groupby("firm")["score"].sum()
        rows[name] = points.reindex(rows.index)
    place = rows["group"].map({group: n for n, group in enumerate(GROUPS)})
    order = pd.DataFrame({"place": place, "score": -rows["score"]})
    return rows.loc[order.sort_values(["place", "score"], kind="stable").index]


def indicators(analysis: Analysis) -> tuple[Indicator, ...]:
    """Return the indicators that were scored, each once, in the scheme's order.

    Without any score it is 亩均税收 alone, which every firm list shows.
    """
    names = _scores(analysis)["indicator"].unique()
    scored = [str(name) for name in names if name not in (ADJUSTMENT, RENTING)]
    known = _scheme_indicators(analysis.project.profile.evaluation)
    named = [*(name for name in known if name in scored)]
    named += [name for name in scored if name not in known]
    found = [known.get(name, _nameless(name)) for name in named or ["tax_per_mu"]]
    # A share has no unit of its own; tables print it in percent.
    return tuple(
        entry if entry.unit or entry.id not in known else replace(entry, unit=PERCENT)
        for entry in found
    )


def _scores(analysis: Analysis) -> pd.DataFrame:
    return with_columns(
        analysis.firm_scores, ["indicator"], numbers=["firm", "value", "score"]
    )


def _scheme_indicators(scheme: Scheme | None) -> dict[str, Indicator]:
    groups = () if scheme is None else scheme.groups.values()
    return {
        indicator.id: indicator for group in groups for indicator in group.indicators
    }


def _nameless(name: str) -> Indicator:
    known = name == "tax_per_mu"
    return Indicator(
        id=name,
        title=text("report.tax_per_mu") if known else name,
        unit=text("report.wan_per_mu") if known else "",
        numerator="",
        denominator="",
        weight=np.nan,
    )


def _past_tax_per_mu(
    firms: pd.DataFrame, history: pd.DataFrame
) -> dict[int, pd.Series]:
    """Return 亩均税收 one and two years before the judged year, firm by firm."""
    empty = pd.Series(np.nan, index=firms.index, dtype="float64")
    needed = {"year", "tax_wan", "land_mu"}
    if "year" not in firms or not needed <= set(history.columns):
        return {1: empty, 2: empty}
    land = history["land_mu"].where(history["land_mu"] > 0)
    past = pd.Series(
        (history["tax_wan"] / land).to_numpy(dtype=np.float64),
        index=_by_year(_identity(history), history["year"]),
    ).dropna()
    past = past[~past.index.duplicated()]
    identity = _identity(firms)
    found = {}
    for back in (1, 2):
        wanted = _by_year(identity, firms["year"] - back)
        found[back] = pd.Series(past.reindex(wanted).to_numpy(), index=firms.index)
    return found


def _by_year(identity: pd.Series, year: pd.Series) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([identity, year.astype("float64")])


def _identity(firms: pd.DataFrame) -> pd.Series:
    """Return the credit code of each row, or its name where it has no code."""
    names = to_texts(with_columns(firms, ["name"])["name"])
    if "code" not in firms:
        return names
    codes = to_texts(firms["code"])
    return codes.fillna(names)


def _low_kinds(firms: pd.DataFrame) -> pd.Series:
    kinds = np.full(len(firms), "", dtype=object)
    for kind in LOW_KINDS:
        if kind not in firms:
            continue
        holds = firms[kind].astype("boolean").fillna(value=False).to_numpy(dtype=bool)
        kinds[holds & (kinds != "")] += JOINER
        kinds[holds] += text(f"report.low_kind.{kind}")
    return pd.Series(kinds, index=firms.index, dtype="str")


def _of_parcels(analysis: Analysis, column: str) -> pd.Series:
    """Return what the parcels of each firm have in a column, each once, joined."""
    if column not in analysis.parcels:
        return pd.Series(np.nan, index=analysis.firms.index, dtype="str")
    links = with_columns(analysis.links, numbers=["firm", "parcel"])
    values = analysis.parcels[column].reindex(links["parcel"]).to_numpy()
    pairs = pd.DataFrame({"firm": links["firm"].to_numpy(), "value": values})
    pairs = pairs.dropna().astype({"value": "str"}).drop_duplicates()
    several = pairs["firm"].duplicated(keep=False)
    joined = pairs[several].groupby("firm")["value"].agg(JOINER.join)
    alone = pairs[~several].set_index("firm")["value"]
    found = pd.concat([alone, joined.astype("str")])
    return pd.Series(found.reindex(analysis.firms.index), dtype="str")


def _lessors(analysis: Analysis) -> pd.Series:
    """Return whose land a tenant sits on; missing for firms that own theirs."""
    owners = _of_parcels(analysis, "owner")
    if "tenure" not in analysis.firms:
        return owners.where(pd.Series(data=False, index=owners.index))
    tenure = analysis.firms["tenure"].astype("str")
    return owners.where(tenure.str.contains(text("report.tenant_word"), na=False))


def _joined(ids: pd.Series) -> pd.Series:
    """Return parcel codes, one below the other where there are several."""
    return map_unique(ids, lambda found: found.replace(",", "\n"))
