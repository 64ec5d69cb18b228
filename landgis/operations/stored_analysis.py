# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results kept in a project file: written in one piece, read as far as needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from landgis import messages
from landgis.analysis import Analysis, Project, Reclaimable
from landgis.classify.targets import LeavingEnergy
from landgis.operations.analyse import analyse
from landgis.operations.loading import Loaded
from landgis.operations.stored_codec import (
    pack_frame,
    pack_shapes,
    unpack_columns,
    unpack_frame,
    unpack_shapes,
)
from landgis.operations.stored_evidence import (
    no_evidence,
    pack_evidence,
    read_evidence,
    read_evidence_of,
)
from landgis.operations.stored_freshness import (
    LOADED,
    RESULT,
    analysis_basis,
    find_dataset,
    is_current,
    reading_basis,
)
from landgis.operations.stored_load import (
    load_documents,
    unpack_loaded,
    write_loaded,
)
from landgis.operations.stored_project import (
    CURRENT,
    StoredProfile,
    read_by_hand,
    read_profile_text,
    read_stored_decisions,
    read_stored_profile,
    read_subject,
)
from landgis.operations.stored_records import (
    from_json,
    pack_findings,
    pack_sources,
    to_json,
    unpack_findings,
    unpack_sources,
)
from landgis.progress import SILENT, Progress
from landgis.project import Dataset, ProjectStore, read_dataset, write_dataset
from landgis.report.headline import Headline, LegendLine, make_headline, make_legend
from landgis.report.parcel_figures import parcel_figures
from landgis.rules.profile import Profile
from landgis.tables import Geometries

FRAMES = (
    "parcels",
    "parcel_raw",
    "residual",
    "vacated",
    "parks",
    "firms",
    "firm_scores",
    "firm_history",
    "links",
    "candidates",
    "targets",
)
SHAPES = ("parcel_geometry", "residual_geometry", "vacated_geometry", "park_geometry")
SUMS = ("by_category", "by_town", "by_block_line", "overlaps")
NUMBERS = ("firm_mu", "potential_mu", "overlap_removed_mu")


