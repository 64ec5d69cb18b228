# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the sample county: ``python sample_data/make_sample.py [OUT]``.

Everything is invented and drawn from one seed, so that the same files come out of
every run.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import approvals
import economy
import faults
import figures
import geopandas as gpd
import holders
import land
import layers
import ledgers
import links
import numpy as np
import pandas as pd
import places
import shapely
import streets
import terrain
from numpy.random import Generator

SEED = 20231231
PROJECT = """\
# 演示用的虚构县。行政区划代码只用来缩小坐标系的范围。

[project]
name = "云浦县(演示)2023年度"
region = "330304"
reference_date = 2023-12-31
profile = "ouhai_2021"
crs = "EPSG:4549"

[layers]
supply     = "宗地.shp"
approval   = "批次红线.shp"
exclude    = "核减.geojson"
town       = "镇街.geojson"
block_line = "工业区块线.shp"
park       = "小微园.shp"
vacated    = "腾空.shp"
survey     = "低效用地调查.gpkg#DCDYTB"

[tables]
enterprise = "企业效益.xlsx"
lease      = "租赁.xlsx"
park       = "小微园.xlsx"
target     = "目标.xlsx"
official   = "高耗低效名单.xlsx"

[read.approval.fields]
valid = "批文状态"

[plan]
most_km      = 8    # 不搬到 8 公里以外
weight_km    = 0    # 8 公里以内不分远近，腾地最多即可
time_limit_s = 20
"""


@dataclass(frozen=True, kw_only=True)
class County:
    """All that is known of the county before it is written to files."""

    blocks: list[streets.Block]
    batches: pd.DataFrame
    exclusions: pd.DataFrame
    parcels: pd.DataFrame
    spare: pd.DataFrame
    owners: pd.DataFrame
    firms: pd.DataFrame
    leases: pd.DataFrame
    park_land: list[int]


def stream(number: int) -> Generator:
    """Return the random numbers of one part, not touched by the other parts."""
    return np.random.default_rng([SEED, number])


def make_ground() -> tuple[list[streets.Block], pd.DataFrame, pd.DataFrame]:
    """Return blocks, plots and batches."""
    blocks = streets.make_blocks(stream(1))
    years = approvals.block_years(blocks, stream(2))
    batches, group = approvals.make_batches(blocks, years, stream(3))
    plots = land.plot_table(blocks, years, group)
    plots["open"] = approvals.open_plots(plots, batches, stream(4))
    batches["shape"] = approvals.retake(plots, batches)
    return blocks, plots, batches


def make_parcels(plots: pd.DataFrame, batches: pd.DataFrame) -> pd.DataFrame:
    """Return the supplied parcels with their fates, dates and figures."""
    parcels = plots[~plots["open"]].reset_index(drop=True)
    parcels["fate"] = land.choose_fates(parcels, stream(6))
    parcels = parcels.join(land.make_dates(parcels, batches, stream(7)))
    for number, make in enumerate(
        (figures.make_areas, figures.make_buildings, figures.make_works,
         figures.make_papers, figures.make_causes), start=8,
    ):  # fmt: skip
        parcels = parcels.join(make(parcels, stream(number)))
    parcels["holder"] = holders.hold(parcels, stream(13))
    asked = parcels["fate"].isin(["below_standard", "verify_agreed"])
    level = stream(14).choice([20.0, 25.0, 30.0, 35.0], parcels["holder"].max() + 1)
    parcels["agreed"] = pd.Series(level[parcels["holder"]]).where(asked)
    return parcels


def make_economy(parcels: pd.DataFrame, owners: pd.DataFrame) -> pd.DataFrame:
    """Return the firms with everything but their names."""
    firms = holders.make_firms(parcels, owners, stream(16))
    firms["low"] = economy.is_low(firms, stream(17))
    firms["scale"] = economy.size_class(firms, stream(18))
    firms = firms.join(economy.make_standing(firms, stream(19)))
    first = [own[0] for own in firms["parcels"]]
    agreed = parcels["agreed"].iloc[first].set_axis(firms.index)
    tax, area, status = economy.make_tax(firms, agreed, stream(20))
    firms["tax_per_mu"], firms["land_mu"], firms["status"] = tax, area, status
    firms = firms.join(economy.make_accounts(firms, stream(21)))
    firms["floor_m2"] = holders.floor_share(parcels, firms)
    firms["number"] = np.arange(1, len(firms) + 1)
    return firms


