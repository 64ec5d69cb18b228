# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones of the sample county: figures as analysed, kept through new analyses."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from landgis import messages
from landgis.errors import ProjectError
from landgis.operations.stored_analysis import analyse_stored, open_result
from landgis.operations.stored_freshness import is_current, result_puts
from landgis.operations.stored_zones import (
    change_zone,
    copy_zoning,
    delete_zone,
    delete_zoning,
    follow,
    new_zone,
    new_zoning,
    order_zones,
    puts_of,
    read_prices,
    read_zonings,
    rename_zoning,
    set_prices,
    stroke_edit,
    take_as_plan,
)
from landgis.operations.zone_land import (
    build_zone_land,
    keep_zone_land,
    kept_zone_land,
    make_zone_land,
    open_zone_land,
)
from landgis.project import Edit, ProjectStore, Put
from landgis.units import MU_PER_M2
from landgis.zones.book import TotalsBook, recount
from landgis.zones.contiguity import contiguity_of
from landgis.zones.figure_rows import rows_behind
from landgis.zones.prices import Prices, compensation_of
from landgis.zones.strokes import CutMode, Stroke, effect_of, merge
from landgis.zones.units import TENURES
from landgis.zones.verdicts import Outcome, verdicts_of


@pytest.fixture(scope="module")
def analysed(sample_copy):
    with ProjectStore.open(sample_copy) as store:
        keep_zone_land(store, make_zone_land(sample_copy))
    return sample_copy


@pytest.fixture(scope="module")
def county(analysed):
    """Return the result of the sample county, and its units and neighbours."""
    with ProjectStore.open(analysed, read_only=True) as store:
        result = open_result(store, store.document("result", "current")["dataset"])
        return result, open_zone_land(result, kept_zone_land(store))


@pytest.fixture
def store(analysed, tmp_path):
    path = Path(shutil.copy(analysed, tmp_path / "county.landgis.gpkg"))
    with ProjectStore.open(path) as opened:
        yield opened


def make_zones(store, units, *, count=2):
    """Return the first zoning with so many zones, committed."""
    zoning, edit = new_zoning(store, "方案 A")
    store.commit(edit)
    for number in range(count):
        store.commit(new_zone(store, zoning, f"片区 {number + 1}")[1])
    return read_zonings(store, units)[0]


def paint(store, units, zoning, **stroke):
    """Commit a stroke; return the zoning after it, as the file tells it."""
    effect = effect_of(zoning, units, Stroke(**stroke))
    changes = store.commit(stroke_edit("polygon", effect, units))
    (after,), _ = follow((zoning,), units, changes)
    return after


def region_of(units, rows):
    return shapely.box(*shapely.total_bounds(units.grounds[rows]))


def test_what_is_kept_is_what_was_worked_out(county):
    result, (units, near) = county
    again, near_again = build_zone_land(result)

    assert units.keys.tolist() == again.keys.tolist()
    assert np.array_equal(units.values, again.values)
    assert np.array_equal(units.marks, again.marks)
    assert np.array_equal(near.other, near_again.other)
    assert all(
        one is two or one.equals_exact(two, tolerance=0)
        for one, two in zip(units.grounds, again.grounds, strict=True)
    )


def test_a_zone_over_everything_has_the_sums_of_the_analysis(county):
    result, (units, _) = county
    analysis = result.analysis
    zoning = everything(units)
    totals = recount(zoning, units, "z")
    vacated = analysis.reclaimable.by_category.loc["vacated"]
    firm_mu = analysis.reclaimable.firm_mu - vacated["firm_mu"]

    assert totals.firm_m2 * MU_PER_M2 == pytest.approx(firm_mu, rel=1e-9)
    assert totals.potential_m2 * MU_PER_M2 == pytest.approx(
        analysis.reclaimable.potential_mu, rel=1e-9
    )
    for line in totals.by_status:
        wanted = analysis.reclaimable.by_category.loc[line.status]
        assert line.firm_m2 * MU_PER_M2 == pytest.approx(wanted["firm_mu"])
        assert line.potential_m2 * MU_PER_M2 == pytest.approx(wanted["potential_mu"])
    assert totals.parcels == len(analysis.parcels)
    assert totals.residuals == len(analysis.residual)
    joined = analysis.links["firm"].nunique()
    assert totals.firms == joined
    assert totals.ground_m2 == pytest.approx(
        shapely.union_all(units.shapes).area, rel=1e-9
    )
    mu = analysis.parcels["mu"].sum() + analysis.residual["mu"].sum()
    assert totals.mu == pytest.approx(mu, rel=1e-9)
    at = analysis.firms.loc[analysis.links["firm"].unique()]
    assert totals.jobs == pytest.approx(at["employees"].sum())
    assert totals.tax_wan == pytest.approx(analysis.links["tax_wan"].sum())


