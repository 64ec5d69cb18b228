# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Land to paint zones on: 8,100 square parcels, with what the file says of them."""

import base64
import hashlib
import json
from types import SimpleNamespace

import numpy as np
import psutil
import shapely

from landgis.operations.stored_zones import MEMBER, ZONE, ZONING
from landgis.operations.zone_units import UNIT_STATUSES, make_grounds
from landgis.zones.units import COLUMNS, COUNTS, DormitoryCaps, Firms, Units

SIDE, PARCELS_A_SIDE = 80.0, 90
ORIGIN = (40_560_000.0, 3_090_000.0)
PARCEL_M2 = SIDE * SIDE
FIRMS = 2_700


def call_it_a_network_drive(folder):
    """Let the system say so; return what undoes it."""
    disk = SimpleNamespace(mountpoint=str(folder), fstype="nfs4", opts="rw")
    true, psutil.disk_partitions = psutil.disk_partitions, lambda **_: [disk]
    return lambda: setattr(psutil, "disk_partitions", true)


def make_land():
    """Return units: registered land is twice what is drawn, a firm on one in three."""
    random = np.random.default_rng(1)
    west = ORIGIN[0] + SIDE * np.arange(PARCELS_A_SIDE)
    south = ORIGIN[1] + SIDE * np.arange(PARCELS_A_SIDE)
    x, y = (each.ravel() for each in np.meshgrid(west, south))
    shapes = shapely.box(x, y, x + SIDE, y + SIDE)
    land, count = make_grounds(shapes), len(shapes)
    values = np.zeros((count, len(COLUMNS)))
    values[:, COLUMNS.index("ground_m2")] = PARCEL_M2
    values[:, COLUMNS.index("drawn_m2")] = PARCEL_M2
    values[:, COLUMNS.index("land_m2")] = 2 * PARCEL_M2
    return Units(
        keys=np.array([f"p|{n}" for n in range(count)], dtype=object),
        names=np.array([f"QT-{n:04d}" for n in range(count)], dtype=object),
        status_codes=random.integers(0, len(UNIT_STATUSES), count).astype(np.uint8),
        statuses=UNIT_STATUSES,
        shapes=land.shapes,
        grounds=land.grounds,
        values=values,
        marks=np.zeros((count, len(COUNTS)), dtype=bool),
        tenure=np.zeros(count, dtype=np.uint8),
        dormitory=np.zeros(count, dtype=np.uint8),
        town_codes=np.zeros(count, dtype=np.int32),
        towns=("东镇",),
        firms=Firms(
            names=np.array([f"企业{n}" for n in range(FIRMS)], dtype=object),
            employees=np.full(FIRMS, 10.0),
            tax_wan=np.full(FIRMS, 100.0),
            low=np.zeros(FIRMS, dtype=np.int8),
            grade=np.zeros(FIRMS, dtype=np.uint8),
            ptr=np.minimum(np.arange(count + 1), FIRMS),
            of=np.arange(FIRMS, dtype=np.int32),
        ),
        overlaps=land.overlaps,
        measured={},
        caps=DormitoryCaps(
            base_land=0.07, base_floor=0.15, land=0.15, floor=0.3, least_mu=50.0
        ),
        cluster_min_mu=100.0,
        parcel_count=count,
    )


def zone_documents(store):
    """Return everything that the file says of zones."""
    found = {}
    for zoning in store.documents(ZONING):
        for kind in (ZONING, ZONE, f"{MEMBER}{zoning}"):
            for name, value in store.documents(kind).items():
                found[f"{kind}/{name}"] = value
    return found


def with_puts(documents, puts):
    """Return documents after an edit."""
    changed = documents | {f"{put.kind}/{put.id}": put.value for put in puts}
    return {name: value for name, value in changed.items() if value is not None}


def digest(documents):
    """Return a short name of these documents, the same for the same ones only."""
    text = json.dumps(documents, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain_land(documents):
    """Add up the registered land of each zone from the bare documents."""
    zones = [name for name in documents if name.startswith(f"{ZONE}/")]
    parts = {name.removeprefix(f"{ZONE}/"): 0.0 for name in zones}
    for name, value in documents.items():
        if not name.startswith(MEMBER):
            continue
        if isinstance(value, str):
            parts[value] += 2 * PARCEL_M2
        else:
            for zone, text in value["pieces"]:
                parts[zone] += 2 * shapely.from_wkb(base64.b64decode(text)).area
    return parts