class StoredResult:
    """One result of a project file; frames are read when they are asked for.

    It may be used in any thread; what has been read once is kept.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @property
    def id(self) -> str:
        """The data set that it lies in."""
        return self.dataset.id

    @property
    def crs(self) -> str:
        """The working system of its shapes."""
        return str(self.dataset.meta["crs"])

    @property
    def reference_date(self) -> date:
        """The day against which every date was tested."""
        return date.fromisoformat(self.dataset.meta["project"]["reference_date"])

    @cached_property
    def profile(self) -> Profile:
        """The rules that it was judged by."""
        return from_json(StoredProfile, self.dataset.meta["profile"]).parse()

    @cached_property
    def analysis(self) -> Analysis:
        """Everything but `evidence`, `layers` and `tables`, which are left empty."""
        return _unpack_analysis(self)

    @cached_property
    def headline(self) -> Headline:
        """What stands on top of the window."""
        return make_headline(self.analysis)

    @cached_property
    def legend(self) -> tuple[LegendLine, ...]:
        """One line for each status and category."""
        return make_legend(self.analysis)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Figures of each parcel that no column holds."""
        return parcel_figures(self.analysis)

    def prepared(self) -> StoredResult:
        """Read at once what a window shows, so that nobody waits for it later."""
        for shown in ("analysis", "headline", "legend", "figures"):
            getattr(self, shown)
        return self

    def whole(self) -> Analysis:
        """Return everything, as `landgis.operations.analyse` gave it."""
        loaded = self.loaded()
        return replace(
            self.analysis,
            evidence=self.evidence(),
            layers=tuple(loaded.layers.values()),
            tables=tuple(loaded.tables.values()),
        )

    def frame(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return one frame of the analysis, or some of its columns."""
        meta = self.dataset.meta["frames"][name]
        if columns is None:
            return unpack_frame(self.dataset.table(name), meta)
        table = self.dataset.table(name, list(columns))
        return unpack_columns(table, meta, columns)

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the names of a frame's columns."""
        return tuple(self.dataset.meta["frames"][name]["names"])

    def wkb(self, name: str) -> pa.Table:
        """Return shapes, such as ``parcel_geometry``, as WKB in a column ``shape``."""
        return self.dataset.table(name)

    def shapes(self, name: str) -> Geometries:
        """Return shapes, such as ``parcel_geometry``."""
        return unpack_shapes(self.dataset.table(name))

    def evidence_of(self, kind: str, subject_id: str) -> pd.DataFrame:
        """Return the tests of one parcel, firm or approval, in their order."""
        return read_evidence_of(
            self.dataset.table,
            buckets=self.dataset.meta["evidence"]["buckets"],
            kind=kind,
            subject_id=subject_id,
        )

    def evidence(self) -> pd.DataFrame:
        """Return the whole evidence; millions of rows in a county."""
        buckets = self.dataset.meta["evidence"]["buckets"]
        return read_evidence(self.dataset.table, buckets=buckets)

    def with_land(
        self, changes: Mapping[int, Mapping[str, object]], sums: Mapping[str, float]
    ) -> StoredResult:
        """Return the same result with some parcels judged anew, in memory alone.

        Parameters
        ----------
        changes
            For each parcel, by its row, the columns that have another value.
        sums
            `firm_mu`, `potential_mu` and `overlap_removed_mu` of all land.
        """
        parcels = self.analysis.parcels.copy(deep=False)
        for name in {name for columns in changes.values() for name in columns}:
            values = parcels[name].copy()
            for row, columns in changes.items():
                if name in columns:
                    values.iloc[row] = columns[name]
            parcels[name] = values
        figures: dict[str, Any] = dict(sums)
        changed = StoredResult(self.dataset)
        changed.__dict__["analysis"] = replace(
            self.analysis,
            parcels=parcels,
            reclaimable=replace(self.analysis.reclaimable, **figures),
        )
        return changed

    def loaded(self) -> Loaded:
        """Return the layers and tables that the result rests on.

        Raises
        ------
        ProjectError
            If the project does not hold them any more.
        """
        return unpack_loaded(
            read_dataset(self.dataset.path, self.dataset.meta["loaded"])
        )

    @property
    def unusable(self) -> tuple[str, ...]:
        """One sentence for each whole input that could not be used."""
        return tuple(self.dataset.meta["unusable"])


def open_result(store: ProjectStore | Path, dataset: str) -> StoredResult:
    """Open a result that `analyse_stored` has written.

    Raises
    ------
    ProjectError
        If the project does not hold it.
    """
    return StoredResult(find_dataset(store, dataset))


def analyse_stored(store_path: Path, *, progress: Progress = SILENT) -> str:
    """Analyse the project's data; return the id of the ``result`` dataset.

    Decisions come from the documents.  Data that were never loaded, or have been
    changed since, are loaded first.  The result becomes the project's once
    `result_puts` are committed; until then, and if it is cancelled, the project
    is as it was.

    Raises
    ------
    ProjectError
        If there is no supply layer, reference date or profile yet.
    DataError, RuleError
        If the supply layer cannot be used, or the profile is wrong.
    """
    with ProjectStore.open(store_path, read_only=True) as store:
        subject, profile = read_subject(store), read_stored_profile(store)
        words, decisions = read_profile_text(store), read_stored_decisions(store)
        basis = analysis_basis(store)
        loaded, loaded_id = _loaded(store, progress=progress)
    analysis = analyse(
        loaded,
        project=subject,
        profile=profile,
        decisions=decisions,
        progress=progress,
    )
    progress.step(0, 1, stage=messages.text("stored.stage_keep"))
    tables, meta = _pack_analysis(analysis, words)
    meta |= {
        "loaded": loaded_id,
        "basis": basis,
        "unusable": list(loaded.unusable),
        "decisions": to_json(decisions.overrides),
    }
    dataset = write_dataset(store_path, RESULT, tables, meta=meta)
    progress.step(1, 1)
    return dataset


def _loaded(store: ProjectStore, *, progress: Progress) -> tuple[Loaded, str]:
    """Return the loaded data as the documents have them now, and where they lie."""
    if is_current(store, LOADED):
        dataset = store.document(LOADED, CURRENT)["dataset"]
        return unpack_loaded(store.dataset(dataset)), dataset
    loaded, inputs = load_documents(store, progress=progress)
    dataset = write_loaded(
        store.path,
        loaded,
        inputs=inputs,
        basis=reading_basis(store),
        entered=read_by_hand(store).corrections,
    )
    return loaded, dataset


def _pack_analysis(
    analysis: Analysis, words: StoredProfile
) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    tables: dict[str, pa.Table] = {"findings": pack_findings(analysis.findings)}
    frames: dict[str, Any] = {}
    for name in FRAMES:
        tables[name], frames[name] = pack_frame(getattr(analysis, name))
    for name in SUMS:
        tables[name], frames[name] = pack_frame(getattr(analysis.reclaimable, name))
    for name in SHAPES:
        tables[name] = pack_shapes(getattr(analysis, name))
    tables["parcel_names"], frames["parcel_names"] = pack_frame(
        analysis.parcel_names.to_frame("name")
    )
    tables["parcel_of_row"] = pa.table({"parcel": pa.array(analysis.parcel_of_row)})
    evidence, buckets = pack_evidence(analysis.evidence)
    sources, tables["faults"] = pack_sources(analysis.sources)
    project = analysis.project
    meta = {
        "project": {
            "name": project.name,
            "region": project.region,
            "reference_date": project.reference_date.isoformat(),
            "profile": project.profile.id,
        },
        "crs": project.crs,
        "profile": to_json(words),
        "frames": frames,
        "sources": sources,
        "evidence": buckets,
        "sums": {name: getattr(analysis.reclaimable, name) for name in NUMBERS},
        "unknown": dict(analysis.unknown),
        "leaving_energy": to_json(analysis.leaving_energy),
        "parcels_without_firm": analysis.parcels_without_firm,
        "seconds": analysis.seconds,
    }
    return {**tables, **evidence}, meta


def _unpack_analysis(result: StoredResult) -> Analysis:
    dataset, meta = result.dataset, result.dataset.meta
    project = meta["project"]
    parts: dict[str, Any] = {name: result.frame(name) for name in FRAMES}
    parts |= {name: result.shapes(name) for name in SHAPES}
    sums: dict[str, Any] = {name: result.frame(name) for name in SUMS}
    return Analysis(
        project=Project(
            name=project["name"],
            region=project["region"],
            reference_date=result.reference_date,
            crs=meta["crs"],
            profile=result.profile,
        ),
        sources=unpack_sources(meta["sources"], dataset.table("faults")),
        **parts,
        reclaimable=Reclaimable(**meta["sums"], **sums),
        parcels_without_firm=meta["parcels_without_firm"],
        evidence=no_evidence(),
        unknown=meta["unknown"],
        leaving_energy=from_json(LeavingEnergy, meta["leaving_energy"]),
        findings=unpack_findings(dataset.table("findings")),
        layers=(),
        tables=(),
        seconds=meta["seconds"],
        parcel_names=result.frame("parcel_names")["name"],
        parcel_of_row=dataset.table("parcel_of_row").column(0).to_numpy(),
    )
