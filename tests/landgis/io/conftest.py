# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small real files, written the way other programs write them."""

import struct
import warnings

import numpy as np
import pyogrio
import pytest
import shapely

PRJ_4549 = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_120E",'
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


class Files:
    """Writes files into one folder."""

    def __init__(self, folder):
        self.folder = folder

    @staticmethod
    def squares(count, *, x=563_000.0, y=3_095_000.0, side=100.0):
        return np.array(
            [
                shapely.box(x + 2 * i * side, y, x + (2 * i + 1) * side, y + side)
                for i in range(count)
            ],
            dtype=object,
        )

    def gdal(self, name, geometry, columns, **options):
        """Write a file with GDAL: what QGIS and others do."""
        path = self.folder / name
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pyogrio.raw.write(
                path,
                shapely.to_wkb(geometry),
                [np.array(values) for values in columns.values()],
                list(columns),
                geometry_type=options.pop("geometry_type", "Polygon"),
                crs=options.pop("crs", "EPSG:4549"),
                **options,
            )
        return path

    def shapefile(self, name="宗地.shp", *, geometry=None, cpg="", prj=PRJ_4549, **dbf):
        """Write a shapefile byte by byte, so that every byte is known.

        `geometry`: a list of records, each a list of rings, or None; the
        other arguments go to `dbf`.
        """
        path = self.folder / name
        records = (
            [
                [list(shapely.get_coordinates(g))] if g is not None else None
                for g in self.squares(3)
            ]
            if geometry is None
            else geometry
        )
        shp, shx = make_shp(records)
        path.write_bytes(shp)
        path.with_suffix(".shx").write_bytes(shx)
        dbf.setdefault("rows", [[f"D{i}"] for i in range(len(records))])
        dbf.setdefault("fields", [("DKBH", "C", 10, 0)])
        path.with_suffix(".dbf").write_bytes(make_dbf(**dbf))
        if cpg:
            path.with_suffix(".cpg").write_text(cpg)
        if prj:
            path.with_suffix(".prj").write_text(prj)
        return path


def make_shp(records):
    """Return the bytes of .shp and .shx for records of rings."""
    bodies = []
    for rings in records:
        if rings is None:
            bodies.append(struct.pack("<i", 0))
            continue
        points = np.array([p for ring in rings for p in ring], dtype="<f8").reshape(
            -1, 2
        )
        starts = np.cumsum([0, *[len(ring) for ring in rings]])[:-1].astype("<i4")
        box = [*points.min(axis=0), *points.max(axis=0)] if len(points) else [0.0] * 4
        bodies.append(
            struct.pack("<i4d2i", 5, *box, len(rings), len(points))
            + starts.tobytes()
            + points.tobytes()
        )
    content, index, at = b"", b"", 100
    for number, body in enumerate(bodies, start=1):
        content += struct.pack(">2i", number, len(body) // 2) + body
        index += struct.pack(">2i", at // 2, len(body) // 2)
        at += 8 + len(body)
    return _head(len(content)) + content, _head(len(index)) + index


def _head(size):
    return struct.pack(
        ">7i2i8d", 9994, 0, 0, 0, 0, 0, (100 + size) // 2, 0, 0, *[0.0] * 8
    )[:28] + struct.pack("<2i8d", 1000, 5, *[0.0] * 8)


def make_dbf(*, fields, rows, encoding="gbk", ldid=0, deleted=(), stated_rows=None):
    """Return the bytes of a .dbf; values are text or bytes, padded with blanks."""
    width = 1 + sum(size for _, _, size, _ in fields)
    head = struct.pack(
        "<4BIHH17xB2x",
        3,
        123,
        1,
        1,
        len(rows) if stated_rows is None else stated_rows,
        32 + 32 * len(fields) + 1,
        width,
        ldid,
    )
    for name, kind, size, decimals in fields:
        raw = name if isinstance(name, bytes) else name.encode(encoding)[:10]
        head += struct.pack("<11sc4x2B14x", raw, kind.encode(), size, decimals)
    head += b"\r"
    body = b""
    for number, row in enumerate(rows):
        body += b"*" if number in deleted else b" "
        for value, (_, _, size, _) in zip(row, fields, strict=True):
            raw = value if isinstance(value, bytes) else str(value).encode(encoding)
            body += raw[:size].ljust(size)
    return head + body + b"\x1a"


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)
