# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an override or a 补录 of a few parcels would change, before it is saved.

Parcels are judged anew by the code that judges all of them, on the figures of the
current result.  Fields on which the join, or the land of firms, rests change more
than one parcel: these need a full analysis, and `rejudge` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from landgis.area import authoritative
from landgis.checks.limits import read_limits
from landgis.checks.naming import name_rows
from landgis.classify.overrides import Override
from landgis.errors import CallError
from landgis.operations.corrections import (
    Applied,
    Correction,
    put_cells,
    read_corrections,
    to_cell,
)
from landgis.operations.rejudge_land import LandLedger
from landgis.operations.rejudge_values import Effect, LandSums, ParcelChange
from landgis.operations.stored_analysis import StoredResult
from landgis.operations.stored_freshness import RESULT
from landgis.operations.stored_load import read_applied
from landgis.operations.stored_project import CURRENT, read_stored_overrides
from landgis.operations.stored_records import from_json
from landgis.operations.verdict_stage import JudgingRules, judge_rows
from landgis.progress import SILENT, Progress
from landgis.project import ProjectStore, Put, read_dataset
from landgis.schema import read_schema
from landgis.units import MU_PER_M2

__all__ = [
    "Effect",
    "LandSums",
    "ParcelChange",
    "Rejudger",
    "prepare_rejudge",
    "rejudge",
]

SUPPLY = "supply"
KINDS = ("override", "correction")
LOCAL = frozenset(
    {
        "location",
        "land_use",
        "supply_mode",
        "contract_date",
        "price_wan",
        "delivered_date",
        "agreed_start",
        "extended_start",
        "actual_start",
        "agreed_finish",
        "actual_finish",
        "production_date",
        "stop_date",
        "should_dev_m2",
        "dev_m2",
        "total_invest_wan",
        "invested_wan",
        "footprint_m2",
        "far_min",
        "agreed_tax_per_mu",
        "agreed_invest_per_mu",
        "cause",
        "idle_ruling",
    }
)
"""Fields that say something of their own parcel only."""

VERDICTS = (
    "status",
    "flags",
    "missing",
    "due_date",
    "is_started",
    "computed_status",
    "override_reason",
    "firm_mu",
    "potential_mu",
    "firm_names",
    "firm_count",
    "overdue_days",
    "idle_fee_wan",
    "reason",
)
"""Columns that judging adds."""

SHOWN = ["status", "firm_mu", "potential_mu", "missing", "reason"]

State = tuple[tuple[Override, ...], tuple[Correction, ...]]


def rejudge(
    store_path: Path, puts: Sequence[Put], *, progress: Progress = SILENT
) -> Effect:
    """Judge anew the parcels that override and correction documents are about.

    `puts` are what would be committed; a value None takes a document back.
    Documents that were committed since the last analysis count before and after.

    Raises
    ------
    CallError
        ``stored.no_result`` if there is no result yet, ``stored.rejudge_all`` if
        more than these parcels may change: a full analysis must tell.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        current = store.document(RESULT, CURRENT)
        documents = {kind: dict(store.documents(kind)) for kind in KINDS}
    if not current:
        raise CallError("stored.no_result")
    judge = _rejudger(store_path, current["dataset"])
    progress.step(0, 1)
    effect = judge.effect(documents, puts)
    progress.step(1, 1)
    return effect


def prepare_rejudge(store_path: Path, *, progress: Progress = SILENT) -> bool:
    """Read what `rejudge` needs of the current result, so that its first call is quick.

    Returns whether there is a result.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        current = store.document(RESULT, CURRENT)
    if not current:
        return False
    progress.step(0, 1)
    _rejudger(store_path, current["dataset"]).prepare()
    progress.step(1, 1)
    return True


@lru_cache(maxsize=1)
def _rejudger(store_path: Path, dataset: str) -> Rejudger:
    """Return what the result needs to be judged in parts; the latest is kept."""
    return Rejudger(StoredResult(read_dataset(store_path, dataset)))


