# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The map files, each with the habits of the office that made it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import fiona
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from numpy.random import Generator
from shapely import affinity

MADE_ON = "2024-01-12"
PREFIX = 40_000_000.0
WORKING = "EPSG:4549"
PREFIXED = "EPSG:4528"
DEGREES = "EPSG:4490"
NAME_BYTES = 10

FORMS = tomllib.loads((Path(__file__).parent / "forms.toml").read_text("utf-8"))
Fields = dict[str, tuple[str, str]]
FIELDS: dict[str, Fields] = FORMS["layers"]
"""Of each layer: our names, the office's before the cut, the types in the file."""


def cut(name: str) -> str:
    """Return a field name as ten bytes of GBK leave it."""
    return name.encode("gbk")[:NAME_BYTES].decode("gbk", errors="ignore")


def date_texts(days: pd.Series, rng: Generator) -> pd.Series:
    """Return days as clerks write them: mostly one way, sometimes another."""
    draw = rng.random(len(days))
    serial = (days - pd.Timestamp(1899, 12, 30)).dt.days
    forms = [
        (0.86, days.dt.strftime("%Y-%m-%d")),
        (0.92, _unpadded(days, ".")),
        (0.955, days.dt.strftime("%Y%m%d")),
        (0.98, _unpadded(days, "/")),
        (0.995, days.dt.strftime("%Y年%m月%d日")),
        (1.0, serial.astype("Int64").astype("str")),
    ]
    texts = pd.Series(None, index=days.index, dtype="str")
    for bound, form in reversed(forms):
        texts = texts.mask(draw < bound, form)
    return texts.where(days.notna())


def _unpadded(days: pd.Series, mark: str) -> pd.Series:
    parts = [getattr(days.dt, part).astype("Int64").astype("str")
             for part in ("year", "month", "day")]  # fmt: skip
    return parts[0] + mark + parts[1] + mark + parts[2]


def spaced(unit: str) -> str:
    """Return a real-estate unit number as certificates print it."""
    return f"{unit[:6]} {unit[6:12]} {unit[12:19]} {unit[19:]}"


def supply_rows(rows: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Return the parcel rows with days and unit numbers written as in the office."""
    table = rows.copy()
    for name in FIELDS["supply"]:
        if pd.api.types.is_datetime64_any_dtype(table[name]):
            table[name] = date_texts(table[name], rng)
    odd = table.index[(table["fate"] == "normal") & table["agreed_finish"].notna()]
    odd = rng.choice(odd[~table.loc[odd, "reserved"]], 2, replace=False)
    table.loc[odd, "agreed_finish"] = ["2018.13.5", "不详"]
    printed = rng.random(len(table)) < 0.05
    table["unit_no"] = [
        spaced(unit) if wide and isinstance(unit, str) else unit
        for unit, wide in zip(table["unit_no"], printed, strict=True)
    ]
    return table


def plain(value: object) -> object:
    """Return a cell's value for the file; nothing for a missing one."""
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(value)
    return None if value is None or value is pd.NaT else value


def write_shapefile(
    path: Path, rows: pd.DataFrame, form: str, *, crs: str, encoding: str
) -> None:
    """Write a shapefile after one of the forms, field names cut to ten bytes."""
    fields = FIELDS[form]
    names = {key: cut(name) for key, (name, _) in fields.items()}
    schema = {
        "geometry": "Polygon",
        "properties": {names[key]: kind for key, (_, kind) in fields.items()},
    }
    shift = PREFIX if crs == PREFIXED else 0.0
    records = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(affinity.translate(shape, shift)),
            "properties": {names[key]: plain(row[key]) for key in fields},
        }
        for shape, row in zip(
            rows["shape"], rows[list(fields)].to_dict("records"), strict=True
        )
    ]
    with fiona.open(
        path, "w", driver="ESRI Shapefile", schema=schema, crs=crs, encoding=encoding,
        DBF_DATE_LAST_UPDATE=MADE_ON,
    ) as sink:  # fmt: skip
        sink.writerecords(records)


def lose(path: Path, *endings: str) -> None:
    """Take away the side files that got lost on the way."""
    for ending in endings:
        path.with_suffix(ending).unlink()


def write_geojson(path: Path, rows: pd.DataFrame, names: dict[str, str]) -> None:
    """Write a GeoJSON file in degrees of CGCS2000."""
    frame = rows[list(names)].rename(columns=names)
    layer = gpd.GeoDataFrame(frame, geometry=list(rows["shape"]), crs=WORKING)
    layer.to_crs(DEGREES).to_file(path, driver="GeoJSON", COORDINATE_PRECISION=9)


def write_geopackage(path: Path, layer_name: str, rows: pd.DataFrame) -> None:
    """Write one layer of a GeoPackage, dated on a fixed day."""
    layer = gpd.GeoDataFrame(
        rows.drop(columns="shape"), geometry=list(rows["shape"]), crs=WORKING
    )
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{MADE_ON}T09:00:00.000Z"})
    try:
        layer.to_file(path, layer=layer_name, driver="GPKG")
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
