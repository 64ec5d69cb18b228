# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read every file of a project into layers and tables of one coordinate system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from landgis import messages
from landgis.errors import DataError, LandGISError
from landgis.findings import Finding
from landgis.operations.layer_files import (
    CheckRules,
    finish_layer,
    open_vector,
    require_metric_crs,
)
from landgis.operations.project_file import InputFile, ProjectFile
from landgis.operations.table_files import open_table
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
    not be used.
    """

    crs: str
    layers: Mapping[str, Layer]
    tables: Mapping[str, Table]
    findings: tuple[Finding, ...]
    unusable: tuple[str, ...]


def load_project(
    project: ProjectFile, *, profile: Profile, progress: Progress = SILENT
) -> Loaded:
    """Read the inputs of a project, supply first: it sets the working system.

    Raises
    ------
    DataError
        If the supply layer cannot be used: without it nothing can be done.
    """
    inputs = sorted(project.inputs, key=_reading_order)
    rules = CheckRules(
        region=project.region or None,
        parameters=profile.parameters,
        reference_date=project.reference_date,
    )
    layers: dict[str, Layer] = {}
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    unusable: list[str] = []
    crs = None if project.crs is None else require_metric_crs(project.crs)
    for number, source in enumerate(inputs):
        stage = messages.text("load.stage", file=source.path.name)
        progress.step(number, len(inputs), stage=stage)
        try:
            if source.is_layer:
                opened = open_vector(
                    source,
                    options=project.options(source),
                    rules=rules,
                    working=project.crs,
                )
                crs = crs or opened.proposed_crs
                layer, found = finish_layer(
                    opened, crs=crs, rules=rules, reference=_trusted(layers)
                )
                require_fields(layer)
                if source.role == SUPPLY and not has_land(layer.geometry):
                    raise DataError("load.no_rows", file=source.path.name)
                layers[source.role] = layer
            else:
                tables[source.role], found = open_table(
                    source, options=project.options(source), rules=rules
                )
        except LandGISError as error:
            if source.role == SUPPLY:
                raise
            unusable.append(_say_unusable(source, error))
            continue
        findings.extend(found)
    if crs is None:
        raise DataError("load.no_crs", file=inputs[0].path.name)
    progress.step(len(inputs), len(inputs))
    return Loaded(
        crs=crs,
        layers=layers,
        tables=tables,
        findings=tuple(findings),
        unusable=tuple(unusable),
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