def standard_land(parcels: pd.DataFrame, firms: pd.DataFrame) -> pd.Series:
    """Return the agreed tax per mu, which most recent contracts meet."""
    tax = np.zeros(len(parcels))
    mu = parcels["mu"].to_numpy()
    for own, paid in zip(firms["parcels"], firms["tax_wan"].fillna(0), strict=True):
        tax[own] += paid * mu[own] / mu[own].sum()
    broken = firms.loc[firms["broken"] | firms["loose"], "parcels"]
    doubtful = np.unique(np.concatenate(list(broken)))
    recent = (parcels["contract_date"].dt.year >= 2017) & parcels["listed"]
    recent &= parcels["fate"].eq("normal") & parcels["production_date"].notna()
    recent &= ~parcels.index.isin(doubtful)
    step = np.floor(0.95 * tax / mu / 5) * 5
    met = pd.Series(np.clip(step, 0, 35), index=parcels.index)
    return parcels["agreed"].fillna(met.where(recent & (met >= 15)))


def make_county() -> County:
    """Return the whole county."""
    blocks, plots, batches = make_ground()
    kept = land.thin_out(plots, stream(5))
    exclusions = approvals.make_exclusions(kept, batches, stream(15))
    parcels = make_parcels(kept, batches)
    park_land = places.choose_park_land(parcels, stream(28))
    owners = holders.make_owners(parcels, stream(22))
    owners.loc[parcels.loc[park_land, "holder"], "listed"] = False
    parcels["listed"] = parcels["holder"].map(owners["listed"])
    firms = make_economy(parcels, owners)
    parcels["agreed"] = standard_land(parcels, firms)
    owners, firms = links.name_everybody(owners, firms, stream(23))
    broken = np.concatenate(list(firms.loc[firms["broken"], "parcels"]))
    parcels["reserved"] = parcels.index.isin(broken)
    parcels = figures.forget(parcels, stream(24))
    parcels = parcels.join(
        links.write_owners(parcels, owners, firms=firms, rng=stream(25))
    )
    parcels["credit_code"] = parcels["holder"].map(owners["code"])
    tenants = firms.loc[firms["tenure"] == "承租", "parcels"].map(lambda own: own[0])
    parcels["tenants"] = tenants.value_counts().reindex(parcels.index, fill_value=0)
    marks = links.write_marks(firms, parcels, stream(26))
    firms = firms.join(marks.rename(columns={"parcel_id": "listed_parcels"}))
    leases = links.make_leases(firms, parcels, owners=owners, rng=stream(27))
    parcels.loc[park_land, "reserved"] = True
    parcels.loc[park_land, "owner_code"] = None
    parcels["owner"] = places.run_by_operators(parcels, park_land)
    gone = plots[~plots["shape"].isin(kept["shape"])]
    spare = gone[gone["era"].isin(["old", "village"])].head(3)
    return County(
        blocks=blocks, batches=batches, exclusions=exclusions, parcels=parcels,
        spare=spare, owners=owners, firms=firms, leases=leases, park_land=park_land,
    )  # fmt: skip


def in_degrees(points: pd.Series) -> pd.DataFrame:
    """Return longitude and latitude of points, missing where there is none."""
    spots = gpd.GeoSeries(list(points), index=points.index, crs=layers.WORKING)
    spots = spots.to_crs(layers.DEGREES)
    return pd.DataFrame({"lon": spots.x.round(6), "lat": spots.y.round(6)})


def write_supply(parcels: pd.DataFrame, vacated: pd.DataFrame, out: Path) -> None:
    """Write the parcel layer with its faults; its .cpg is lost."""
    taken = parcels["shape"].isin(vacated["shape"])
    parcels = parcels.assign(reserved=parcels["reserved"] | taken)
    rows = layers.supply_rows(faults.plant(parcels, stream(31)), stream(32))
    path = out / "宗地.shp"
    layers.write_shapefile(path, rows, "supply", crs=layers.PREFIXED, encoding="GBK")
    layers.lose(path, ".cpg")


