# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read every file of a project into layers and tables of one coordinate system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from landgis import messages
from landgis.errors import DataError, LandGISError
from landgis.findings import Finding
from landgis.operations.corrections import Applied
from landgis.operations.layer_files import (
    CheckRules,
    FinishedLayer,
    OpenedLayer,
    finish_layer,
    open_vector,
)
from landgis.operations.project_file import InputFile, ProjectFile, Sources
from landgis.operations.reading import FileReader, Reader
from landgis.operations.repairs import NOTHING_BY_HAND, ByHand, LayerRepairs
from landgis.operations.table_files import OpenedTable, open_table
from landgis.operations.working_crs import require_metric_crs
from landgis.progress import SILENT, Progress
from landgis.report.fields import field_title
from landgis.rules.profile import Profile
from landgis.tables import Geometries, Layer, Table

SUPPLY = "supply"
NEEDED = {"town": "name", "block_line": "level", "survey": "is_low"}
TRUSTED = (SUPPLY, "approval")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """Everything a project names, as far as it can be read.

    `unusable` has one sentence for each whole file, layer or table that could
    not be used.  `repairs` has, by role, every repaired shape before and after;
    `applied` the values that were entered by hand, beside the source's own.
    """

    crs: str
    layers: Mapping[str, Layer]
    tables: Mapping[str, Table]
    findings: tuple[Finding, ...]
    unusable: tuple[str, ...]
    repairs: Mapping[str, LayerRepairs] = field(default_factory=dict)
    applied: tuple[Applied, ...] = ()


class _Reading:
    """The inputs read so far; the first layer may set the working system."""

    def __init__(
        self, sources: Sources, rules: CheckRules, *, reader: Reader, by_hand: ByHand
    ) -> None:
        self.sources, self.rules = sources, rules
        self.reader, self.by_hand = reader, by_hand
        self.crs = None if sources.crs is None else require_metric_crs(sources.crs)
        self.layers: dict[str, Layer] = {}
        self.tables: dict[str, Table] = {}
        self.findings: list[Finding] = []
        self.repairs: dict[str, LayerRepairs] = {}
        self.applied: list[Applied] = []

    def add(self, source: InputFile) -> None:
        """Read an input and check it."""
        read = self._read_layer if source.is_layer else self._read_table
        found = read(source)
        self.findings.extend(found.findings)
        self.applied.extend(found.applied)

    def _read_table(self, source: InputFile) -> OpenedTable:
        options = self.sources.options[source]
        raw = self.reader.read(source, options)
        found = open_table(
            source,
            options=options,
            rules=self.rules,
            raw=raw.table,
            fingerprint=raw.fingerprint,
            by_hand=self.by_hand,
        )
        self.tables[source.role] = found.table
        return found

    def _read_layer(self, source: InputFile) -> FinishedLayer:
        opened = self._open(source)
        self.crs = self.crs or opened.proposed_crs
        found = finish_layer(
            opened,
            crs=self.crs,
            rules=self.rules,
            reference=_trusted(self.layers),
            by_hand=self.by_hand,
        )
        require_fields(found.layer)
        if source.role == SUPPLY and not has_land(found.layer.geometry):
            raise DataError("load.no_rows", file=source.path.name)
        self.layers[source.role] = found.layer
        self.repairs[source.role] = found.repairs
        return found

    def _open(self, source: InputFile) -> OpenedLayer:
        options = self.sources.options[source]
        raw = self.reader.read(source, options)
        return open_vector(
            source,
            options=options,
            rules=self.rules,
            working=self.sources.crs,
            raw=raw.layer,
            fingerprint=raw.fingerprint,
        )


def load_project(
    project: ProjectFile, *, profile: Profile, progress: Progress = SILENT
) -> Loaded:
    """Read the inputs of a project from their files; see `load_sources`."""
    rules = CheckRules(
        region=project.region or None,
        parameters=profile.parameters,
        reference_date=project.reference_date,
    )
    return load_sources(project.sources, rules=rules, progress=progress)


def load_sources(
    sources: Sources,
    *,
    rules: CheckRules,
    reader: Reader | None = None,
    by_hand: ByHand = NOTHING_BY_HAND,
    progress: Progress = SILENT,
) -> Loaded:
    """Read the inputs of a project, supply first: it sets the working system.

    Parameters
    ----------
    reader
        Gives the content of the inputs; left out, they are read from their files.
    by_hand
        Values that were entered by hand, and repairs that were declined.

    Raises
    ------
    DataError
        If the supply layer cannot be used: without it nothing can be done.
    """
    inputs = sorted(sources.inputs, key=_reading_order)
    reading = _Reading(sources, rules, reader=reader or FileReader(), by_hand=by_hand)
    unusable: list[str] = []
    for number, source in enumerate(inputs):
        stage = messages.text("load.stage", file=source.path.name)
        progress.step(number, len(inputs), stage=stage)
        try:
            reading.add(source)
        except LandGISError as error:
            if source.role == SUPPLY:
                raise
            unusable.append(_say_unusable(source, error))
    if reading.crs is None:
        raise DataError("load.no_crs", file=inputs[0].path.name)
    progress.step(len(inputs), len(inputs))
    return Loaded(
        crs=reading.crs,
        layers=reading.layers,
        tables=reading.tables,
        findings=tuple(reading.findings),
        unusable=tuple(unusable),
        repairs=reading.repairs,
        applied=tuple(reading.applied),
    )


def require_fields(layer: Layer) -> None:
    """Refuse a layer that lacks the one column it is for.

    Raises
    ------
    DataError
        If towns have no name, lines no level, or a survey no verdict.
    """
    field = NEEDED.get(layer.role)
    if field is not None and field not in layer.frame:
        raise DataError(
            "load.no_field",
            file=layer.source.path.name,
            field=field_title(field, table=layer.role).title,
            role=layer.role,
            key=field,
        )


def has_land(geometry: Geometries) -> bool:
    """Tell whether there is any shape with an area."""
    return bool((shapely.area(geometry) > 0).any())


def _reading_order(source: InputFile) -> int:
    return TRUSTED.index(source.role) if source.role in TRUSTED else len(TRUSTED)


def _trusted(layers: Mapping[str, Layer]) -> Geometries:
    """Return the land against which a web-map shift of another layer shows.

    Supplied and approved land together: either alone leaves out just the land
    that exclusions cover, and those would then seem to fit better elsewhere.
    """
    known = [layers[role].geometry for role in TRUSTED if role in layers]
    return np.concatenate(known) if known else np.empty(0, dtype=object)


def _say_unusable(source: InputFile, error: LandGISError) -> str:
    return messages.text(
        "load.unusable",
        role=messages.text(f"role.{source.role}"),
        reason=messages.sentence(error),
    )
