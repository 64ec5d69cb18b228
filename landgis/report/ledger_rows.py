# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of every list in the ledgers, taken from the result of a run."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from landgis.analysis import SUPPLIED_UNUSED, Analysis, Relocation
from landgis.classify.evidence import COLUMNS
from landgis.messages import text
from landgis.report.fields import field_title, field_titles
from landgis.report.ledger_firms import (
    make_evaluation_rows,
    make_firm_rows,
    make_rectification_rows,
)
from landgis.report.names import map_unique, to_texts, with_columns
from landgis.report.result_tables import (
    to_finding_rows,
    to_threshold_rows,
)
from landgis.report.symbols import shipped_symbols
from landgis.rules.catalogue import clauses
from landgis.tables import Source
from landgis.units import AreaUnit, round_half_up

OTHER_STOCK = (
    "stalled",
    "built_not_producing",
    "underused",
    "below_standard",
    "low_efficiency",
)
"""Statuses of the list that takes what no database of the platforms takes."""

PLAN_LISTS = ("moves", "parks", "unplaced", "plan_years")
"""Lists of a relocation plan; there are none without a plan."""

FREED_LISTS = ("freed_land", "reserve_land")
"""Lists of what an accepted plan frees."""

LISTS = (
    "obsolete",
    "low",
    "zombie",
    "residual",
    "supplied_unused",
    "vacated",
    "rectification",
    "evaluation",
    "other_stock",
    "to_verify",
    "candidates",
    "unmatched_firms",
    "parcels_without_firm",
    "findings",
    "grounds",
    "thresholds",
    "mapping",
    "fields",
    *PLAN_LISTS,
    *FREED_LISTS,
)
"""Names of all lists, by which layouts say what rows they show."""

_MU = AreaUnit.MU.from_m2(1.0)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{5,}(e-?\d+)?")
_GROUND_PLACES = 4


def make_ledger_rows(analysis: Analysis) -> Mapping[str, pd.DataFrame]:
    """Return the rows of every list that there is, by the name that layouts use."""
    parcels = _parcel_rows(analysis.parcels)
    firms = make_firm_rows(analysis)
    status = parcels["status"].astype("str")
    links = with_columns(analysis.links, numbers=["parcel"])
    linked = parcels.index.isin(links["parcel"])
    return {
        "obsolete": firms[_is_true(firms, "obsolete")],
        "low": firms[_is_true(firms, "low")],
        "zombie": firms[_is_true(firms, "zombie")],
        "residual": _residual_rows(analysis.residual),
        "supplied_unused": parcels[status.isin(SUPPLIED_UNUSED)],
        "vacated": analysis.vacated,
        "rectification": make_rectification_rows(firms),
        "evaluation": make_evaluation_rows(firms, analysis),
        "other_stock": parcels[status.isin(OTHER_STOCK)],
        "to_verify": parcels[status == "to_verify"],
        "candidates": _candidate_rows(analysis, firms),
        "unmatched_firms": _unmatched_rows(analysis, firms),
        "parcels_without_firm": parcels[~linked],
        "findings": _finding_rows(analysis),
        "grounds": _ground_rows(
            with_columns(analysis.evidence, COLUMNS),
            parcels=parcels,
            listed_firms=_names_of_listed(firms),
        ),
        "thresholds": to_threshold_rows(analysis.project.profile),
        "mapping": _mapping_rows(analysis.sources),
        "fields": _field_rows(),
        **_plan_rows(analysis.relocation),
    }


def _plan_rows(plan: Relocation | None) -> dict[str, pd.DataFrame]:
    if plan is None:
        return {}
    rows = (plan.moves, plan.parks, plan.unplaced, plan.years)
    found = dict(zip(PLAN_LISTS, rows, strict=True))
    if len(plan.freed):
        found |= dict(zip(FREED_LISTS, (plan.freed, plan.reserve), strict=True))
    return found


def _is_true(rows: pd.DataFrame, flag: str) -> pd.Series:
    """Return which rows have a flag; unknown is not true."""
    if flag not in rows:
        return pd.Series(data=False, index=rows.index)
    return rows[flag].astype("boolean").fillna(value=False).astype(bool)


def _parcel_rows(parcels: pd.DataFrame) -> pd.DataFrame:
    """Return parcels as lists show them.

    Days overdue only where the day has passed; the program's own verdict only
    where somebody changed it.
    """
    rows = with_columns(
        parcels,
        ["parcel_id", "computed_status", "override_reason"],
        numbers=["overdue_days"],
    )
    return rows.assign(
        overdue_days=rows["overdue_days"].where(rows["overdue_days"] > 0),
        computed_status=rows["computed_status"].where(rows["override_reason"].notna()),
    )


def _residual_rows(residual: pd.DataFrame) -> pd.DataFrame:
    rows = residual.copy()
    for name, source, factor in (
        ("approved_mu", "approved_m2", _MU),
        ("supplied_mu", "supplied_m2", _MU),
        ("supply_percent", "supply_rate", 100.0),
    ):
        if source in rows:
            rows[name] = rows[source] * factor
    if "approved_date" in rows:
        rows["approved_year"] = rows["approved_date"].dt.year.astype("float64")
    return rows


