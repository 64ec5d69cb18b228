# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the layers of a made county as offices keep them."""

from __future__ import annotations

import json
import random
import warnings
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import county_names
import fiona
import geopandas
import numpy as np
import shapely
from county_base import County
from pyproj import Transformer
from shapely.geometry import mapping

# The forms of SHP-05 and XLS-07 that name a whole day.
DATE_FORMS = [
    lambda d: d.isoformat(),
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: d.strftime("%Y%m%d"),
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: d.strftime("%Y年%m月%d日"),
    lambda d: d.strftime("%Y-%m-%d 00:00:00"),
    lambda d: d.strftime("%Y/%m/%d"),
    lambda d: d.strftime("%Y.%m.%d"),
]
FORMATS = [
    "gbk_no_cpg",
    "gbk_wrong_cpg",
    "gbk_cpg",
    "gbk_zip",
    "utf8_shp",
    "gpkg",
    "gdb",
    "geojson",
    "geojson_bom",
    "geojson_gbk",
]
ROLES = {
    "supply": ("宗地", "parcels"),
    "approval": ("批次红线", "approvals"),
    "exclude": ("核减", "excludes"),
    "town": ("镇街", "towns"),
    "block_line": ("工业区块线", "blocks"),
    "vacated": ("腾空", "vacated"),
}
NAMES = {
    "approval": county_names.APPROVAL,
    "exclude": county_names.EXCLUDE,
    "town": county_names.TOWN,
    "block_line": county_names.BLOCK,
    "vacated": county_names.VACATED,
}


def write_layers(county: County, folder: Path) -> tuple[dict[str, str], list[str]]:
    """Write every layer; give the project's paths and its [read] sections."""
    rng = random.Random(county.seed * 31 + 7)  # noqa: S311 - made data
    paths, read = {}, []
    for role, (stem, rows_name) in ROLES.items():
        rows = getattr(county, rows_name)
        if not rows:
            continue
        form = rng.choice(FORMATS)
        if role == "supply":
            form = FORMATS[county.seed % len(FORMATS)]
            names = supply_names(county, rng, form)
        else:
            names = {k: rng.choice(v) for k, v in NAMES[role].items()}
            if form == "utf8_shp":
                names = {k: f"{role[:4].upper()}{i}" for i, k in enumerate(names)}
        exact = county.habits["exact"] and role in {"supply", "approval", "exclude"}
        if exact and form.startswith("geojson"):
            form = "gpkg"
        habit = {
            "form": form,
            "crs": 4549
            if exact
            else rng.choice([4549, 4549, 4528, 4528, 4490, 4550, 3857]),
            "prj": form not in {"gbk_no_cpg", "gbk_zip"} or rng.random() < 0.4,
            "dates": rng.choice(
                ["text", "date", "mixed"][:: 2 if form == "utf8_shp" else 1]
            ),
            "unit": county.habits["area_unit"] if role == "supply" else "㎡",
            "cause": county.habits["cause"],
            "layer": stem,
            "no_shx": rng.random() < 0.15,
            "zero": rng.random() < 0.3,
            "z": form == "gpkg" and rng.random() < 0.4,
            "extra": rng.random() < 0.5,
            "sub": rng.random() < 0.3,
            "crs_member": rng.random() < 0.6,
        }
        county.habits[role] = habit
        if form == "utf8_shp":
            habit["extra"] = False
        table = [to_text(row, names, habit, rng) for row in rows]
        if role == "supply" and habit["crs"] == 4550:
            # What to work in is then a matter of opinion.
            habit["crs"] = 3857
        if habit["crs"] in {4550, 3857}:
            habit["prj"] = True
        order = list(table[0])
        if rng.random() < 0.4 and habit["dates"] != "date":
            rng.shuffle(order)
        table = [{k: record[k] for k in order} for record in table]
        shapes = [None if row["shape"].is_empty else row["shape"] for row in rows]
        if role == "approval" and rng.random() < 0.3:
            table.append(dict.fromkeys(table[0]))
            shapes.append(None)
        paths[role] = write_layer(folder, stem, (table, shapes), habit)
        read += read_section(role, names, table, habit)
    return paths, read


