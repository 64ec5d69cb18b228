# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units stated beside the heads: "单位:万元" above, (亩) below (XLS-02)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from landgis.io.sheet_grid import Cells, cell_word
from landgis.io.sheet_words import measured_dimension
from landgis.schema.aliases import dimension_of_name
from landgis.schema.headers import header_unit
from landgis.values.quantities import Unit, find_unit

_UNIT_LINE = re.compile(r"单位(?:为|是)?:([^()]+)")
_PART = re.compile(r"[、,;;]|单位:|(?:计量|金额|面积|货币)")


def column_units(
    names: Mapping[int, str], *, below: Mapping[int, str], above: Cells
) -> dict[str, str]:
    """Return the unit of each column that states one, by the column's name.

    The head's own unit comes first, then the row of units `below` it, then the
    lines `above` it, which hold for the columns of their dimension.
    """
    lines = {unit.dimension: unit.name for unit in reversed(list(_line_units(above)))}
    found: dict[str, str] = {}
    for column, name in names.items():
        own = header_unit(name) or below.get(column)
        if own is None:
            dimension = dimension_of_name(name) or measured_dimension(name)
            own = lines.get(dimension) if dimension is not None else None
        if own is not None:
            found[name] = own
    return found


def _line_units(above: Cells) -> Iterable[Unit]:
    """Yield the units of "单位:万元、亩" lines, wherever they stand."""
    for cell in above.ravel():
        if not isinstance(cell, str):
            continue
        for line in _UNIT_LINE.finditer(cell_word(cell)):
            whole = find_unit(line[1])
            if whole is not None:
                yield whole
                continue
            for part in _PART.split(line[1]):
                unit = find_unit(part) if part else None
                if unit is not None:
                    yield unit