class Rejudger:
    """Judges single parcels of a result anew; what it has read is kept."""

    def __init__(self, result: StoredResult) -> None:
        self._result = result
        self._loaded = read_dataset(result.dataset.path, result.dataset.meta["loaded"])
        self._parcels = result.frame("parcels")
        self._names = result.frame("parcel_names")["name"]
        self._links = result.frame("links")
        self._ledger = LandLedger(result)

    def prepare(self) -> None:
        """Read everything now that is otherwise read when it is first needed."""
        _ = self._firms, self._applied, self._has_copies
        self._ledger.prepare()

    def effect(
        self, documents: Mapping[str, Mapping[str, Any]], puts: Iterable[Put]
    ) -> Effect:
        """Return what puts change, given the documents as they are."""
        later = {kind: dict(values) for kind, values in documents.items()}
        for put in puts:
            if put.kind not in KINDS:
                raise CallError("stored.rejudge_all")
            if put.value is None:
                later[put.kind].pop(put.id, None)
            else:
                later[put.kind][put.id] = put.value
        before, after = self._judge(documents), self._judge(later)
        return Effect(
            changes=self._changes(before, after),
            before=self._ledger.sums(before),
            after=self._ledger.sums(after),
        )

    def _judge(self, documents: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
        overrides = read_stored_overrides(documents["override"])
        corrections = read_corrections(documents["correction"])
        rows, frame = self._corrected(corrections)
        rows = np.union1d(rows, self._overridden(overrides))
        if not len(rows):
            return self._parcels.iloc[:0]
        frame = frame.loc[rows].drop(columns=[*VERDICTS], errors="ignore")
        names = self._names.loc[rows]
        wanted = set(names)
        links = self._links[self._links["parcel"].isin(rows)]
        judged = judge_rows(
            frame,
            names=names,
            links=links,
            firms=self._firms,
            rules=JudgingRules(
                profile=self._result.profile,
                reference_date=self._result.reference_date,
                has_firms=len(self._firms) > 0,
                overrides=tuple(o for o in overrides if o.parcel_id in wanted),
            ),
        )
        return judged.frame

    @cached_property
    def _firms(self) -> pd.DataFrame:
        return self._result.frame("firms")

    def _overridden(self, overrides: Iterable[Override]) -> np.ndarray:
        """Return the parcels whose override is another one than in the result."""
        stored = self._result.dataset.meta["decisions"]
        known = {
            entry["parcel_id"]: (entry["status"], entry["reason"]) for entry in stored
        }
        now = {each.parcel_id: (each.status, each.reason) for each in overrides}
        differing = {
            name
            for name in known.keys() | now.keys()
            if known.get(name) != now.get(name)
        }
        return np.flatnonzero(self._names.isin(differing).to_numpy())

    def _corrected(
        self, corrections: Sequence[Correction]
    ) -> tuple[np.ndarray, pd.DataFrame]:
        """Return the parcels with other corrections than in the result, corrected."""
        known = {
            (each.role, each.row, each.field): each
            for each in (
                from_json(Correction, entry) for entry in self._loaded.meta["entered"]
            )
        }
        now = {(each.role, each.row, each.field): each for each in corrections}
        frame = self._parcels
        rows: set[int] = set()
        for key in known.keys() | now.keys():
            old, new = known.get(key), now.get(key)
            if old and new and old.value == new.value:
                continue
            role, name, field = key
            places = self._places(role, name, field)
            rows |= set(places)
            frame = self._put(frame, places, field=field, new=new)
        return np.array(sorted(rows), dtype=np.int64), frame

    def _put(
        self,
        frame: pd.DataFrame,
        places: Sequence[int],
        *,
        field: str,
        new: Correction | None,
    ) -> pd.DataFrame:
        """Put a value at parcels, or the source's own where it is taken back."""
        standard = read_schema(SUPPLY).fields[field]
        if new is not None:
            try:
                cell = to_cell(standard, new.value)
            except ValueError:
                return frame
            frame = put_cells(frame, standard, rows=places, cell=cell)
        else:
            for place in places:
                frame = self._take_back(frame, place, field)
        return _with_area(frame, places) if field == "registered_m2" else frame

    def _take_back(self, frame: pd.DataFrame, place: int, field: str) -> pd.DataFrame:
        entry = self._applied.get((place, field))
        if entry is None:
            return frame
        standard = read_schema(SUPPLY).fields[field]
        had_column = f"{field}_told" in frame
        cell = to_cell(standard, entry.was)
        frame = put_cells(frame, standard, rows=[place], cell=cell)
        if had_column:
            told = frame[f"{field}_told"].copy()
            told.iloc[place] = False
            frame = frame.assign(**{f"{field}_told": told})
        return frame

    @cached_property
    def _applied(self) -> dict[tuple[int, str], Applied]:
        """What was entered, by parcel and field; of several rows the first counts."""
        parcel = self._result.dataset.table("parcel_of_row").column(0).to_numpy()
        found: dict[tuple[int, str], Applied] = {}
        for each in read_applied(self._loaded.meta["applied"]):
            if each.role == SUPPLY:
                found.setdefault((int(parcel[each.row]), each.field), each)
        return found

    def _places(self, role: str, name: str, field: str) -> list[int]:
        """Return the parcels of a name, if their field changes nothing else.

        Raises
        ------
        CallError
            If it may.
        """
        places = np.flatnonzero((self._names == name).to_numpy())
        if role == SUPPLY and not len(places):
            names = name_rows(self._parcels, SUPPLY, read_limits())
            places = np.flatnonzero(names == name)
        if role != SUPPLY or not self._is_local(places, field):
            raise CallError("stored.rejudge_all")
        return [int(place) for place in places]

    def _is_local(self, places: np.ndarray, field: str) -> bool:
        if field in LOCAL:
            return True
        links = self._links[self._links["parcel"].isin(places)]
        if field == "built_m2":  # the floor of a parcel gives tenants their land
            return not links["is_tenant"].any()
        is_divided = self._has_copies or "lease" in self._loaded.meta["tables"]
        if field != "registered_m2" or is_divided:
            return False
        # 亩 divide firms over parcels, and a parcel over firms without a figure.
        alone = ~self._links["firm"].duplicated(keep=False)
        is_own = (links["land_method"] == "registered") & ~links["is_tenant"]
        return bool((is_own & alone[links.index]).all())

    @cached_property
    def _has_copies(self) -> bool:
        """Whether rows of one code were united, for which their area decides."""
        table = self._loaded.table(f"layer/{SUPPLY}")
        if "parcel_id" not in table.column_names:
            return False
        codes = table.column("parcel_id").drop_null().to_pandas()
        return bool(codes.duplicated().any())

    def _changes(
        self, before: pd.DataFrame, after: pd.DataFrame
    ) -> tuple[ParcelChange, ...]:
        rows = before.index.union(after.index)
        base = self._parcels.loc[rows, SHOWN]
        old, new = base.copy(), base.copy()
        old.loc[before.index] = before[SHOWN]
        new.loc[after.index] = after[SHOWN]
        return tuple(
            ParcelChange(
                row=int(row),
                name=str(self._names[row]),
                old_status=str(was["status"]),
                new_status=str(now["status"]),
                old_firm_mu=float(was["firm_mu"]),
                new_firm_mu=float(now["firm_mu"]),
                old_potential_mu=float(was["potential_mu"]),
                new_potential_mu=float(now["potential_mu"]),
                new_missing=str(now["missing"]),
                new_reason=str(now["reason"]),
            )
            for row, was, now in zip(
                rows, old.to_dict("records"), new.to_dict("records"), strict=True
            )
            if was != now
        )


def _with_area(frame: pd.DataFrame, places: Sequence[int]) -> pd.DataFrame:
    """Work out anew the area that counts for some parcels (AREA)."""
    some = frame.iloc[list(places)]
    area = authoritative(some["registered_m2"], some["drawn_m2"]).area_m2
    columns = {"area_m2": frame["area_m2"].copy(), "mu": frame["mu"].copy()}
    columns["area_m2"].iloc[list(places)] = np.asarray(area)
    columns["mu"].iloc[list(places)] = np.asarray(area) * MU_PER_M2
    return frame.assign(**columns)