def supply_names(county: County, rng: random.Random, form: str) -> dict[str, str]:
    """Choose this office's column names for the supplied parcels."""
    style = (
        "pinyin" if form == "utf8_shp" else rng.choice(["chinese", "chinese", "pinyin"])
    )
    county.habits["names"] = style
    unit = county.habits["area_unit"]
    unit = rng.choice([unit, "平方米"]) if unit == "㎡" else unit
    if style == "pinyin":
        names = {**county_names.PINYIN, **county_names.OWN}
        if unit not in {"㎡", "平方米"}:
            # A code tells no unit: this office's area column is Chinese.
            names["registered_m2"] = f"面积_{unit}" if form != "utf8_shp" else "ZDMJ"
    else:
        names = {k: rng.choice(v) for k, v in county_names.SUPPLY.items()}
        names["registered_m2"] = names["registered_m2"].replace("%", unit)
    return {k: v for k, v in names.items() if k not in county.absent}


def to_text(
    row: dict[str, Any],
    names: dict[str, str],
    habit: dict[str, Any],
    rng: random.Random,
) -> dict[str, Any]:
    """Give one record as it stands in the file, by column name."""
    record = {}
    for key, name in names.items():
        value = row.get(key)
        if key == "registered_m2" and value is None and habit["zero"]:
            value = Fraction(0)
        if isinstance(value, Fraction):
            if key == "registered_m2":
                value = in_unit(value, habit, name)
            value = float(value)
        elif isinstance(value, date):
            form = (
                rng.choice(DATE_FORMS) if habit["dates"] == "mixed" else DATE_FORMS[0]
            )
            value = form(value)
        elif key == "owner":
            value = rng.choice(
                [value, value, value.replace("(", "（").replace(")", "）"), f" {value}"]
            )
        elif key == "owner_code" and rng.random() < 0.1:
            value = rng.choice([value.lower(), f" {value}", f"{value[:9]} {value[9:]}"])
        elif key == "cause" and value:
            value = habit["cause"][value == "政府"]
        elif (
            value is None and key not in row and rng.random() < 0.05 and key == "cause"
        ):
            value = "/"
        record[name] = value
    if habit["extra"]:
        record["Shape_Leng"] = round(row["shape"].length, 6)
        record["Shape_Area"] = round(row["shape"].area * 1.0001, 6)
        record["备注"] = None
    return record


def in_unit(value: Fraction, habit: dict[str, Any], name: str) -> Fraction:
    if name == "ZDMJ":
        return value
    return {"㎡": value, "亩": value * 3 / 2000, "公顷": value / 10000}[habit["unit"]]


def read_section(
    role: str, names: dict[str, str], table: list[dict[str, Any]], habit: dict[str, Any]
) -> list[str]:
    """Tell the program what no alias table can know."""
    cut = {
        n: cut_name(n) if "gbk" in habit["form"] and "json" not in habit["form"] else n
        for n in table[0]
    }
    own = {}
    if role == "approval":
        own = {"valid": cut[names["valid"]]}
    elif role == "supply" and names["owner"] == "QLR":
        own = {k: names[k] for k in county_names.OWN if k in names}
    elif role == "block_line":
        own = {"level": cut[names["level"]]}
    if role != "supply" and habit["form"] == "utf8_shp":
        own = names
    lines = [f'{k} = "{v}"' for k, v in own.items()]
    return [f"[read.{role}.fields]", *lines] if lines else []


def cut_name(name: str) -> str:
    """Cut a name at the ten bytes that a DBF holds, whole characters only."""
    return name.encode("gb18030")[:10].decode("gb18030", errors="ignore")


