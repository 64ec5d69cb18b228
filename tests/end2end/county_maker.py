# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a small random county whose right answers are known before a file is written.

Numbers are kept as exact fractions and shapes in the plane of EPSG:4549, so that what
must come out can be computed from the true values and not from the files.
"""

from __future__ import annotations

from pathlib import Path

from county_base import County
from county_firms import FirmMaker
from county_layers import write_layers
from county_parcels import ParcelMaker
from county_places import add_approvals, add_areas, spoil
from county_tables import write_tables


def make_county(seed: int) -> County:
    """Draw the county of a seed."""
    maker = ParcelMaker(seed)
    maker.make()
    spoil(maker)
    add_approvals(maker)
    add_areas(maker)
    FirmMaker(maker).make()
    return maker.county


def write_county(county: County, folder: Path) -> Path:
    """Write the files of a county in the habits of its office; give the project."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "[project]",
        f'name = "试验县{county.seed}"',
        'region = "330304"',
        f"reference_date = {county.ref.isoformat()}",
        f'profile = "{county.profile}"',
    ]
    if county.habits["exact"]:
        lines.append('crs = "EPSG:4549"')
    layers, read = write_layers(county, folder)
    lines += ["[layers]", *(f'{k} = "{v}"' for k, v in layers.items())]
    tables = write_tables(county, folder)
    lines += ["[tables]", *(f'{k} = "{v}"' for k, v in tables.items()), *read]
    project = folder / "project.toml"
    project.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return project