def test_figures_of_some_land_are_those_of_the_result_tables(county):
    """Added up anew with pandas, from the tables that a run writes."""
    result, (units, _) = county
    analysis = result.analysis
    count = len(analysis.parcels)
    rows = np.concatenate([np.arange(0, count, 3), np.arange(count, units.count, 2)])
    holder = np.full(units.count, -1, dtype=np.int32)
    holder[rows] = 0
    found = recount(replace(everything(units), holder=holder), units, "z")

    parcels = analysis.parcels.iloc[::3]
    bare = analysis.residual.iloc[::2]
    links = analysis.links[analysis.links["parcel"].isin(parcels.index)]
    firms = analysis.firms.loc[links["firm"].unique()]
    known = links[links["land_mu"].notna() & links["tax_wan"].notna()]
    floors = parcels[parcels["built_m2"].notna() & parcels["mu"].notna()]
    all_links = analysis.links.assign(
        mu=analysis.parcels["mu"].reindex(analysis.links["parcel"]).to_numpy()
    )
    share = all_links["mu"] / all_links.groupby("firm")["mu"].transform("sum")
    jobs = share.loc[links.index] * links["firm"].map(analysis.firms["employees"])
    wanted = {
        "mu": parcels["mu"].sum() + bare["mu"].sum(),
        "parcels": len(parcels),
        "residuals": len(bare),
        "firms": len(firms),
        "low_firms": (firms["low"] == True).sum(),  # noqa: E712 - three values
        "tax_wan": links["tax_wan"].sum(),
        "tax_per_mu": known["tax_wan"].sum() / known["land_mu"].sum(),
        "to_verify": (parcels["status"] == "to_verify").sum(),
        "registered_units": (parcels["registered_m2"] > 0).sum(),
        "firms_without_tax": firms["tax_wan"].isna().sum(),
        "firms_without_jobs": firms["employees"].isna().sum(),
        "jobs": jobs.sum(),
        "units_without_floor": parcels["built_m2"].isna().sum(),
        "far_now": floors["built_m2"].sum() / (floors["mu"].sum() / MU_PER_M2),
        "firm_m2": (parcels["firm_mu"].sum() + bare["mu"].sum()) / MU_PER_M2,
        "potential_m2": parcels["potential_mu"].sum() / MU_PER_M2,
    }
    for name, value in wanted.items():
        assert getattr(found, name) == pytest.approx(float(value), rel=1e-9), name
    grades = firms["grade"].value_counts()
    for grade in "ABCD":
        assert found.grades[grade] == grades.get(grade, 0)
    statuses = parcels["status"].value_counts()
    for line in found.by_status:
        assert line.units == statuses.get(line.status, len(bare))


def everything(units):
    from landgis.zones.zoning import Zone, Zoning

    return Zoning(
        id="a",
        name="",
        zones=(Zone(id="z", name=""),),
        holder=np.zeros(units.count, dtype=np.int32),
    )


def test_shares_in_the_industrial_lines_are_those_of_the_analysis(county):
    result, (units, _) = county
    totals = recount(everything(units), units, "z")
    by_line = result.analysis.reclaimable.by_block_line

    assert list(by_line.index) == ["一级", "二级", "线外"]
    assert totals.first_m2 > totals.second_m2 > 0
    assert totals.outside_lines_m2 == pytest.approx(
        totals.ground_m2 - totals.first_m2 - totals.second_m2
    )


def test_the_letter_in_the_parcel_code_tells_whose_the_land_is(county):
    result, (units, _) = county
    codes = result.analysis.parcels["parcel_id"].astype("str").fillna("")
    collective = units.tenure[: units.parcel_count] == TENURES.index("collective")

    letter = codes.str.slice(12, 13)
    assert collective[(letter == "J").to_numpy()].all()
    assert not collective[(letter == "G").to_numpy()].any()
    assert (units.tenure[units.parcel_count :] == 0).all()