def write_layer(
    folder: Path,
    stem: str,
    content: tuple[list[dict[str, Any]], list[Any]],
    habit: dict[str, Any],
) -> str:
    """Write one layer in its form; give its path in the project."""
    table, shapes = content
    form = habit["form"]
    if form.startswith("geojson"):
        return write_geojson(folder, stem, content, habit)
    moved = [s and move(s, habit["crs"]) for s in shapes]
    if form in {"gpkg", "gdb"}:
        suffix, driver = {"gpkg": (".gpkg", "GPKG"), "gdb": (".gdb", "OpenFileGDB")}[
            form
        ]
        if form == "gdb":
            frame = geopandas.GeoDataFrame(table, geometry=moved, crs=habit["crs"])
            with warnings.catch_warnings():
                # The format itself turns brackets in names to underscores.
                warnings.simplefilter("ignore", RuntimeWarning)
                frame.to_file(folder / (stem + suffix), driver=driver, layer=stem)
            return stem + suffix
        if habit["sub"]:
            folder, stem = folder / "图 层", "甲 乙"
            folder.mkdir(exist_ok=True)
            options = {"layer": habit["layer"]}
            save(folder / (stem + suffix), (table, moved), driver, habit, options)
            return f"图 层/{stem}{suffix}#{habit['layer']}"
        save(folder / (stem + suffix), (table, moved), driver, habit, {})
        return stem + suffix
    utf8 = form == "utf8_shp"
    renamed = table if utf8 else [{cut_name(k): v for k, v in r.items()} for r in table]
    path = folder / (stem + ".shp")
    encoding = {"encoding": "UTF-8" if utf8 else "GBK"}
    save(path, (renamed, moved), "ESRI Shapefile", habit, encoding)
    cpg = path.with_suffix(".cpg")
    if form in {"gbk_no_cpg", "gbk_zip"}:
        cpg.unlink(missing_ok=True)
        with path.with_suffix(".dbf").open("r+b") as dbf:
            dbf.seek(29)
            dbf.write(b"\x00")
    elif form == "gbk_wrong_cpg":
        cpg.write_text("UTF-8")
    if habit["no_shx"] and form != "gbk_zip":
        path.with_suffix(".shx").unlink()
    if not habit["prj"]:
        path.with_suffix(".prj").unlink()
    if form != "gbk_zip":
        return path.name
    with zipfile.ZipFile(folder / (stem + ".zip"), "w") as archive:
        for part in sorted(folder.glob(stem + ".*")):
            if part.suffix in {".shp", ".shx", ".dbf", ".prj"}:
                archive.write(part, part.name)
                part.unlink()
    return stem + ".zip"


def move(shape: Any, crs: int) -> Any:
    """Bring a shape from EPSG:4549 to the system of the file."""
    if crs == 4549:
        return shape
    if crs == 4528:
        return shapely.transform(shape, lambda a: a + np.array([40_000_000, 0]))
    turn = Transformer.from_crs(4549, crs, always_xy=True)
    return shapely.transform(
        shape, lambda a: np.column_stack(turn.transform(a[:, 0], a[:, 1]))
    )


def save(
    path: Path,
    content: tuple[list[dict[str, Any]], list[Any]],
    driver: str,
    habit: dict[str, Any],
    options: dict[str, Any],
) -> None:
    """Write records and shapes with fiona."""
    table, shapes = content
    kinds = {}
    for name in table[0]:
        values = [r[name] for r in table if r[name] is not None]
        if values and all(isinstance(v, float) for v in values):
            kinds[name] = "float:24.10"
        elif habit["dates"] == "date" and values and all(is_day(v) for v in values):
            kinds[name] = "date"
        else:
            kinds[name] = "str:120"
    geometry = "Unknown" if driver == "GPKG" else "Polygon"
    schema = {"geometry": geometry, "properties": kinds}
    crs = f"EPSG:{habit['crs']}"
    with fiona.open(
        path, "w", driver=driver, schema=schema, crs=crs, **options
    ) as sink:
        for record, flat in zip(table, shapes, strict=True):
            deep = flat is not None and habit["z"]
            shape = shapely.force_3d(flat, 5.5) if deep else flat
            props = {
                k: v if v is None or kinds[k][:3] != "str" else str(v)
                for k, v in record.items()
            }
            sink.write({"geometry": shape and mapping(shape), "properties": props})


def is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"


def write_geojson(
    folder: Path,
    stem: str,
    content: tuple[list[dict[str, Any]], list[Any]],
    habit: dict[str, Any],
) -> str:
    """Write longitude and latitude of CGCS2000 in the bytes of the habit."""
    form, crs_member = habit["form"], habit["crs_member"]
    to_degrees = Transformer.from_crs(4549, 4490, always_xy=True)

    def turn(a: Any) -> Any:
        lon, lat = to_degrees.transform(a[:, 0], a[:, 1])
        return list(zip(lon, lat, strict=True))

    features = [
        {
            "type": "Feature",
            "properties": record,
            "geometry": shape and mapping(shapely.transform(shape, turn)),
        }
        for record, shape in zip(*content, strict=True)
    ]
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "features": features,
    }
    if not crs_member:
        del document["crs"]
    text = json.dumps(document, ensure_ascii=False)
    encoding = {"geojson_bom": "utf-8-sig", "geojson_gbk": "gb18030"}.get(form, "utf-8")
    (folder / f"{stem}.geojson").write_bytes(text.encode(encoding))
    return f"{stem}.geojson"
