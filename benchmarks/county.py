# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a made-up county of any size, for measuring whole runs."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landgis.units import MU_PER_M2

CRS = "EPSG:4549"
ORIGIN = (540_000.0, 3_078_000.0)
PARCEL_M = (60.0, 90.0)
BATCH_PARCELS = 10  # a batch covers ten by ten parcels, and some land beside them
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SYLLABLES = "恒宏德嘉瑞泰盛华鼎源润丰利安康达飞腾新创凯森锦立远东明兴旺顺"
TRADES = (
    "电气",
    "鞋业",
    "服饰",
    "阀门",
    "泵业",
    "眼镜",
    "五金",
    "模具",
    "汽配",
    "印刷",
)


def write_county(folder: Path, *, parcels: int, batches: int, firms: int) -> Path:
    """Write supply, approvals, towns, firms and project.toml; return the project."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(parcels)
    side = int(np.ceil(np.sqrt(parcels)))
    names, codes = _names(random, parcels), _codes(random, parcels)
    _write_parcels(folder, random, side=side, names=names, codes=codes)
    _write_batches(folder, side=side, batches=batches)
    _write_towns(folder, side=side)
    land_mu = shapely.area(make_parcels(side, firms)) * MU_PER_M2
    _write_firms(
        folder, random, names=names[:firms], codes=codes[:firms], land_mu=land_mu
    )
    project = folder / "project.toml"
    project.write_text(
        '[project]\nname = "测速"\nregion = "330304"\nreference_date = 2023-12-31\n'
        f'profile = "ouhai_2021"\ncrs = "{CRS}"\n'
        '[layers]\nsupply = "宗地.gpkg"\napproval = "批次.gpkg"\ntown = "镇街.gpkg"\n'
        '[tables]\nenterprise = "企业.xlsx"\n',
        "utf-8",
    )
    return project


def _corners(side: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return eastings and northings of a grid of shared, slightly moved corners."""
    random = np.random.default_rng(side)
    column, row = np.meshgrid(np.arange(side + 1), np.arange(side + 1))
    east = ORIGIN[0] + column * PARCEL_M[0] + random.uniform(-8, 8, column.shape)
    north = ORIGIN[1] + row * PARCEL_M[1] + random.uniform(-8, 8, row.shape)
    return east, north


def make_parcels(side: int, count: int) -> NDArray[np.object_]:
    """Return quadrilaterals with three more vertices on each side, none overlapping."""
    east, north = _corners(side)
    grid = np.stack([east, north], axis=-1)
    a, b = grid[:-1, :-1], grid[:-1, 1:]
    c, d = grid[1:, 1:], grid[1:, :-1]
    shares = np.linspace(0, 1, 4, endpoint=False)[:, None]
    ring = np.concatenate(
        [
            start[..., None, :] + (end - start)[..., None, :] * shares
            for start, end in ((a, b), (b, c), (c, d), (d, a))
        ],
        axis=2,
    )
    ring = np.concatenate([ring, ring[:, :, :1]], axis=2)
    return np.asarray(shapely.polygons(ring.reshape(-1, 17, 2)[:count]))


def _write_parcels(
    folder: Path,
    random: np.random.Generator,
    *,
    side: int,
    names: NDArray[np.str_],
    codes: NDArray[np.str_],
) -> None:
    count = len(names)
    shapes = make_parcels(side, count)
    area = shapely.area(shapes)
    start = pd.Timestamp("2008-01-01") + pd.to_timedelta(
        random.integers(0, 5500, count), unit="D"
    )
    started = random.random(count) < 0.9
    finished = started & (random.random(count) < 0.95)
    frame = gpd.GeoDataFrame(
        {
            "宗地代码": [f"330304001001GB{n:05d}" for n in range(count)]
            if count < 100_000
            else [
                f"33030400{1 + n // 99_999:04d}GB{n % 99_999:05d}" for n in range(count)
            ],
            "土地使用权人": names,
            "统一社会信用代码": codes,
            "登记面积(㎡)": np.where(random.random(count) < 0.9, area.round(2), np.nan),
            "合同签订日期": _dates(start - pd.Timedelta(days=400)),
            "约定动工日期": _dates(start),
            "实际动工日期": _dates(start + pd.Timedelta(days=30), started),
            "实际竣工日期": _dates(start + pd.Timedelta(days=800), finished),
            "投产日期": _dates(start + pd.Timedelta(days=1000), finished),
            "停工日期": _dates(start, np.zeros(count, bool)),
            "应动工面积(㎡)": (area * 0.9).round(1),
            "已动工面积(㎡)": np.where(started, (area * 0.8).round(1), 0.0),
            "总投资额(万元)": 5000.0,
            "已投资额(万元)": np.where(started, 4000.0, 0.0),
            "建筑面积(㎡)": np.where(
                finished, area * random.uniform(0.6, 2, count), 0.0
            ),
            "建筑占地面积(㎡)": np.where(finished, area * 0.4, 0.0),
            "容积率下限": 1.0,
            "约定亩均税收(万元/亩)": np.where(random.random(count) < 0.3, 10.0, np.nan),
            "闲置原因": np.where(random.random(count) < 0.5, "企业", "政府"),
            "闲置认定文号": np.full(count, None, dtype=object),
        },
        geometry=shapes,
        crs=CRS,
    )
    frame.to_file(folder / "宗地.gpkg")