def test_zones_come_back_from_the_file_as_they_were(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    one, two = (zone.id for zone in zoning.zones)
    zoning = paint(store, units, zoning, zone=one, rows=np.arange(30))
    zoning = paint(
        store,
        units,
        zoning,
        zone=two,
        region=region_of(units, [20, 21]),
        mode=CutMode.CUT,
    )

    (read,) = read_zonings(store, units)

    assert np.array_equal(read.holder, zoning.holder)
    assert read.pieces.keys() == zoning.pieces.keys()
    for zone in (one, two):
        assert recount(read, units, zone) == recount(zoning, units, zone)


def test_a_new_analysis_and_lost_parcels_leave_zones_alone(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    zone = zoning.zones[0].id
    paint(store, units, zoning, zone=zone, rows=np.arange(5))
    lost = f"member/{zoning.id}"
    store.commit(Edit(text="x", puts=(Put(lost, "p|不在了", zone),)))

    dataset = analyse_stored(store.path)
    store.commit(Edit(text="history.result", puts=result_puts(store, dataset)))
    assert kept_zone_land(store) is None
    again = build_zone_land(open_result(store, dataset)).units
    (read,) = read_zonings(store, again)

    assert read.rows(zone).tolist() == list(range(5))
    assert read.orphans == {"p|不在了": zone}
    edit = delete_zone(read, zone, again)
    store.commit(edit)
    assert dict(store.documents(lost)) == {}


def test_zones_do_not_make_the_analysis_old(store, county):
    _, (units, _) = county
    assert is_current(store, "result")

    zoning = make_zones(store, units)
    paint(store, units, zoning, zone=zoning.zones[0].id, rows=np.arange(3))
    store.commit(take_as_plan(store, zoning.id))

    assert is_current(store, "result")
    assert read_zonings(store, units)[0].is_plan


def test_only_one_zoning_is_the_plan(store, county):
    _, (units, _) = county
    first = make_zones(store, units).id
    second, edit = copy_zoning(store, first, "方案 B")
    store.commit(edit)
    store.commit(take_as_plan(store, first))
    store.commit(take_as_plan(store, second))

    assert [each.is_plan for each in read_zonings(store, units)] == [False, True]
    store.commit(take_as_plan(store, None))
    assert [each.is_plan for each in read_zonings(store, units)] == [False, False]


def test_a_copied_zoning_holds_the_same_and_goes_its_own_way(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    zoning = paint(store, units, zoning, zone=zoning.zones[0].id, rows=np.arange(4))
    copy, edit = copy_zoning(store, zoning.id, "方案 B")
    store.commit(edit)
    _, other = read_zonings(store, units)

    assert other.id == copy
    assert np.array_equal(other.holder, zoning.holder)
    store.commit(delete_zoning(store, zoning.id))
    (left,) = read_zonings(store, units)
    assert left.rows(left.zones[0].id).tolist() == [0, 1, 2, 3]
    assert dict(store.documents(f"member/{zoning.id}")) == {}


def test_names_locks_order_and_targets_are_steps_of_the_history(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    one, two = (zone.id for zone in zoning.zones)
    store.commit(change_zone(store, one, name="沿江", target_far=2.5))
    store.commit(change_zone(store, two, locked=True))
    store.commit(order_zones(store, [two, one]))
    store.commit(rename_zoning(store, zoning.id, "征求意见稿", remark="二稿"))
    (read,) = read_zonings(store, units)

    assert [zone.id for zone in read.zones] == [two, one]
    assert (read.zone(one).name, read.zone(one).target_far) == ("沿江", 2.5)
    assert read.zone(two).is_locked
    assert (read.name, read.remark) == ("征求意见稿", "二稿")
    with pytest.raises(ProjectError, match="locked"):
        delete_zone(read, two, units)
    with pytest.raises(ValueError, match="colours"):
        change_zone(store, one, colours=1)


def test_new_zones_take_colours_in_turn(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units, count=3)

    assert [zone.colour for zone in zoning.zones] == [0, 1, 2]


def test_undo_and_redo_are_followed_without_reading_everything(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    book = TotalsBook(zoning, units)
    zone = zoning.zones[0].id
    empty = book.of(zone)
    effect = effect_of(zoning, units, Stroke(zone=zone, rows=np.arange(50)))
    zonings = (zoning,)
    for changes in (
        store.commit(stroke_edit("box", effect, units)),
        store.undo(),
        store.redo(),
        store.undo(),
    ):
        zonings, moved = follow(zonings, units, changes)
        book.apply(moved[zoning.id])

    assert book.of(zone) == empty
    assert len(moved[zoning.id].rows) == 50


def test_the_history_says_what_a_stroke_did(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    zone = zoning.zones[0].id
    effect = effect_of(zoning, units, Stroke(zone=zone, rows=np.arange(3)))
    edit = stroke_edit("brush", effect, units)
    said = messages.text(edit.text, **edit.params)

    assert said == f"刷入 3\u2009宗 +{units.mu(np.arange(3)):.1f}\u2009亩"
    erased = effect_of(effect.after, units, Stroke(zone=None, rows=np.array([1])))
    edit = stroke_edit("erase", erased, units)
    said = messages.text(edit.text, **edit.params)
    mu = f"{units.mu(np.array([1])):.1f}"
    assert said == f"擦除 {units.names[1]} −{mu}\u2009亩"


def test_the_history_says_what_of_a_zone_was_changed(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    one = zoning.zones[0].id
    said = [
        messages.text(edit.text, **edit.params)
        for edit in (
            change_zone(store, one, colour=3),
            change_zone(store, one, note="沿江"),
            rename_zoning(store, zoning.id, "方案 A", remark="二稿"),
            rename_zoning(store, zoning.id, "征求意见稿"),
        )
    ]

    assert said == [
        "改「片区 1」的颜色",
        "写「片区 1」的说明",
        "写方案「方案 A」的说明",
        "方案「方案 A」改为「征求意见稿」",
    ]


def test_a_stroke_writes_only_what_changes(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    one, two = (zone.id for zone in zoning.zones)
    zoning = paint(store, units, zoning, zone=one, rows=np.arange(100))
    effect = effect_of(zoning, units, Stroke(zone=one, rows=np.arange(103)))

    assert len(puts_of(effect, units)) == 3
    merged = puts_of(merge(zoning, units, into=two, other=one), units)
    assert len(merged) == 101


def test_every_figure_has_the_rows_that_make_it(store, county):
    _, (units, _) = county
    zoning = make_zones(store, units)
    zone = zoning.zones[0].id
    zoning = paint(
        store,
        units,
        zoning,
        zone=zone,
        region=region_of(units, np.arange(40)),
        mode=CutMode.CUT,
    )
    totals = recount(zoning, units, zone)

    for figure in ("land_m2", "firm_m2", "potential_m2", "jobs", "tax_wan"):
        found = rows_behind(zoning, units, figure, zone=zone)
        assert found.amounts.sum() == pytest.approx(getattr(totals, figure), rel=1e-9)
    for figure in ("first_m2", "overlap_removed_m2", "units", "to_verify"):
        found = rows_behind(zoning, units, figure, zone=zone).amounts.sum()
        other = figure == "first_m2"
        if not other:
            assert found == pytest.approx(getattr(totals, figure), rel=1e-9)
    for line in totals.by_status:
        found = rows_behind(zoning, units, f"status:{line.status}", zone=zone)
        assert found.amounts.sum() == pytest.approx(line.land_m2, rel=1e-9)
        assert len(found.rows) == line.units
    for grade, count in totals.grades.items():
        firms = rows_behind(zoning, units, f"grade:{grade}", zone=zone).firms
        assert len(firms) == count
    lacking = rows_behind(zoning, units, "firms_without_tax", zone=zone)
    assert len(lacking.firms) == totals.firms_without_tax
    state = rows_behind(zoning, units, "owner:state", zone=zone)
    assert state.amounts.sum() == pytest.approx(totals.state_m2, rel=1e-9)
    with pytest.raises(KeyError):
        rows_behind(zoning, units, "nothing", zone=zone)


def test_checks_say_what_was_not_looked_at(store, county):
    _, (units, near) = county
    zoning = make_zones(store, units)
    zone = zoning.zones[0].id
    far = [0, int(np.argmax(units.boxes[:, 0]))]
    zoning = paint(store, units, zoning, zone=zone, rows=np.array(far))
    totals = recount(zoning, units, zone)
    contiguity = contiguity_of(zoning, units, near, zone=zone)

    found = {
        verdict.id: verdict
        for verdict in verdicts_of(zoning, units, totals=totals, contiguity=contiguity)
    }

    assert found["contiguous"].outcome is Outcome.LOOK
    assert found["contiguous"].value == 2
    wanted = units.grounds[far[0]].distance(units.grounds[far[1]])
    assert found["contiguous"].gap_m == pytest.approx(wanted)
    assert found["large_enough"].outcome is Outcome.LOOK
    assert found["excluded"].outcome is not Outcome.NOT_CHECKED


def test_prices_are_kept_and_none_is_not_zero(store):
    assert read_prices(store) == Prices()
    prices = Prices(granted=60.0, building=1200.0)
    store.commit(set_prices(store, prices))

    assert read_prices(store) == prices
    store.commit(set_prices(store, Prices()))
    assert store.document("zone_prices", "prices") is None


def test_compensation_needs_every_price_that_has_a_quantity(county):
    _, (units, _) = county
    totals = recount(everything(units), units, "z")

    none = compensation_of(totals, Prices())
    assert none.total_wan is None
    assert {line.missing for line in none.lines if line.id == "granted"} == {"price"}
    some = compensation_of(totals, Prices(granted=10.0))
    (granted,) = [line for line in some.lines if line.id == "granted"]
    wanted = totals.tenures["granted"] * MU_PER_M2 * 10
    assert granted.cost_wan == pytest.approx(wanted)
    assert some.total_wan is None
    assert some.known_wan == pytest.approx(wanted)