def _candidate_rows(analysis: Analysis, firms: pd.DataFrame) -> pd.DataFrame:
    """Put each firm beside the parcel it may belong to, best candidates first."""
    found = with_columns(analysis.candidates, numbers=["firm", "parcel", "score"])
    found = found.rename(columns={"score": "match_score"})
    found = found.sort_values(
        ["firm", "match_score"], ascending=[True, False], kind="stable"
    ).reset_index(drop=True)
    beside = firms.reindex(found["firm"]).reset_index(drop=True)
    for name in ("code", "town", "address", "land_mu"):
        if name in beside:
            found[name] = beside[name]
    parcels = analysis.parcels.reindex(found["parcel"]).reset_index(drop=True)
    for name in ("owner", "location", "town", "mu"):
        if name in parcels:
            found[f"parcel_{name}"] = parcels[name]
    return found


def _unmatched_rows(analysis: Analysis, firms: pd.DataFrame) -> pd.DataFrame:
    unmatched = firms[firms["match_method"].isna()]
    candidates = with_columns(analysis.candidates, numbers=["firm"])
    candidate = unmatched.index.isin(candidates["firm"])
    return unmatched.assign(has_candidate=pd.array(candidate, dtype="boolean"))


def _finding_rows(analysis: Analysis) -> pd.DataFrame:
    """Return findings row by row, the worst kinds first."""
    rows = to_finding_rows(
        sorted(analysis.findings, key=lambda finding: -finding.severity)
    )
    names = {source.role: source.path.name for source in reversed(analysis.sources)}
    known = rows["role"].isin(names)
    said = to_texts(rows["detail"])
    is_open = (said.str.len() > 0) & ~said.str.endswith(text("report.stop")).astype(
        bool
    )
    return rows.assign(
        file=rows["role"].map(names).astype("str").where(known),
        detail=said.where(~is_open, said + text("report.stop")),
    )


def _names_of_listed(firms: pd.DataFrame) -> pd.Series:
    """Return the firms that a database lists: 低效, 停产僵尸, 淘汰落后."""
    listed = _is_true(firms, "low") | _is_true(firms, "zombie")
    return firms.loc[listed | _is_true(firms, "obsolete"), "name"]


def _ground_rows(
    evidence: pd.DataFrame, *, parcels: pd.DataFrame, listed_firms: pd.Series
) -> pd.DataFrame:
    """Return the tests that hold for what is listed, and what to_verify lacks.

    Firms that no database lists have none here: result.gpkg has every test.
    """
    status = parcels["status"].astype("str")
    normal = parcels.loc[status == "normal", "parcel_id"]
    doubtful = parcels.loc[status == "to_verify", "parcel_id"]
    kind, result = evidence["subject_kind"], evidence["result"]
    of_parcel, holds = kind == "parcel", result == "TRUE"
    unlisted = (kind == "firm") & ~evidence["subject_id"].isin(listed_firms)
    plain = of_parcel & evidence["subject_id"].isin(normal)
    wanted = holds & ~plain & ~unlisted
    unknown = of_parcel & (result == "UNKNOWN")
    rows = evidence[wanted | (unknown & evidence["subject_id"].isin(doubtful))]
    known = clauses()
    return rows.assign(
        value=map_unique(rows["value"], _to_short_number),
        rule_title=map_unique(
            rows["rule"], lambda rule: known[rule].title if rule in known else ""
        ),
    )


def _to_short_number(value: str) -> str:
    """Return a measured value as people read it; anything else as it is."""
    if not _LONG_NUMBER.fullmatch(value):
        return value
    return f"{round_half_up(float(value), places=_GROUND_PLACES).normalize():f}"


def _mapping_rows(sources: tuple[Source, ...]) -> pd.DataFrame:
    rows = [
        {
            "role": source.role,
            "file": source.path.name,
            "layer": source.layer,
            "column": field.name,
            "standard": field.standard,
            "standard_title": field_title(field.standard, table=source.role).title
            if field.standard
            else None,
            "unit": field.unit,
            "type": field.type,
            "sample": field.sample,
            "why": field.why,
        }
        for source in sources
        for field in source.fields
    ]
    columns = (
        "role",
        "file",
        "layer",
        "column",
        "standard",
        "standard_title",
        "unit",
        "type",
        "sample",
        "why",
    )
    return pd.DataFrame(rows, columns=list(columns), dtype="str")


def _field_rows() -> pd.DataFrame:
    fields = [
        (name, words.title, words.unit, "", words.meaning)
        for name, words in field_titles().items()
        if name.isidentifier()
    ]
    statuses = [
        (name, symbol.title, "", symbol.letter, text("report.status_value"))
        for name, symbol in shipped_symbols().items()
    ]
    columns = ["id", "title", "unit", "letter", "meaning"]
    return pd.DataFrame(fields + statuses, columns=columns, dtype="str")