def _dates(days: pd.DatetimeIndex, known: NDArray[np.bool_] | None = None) -> object:
    texts = days.strftime("%Y-%m-%d").to_numpy(dtype=object)
    if known is not None:
        texts = np.where(known, texts, None)
    return texts


def _write_batches(folder: Path, *, side: int, batches: int) -> None:
    across = int(np.ceil(np.sqrt(batches)))
    step = side / across
    number = np.arange(batches)
    column, row = number % across, number // across
    west = ORIGIN[0] + column * step * PARCEL_M[0] - 20
    south = ORIGIN[1] + row * step * PARCEL_M[1] - 20
    shapes = shapely.box(
        west,
        south,
        west + step * PARCEL_M[0] * 0.98,
        south + step * PARCEL_M[1] * 0.98,
    )
    gpd.GeoDataFrame(
        {
            "批准文号": [f"浙土字A〔2005〕-{n:04d}" for n in number],
            "批准日期": "2005-05-01",
            "批次名称": [f"第{n}批次" for n in number],
            "批文状态": "有效",
        },
        geometry=shapes,
        crs=CRS,
    ).to_file(folder / "批次.gpkg")


def _write_towns(folder: Path, *, side: int) -> None:
    width = side * PARCEL_M[0] / 4
    west = ORIGIN[0] - 50 + np.arange(4) * width
    shapes = shapely.box(
        west, ORIGIN[1] - 50, west + width, ORIGIN[1] + side * PARCEL_M[1] + 50
    )
    gpd.GeoDataFrame(
        {"镇街名称": ["东镇", "南镇", "西镇", "北镇"]}, geometry=shapes, crs=CRS
    ).to_file(folder / "镇街.gpkg")


def _write_firms(
    folder: Path,
    random: np.random.Generator,
    *,
    names: NDArray[np.str_],
    codes: NDArray[np.str_],
    land_mu: NDArray[np.float64],
) -> None:
    count = len(names)
    land = land_mu.round(3)
    method = random.random(count)
    frame = pd.DataFrame(
        {
            "企业名称": np.where(method < 0.95, names, np.char.add(names, "分厂")),
            "统一社会信用代码": np.where(method < 0.5, codes, ""),
            "行业代码": random.choice(["1952", "3443", "3812", "1811"], count),
            "企业规模": np.where(random.random(count) < 0.2, "规上", "规下"),
            "用地面积(亩)": land,
            "厂房建筑面积(㎡)": (land * 900).round(1),
            "实缴税金(万元)": (land * random.lognormal(2.8, 0.8, count)).round(2),
            "工业增加值(万元)": (land * random.lognormal(4.5, 0.5, count)).round(2),
            "主营业务收入(万元)": (land * random.lognormal(6, 0.5, count)).round(2),
            "综合能耗(吨标准煤)": (land * random.lognormal(3, 1, count)).round(2),
            "主要污染物排放量(吨)": random.uniform(0, 2, count).round(4),
            "R&D经费支出(万元)": random.uniform(0, 900, count).round(2),
            "年平均职工人数(人)": random.integers(5, 400, count),
            "用电量(万千瓦时)": (land * 40).round(2),
        }
    )
    frame.to_excel(folder / "企业.xlsx", index=False, engine="xlsxwriter")


def _names(random: np.random.Generator, count: int) -> NDArray[np.str_]:
    letters = np.array(list(SYLLABLES))
    picked = letters[random.integers(0, len(letters), (count, 4))]
    trade = np.array(TRADES)[random.integers(0, len(TRADES), count)]
    joined = ["温州" + "".join(row) for row in picked]
    return np.char.add(np.char.add(joined, trade), "有限公司")


def _codes(random: np.random.Generator, count: int) -> NDArray[np.str_]:
    """Return credit codes with valid check digits (GB 32100-2015)."""
    head = [ALPHABET.index(letter) for letter in "91330304"]
    digits = np.concatenate(
        [np.tile(head, (count, 1)), random.integers(0, 31, (count, 9))], axis=1
    )
    weights = np.array([pow(3, place, 31) for place in range(17)])
    check = (31 - (digits @ weights) % 31) % 31
    letters = np.array(list(ALPHABET))[np.column_stack([digits, check])]
    return np.array(["".join(row) for row in letters])