def write_approvals(county: County, out: Path) -> None:
    """Write batches and exclusions; the batches have lost .prj and .cpg."""
    batches = county.batches.copy()
    batches["approved_m2"] = [round(shape.area, 2) for shape in batches["shape"]]
    state = batches["valid"].map({True: "有效", False: "失效"})
    unsaid = batches["valid"] & (batches.index % 11 == 7)
    batches["state"] = state.mask(unsaid)
    batches["date"] = layers.date_texts(batches["date"], stream(33))
    path = out / "批次红线.shp"
    layers.write_shapefile(
        path, batches, "approval", crs=layers.WORKING, encoding="GBK"
    )
    layers.lose(path, ".cpg", ".prj")
    names = {"reason": "核减原因"}
    layers.write_geojson(out / "核减.geojson", county.exclusions, names)


def write_places(county: County, vacated: pd.DataFrame, out: Path) -> None:
    """Write block lines, vacated land, parks and the survey."""
    path = out / "工业区块线.shp"
    lines = places.make_block_lines(county.blocks)
    layers.write_shapefile(
        path, lines, "block_line", crs=layers.WORKING, encoding="GBK"
    )
    path = out / "腾空.shp"
    days = layers.date_texts(vacated["vacated_date"], stream(34))
    rows = vacated.assign(vacated_date=days)
    layers.write_shapefile(path, rows, "vacated", crs=layers.WORKING, encoding="GBK")
    layers.lose(path, ".cpg")
    path = out / "小微园.shp"
    parks = places.make_parks(county.parcels, county.park_land)
    layers.write_shapefile(path, parks, "park", crs=layers.WORKING, encoding="UTF-8")
    layers.lose(path, ".prj")
    survey = places.make_survey(county.parcels, stream(35))
    layers.write_geopackage(out / "低效用地调查.gpkg", "DCDYTB", survey)


def write_ground(out: Path) -> None:
    """Write the towns, and water and roads as a ground to look at."""
    towns = pd.DataFrame(terrain.towns().items(), columns=["name", "shape"])
    layers.write_geojson(out / "镇街.geojson", towns, {"name": "镇街名称"})
    for name, ground in (("水系", terrain.water()), ("道路", terrain.trunk_roads())):
        inside = shapely.get_parts(ground.intersection(terrain.county()))
        rows = pd.DataFrame({"name": name, "shape": list(inside)})
        layers.write_geojson(out / f"{name}.geojson", rows, {"name": "名称"})


def write_tables(county: County, out: Path) -> None:
    """Write the five workbooks."""
    firms = county.firms.join(in_degrees(county.firms["spot"]))
    ledgers.write_firms(
        out / "企业效益.xlsx", economy.back_years(firms, stream(40)), stream(41)
    )
    ledgers.write_leases(out / "租赁.xlsx", county.leases, stream(42))
    parks = places.make_parks(county.parcels, county.park_land)
    middle = parks["shape"].map(lambda shape: shape.representative_point())
    ledgers.write_parks(out / "小微园.xlsx", parks.join(in_degrees(middle)))
    official = places.make_official(firms, stream(43))
    ledgers.write_official(out / "高耗低效名单.xlsx", official, stream(44))
    ledgers.write_targets(out / "目标.xlsx")


def main() -> None:
    """Write the county into the folder named on the command line."""
    here = Path(__file__).resolve().parent / "county"
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else here
    out.mkdir(parents=True, exist_ok=True)
    county = make_county()
    vacated = places.make_vacated(county.parcels, county.spare, stream(30))
    write_supply(county.parcels, vacated, out)
    write_approvals(county, out)
    write_places(county, vacated, out)
    write_ground(out)
    write_tables(county, out)
    (out / "project.toml").write_text(PROJECT, encoding="utf-8")
    print(f"{out}: {len(county.parcels)} parcels, {len(county.firms)} firms")


if __name__ == "__main__":
    main()
