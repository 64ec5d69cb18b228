# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run every check that fits on a layer or a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from landgis.checks import areas, attributes, dates, topology
from landgis.checks.limits import make_limits
from landgis.checks.naming import name_rows
from landgis.checks.register import ROW_CHECKS, SHAPE_CHECKS, Rows, Shapes
from landgis.findings import Finding
from landgis.geometry import Repair, repair
from landgis.rules.profile import Threshold
from landgis.tables import Fault, Geometries, Layer, Table

# Importing these modules registers their checks.
MODULES = (topology, areas, attributes, dates)

NO_PARAMETERS: Mapping[str, Threshold] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class LayerChecks:
    """What the checks of a layer found, and its shapes fit for overlays.

    Attributes
    ----------
    findings
        Faults of shapes and columns, with sentences.
    repaired
        Valid polygons in step with the layer; None without a shape or without
        any polygon in it.
    repair
        The account of the repair; ``repair.changed.sum()`` shapes were mended.
    faults
        The findings counted by kind, as `landgis inspect` prints them.
    """

    findings: tuple[Finding, ...]
    repaired: Geometries
    repair: Repair
    faults: tuple[Fault, ...]


def check_layer(
    layer: Layer,
    *,
    region: str | None,
    parameters: Mapping[str, Threshold] = NO_PARAMETERS,
    reference_date: date | None = None,
) -> LayerChecks:
    """Check a layer's shapes and columns, and repair the shapes.

    `parameters` are a profile's; those that are limits of a check replace the
    shipped ones.
    """
    rows = _rows_of(
        layer, region=region, parameters=parameters, reference_date=reference_date
    )
    shapes = Shapes(rows=rows, geometry=layer.geometry, repair=repair(layer.geometry))
    found = tuple(
        finding
        for findings in (
            *(check(shapes) for check in SHAPE_CHECKS.values()),
            *(check(rows) for check in ROW_CHECKS.values()),
        )
        for finding in findings
    )
    return LayerChecks(
        findings=found,
        repaired=shapes.repair.geometry,
        repair=shapes.repair,
        faults=to_faults(found),
    )


def check_table(
    table: Table,
    *,
    region: str | None,
    parameters: Mapping[str, Threshold] = NO_PARAMETERS,
    reference_date: date | None = None,
) -> tuple[Finding, ...]:
    """Check a table's columns."""
    rows = _rows_of(
        table, region=region, parameters=parameters, reference_date=reference_date
    )
    return tuple(f for check in ROW_CHECKS.values() for f in check(rows))


def _rows_of(
    source: Layer | Table,
    *,
    region: str | None,
    parameters: Mapping[str, Threshold],
    reference_date: date | None,
) -> Rows:
    limits = make_limits(parameters)
    return Rows(
        role=source.role,
        frame=source.frame,
        names=name_rows(source.frame, source.role, limits),
        limits=limits,
        reference_date=reference_date,
        region=region,
    )


def to_faults(findings: Iterable[Finding]) -> tuple[Fault, ...]:
    """Count the findings by kind; a row counts once, however often it is named."""
    rows: dict[str, dict[int, str]] = {}
    for finding in findings:
        held = rows.setdefault(finding.kind, {})
        held |= dict(zip(finding.rows, finding.ids, strict=True))
    return tuple(
        Fault(kind=kind, count=len(held), ids=tuple(held.values()))
        for kind, held in rows.items()
    )
