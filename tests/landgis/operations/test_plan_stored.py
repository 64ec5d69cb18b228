# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans of a project file: made, searched, changed by hand, compared, accepted."""

import shutil

import pytest

from landgis.errors import CallError
from landgis.messages import text
from landgis.operations import plan_documents as plans
from landgis.operations.firm_sheet import firm_facts
from landgis.operations.plan_explain import explain_firm, try_change
from landgis.operations.plan_pages import pages_of, verdict_of
from landgis.operations.plan_record import accept_plan, attach_record, write_land
from landgis.operations.project_file import read_project
from landgis.operations.stored_analysis import analyse_stored, open_result
from landgis.operations.stored_description import write_project_file
from landgis.operations.stored_freshness import is_current
from landgis.operations.stored_open import create_from_project_file
from landgis.operations.stored_plan import (
    compare_plans,
    is_solved,
    keep_solution,
    plan_trade_off,
    plan_view,
    read_analysis,
    solve_plan,
)
from landgis.project import ProjectStore
from landgis.relocation.drops import check_move
from landgis.relocation.verify import verify
from landgis.relocation.wishes import PlanWishes, preset

WISHES = PlanWishes(  # few ways to go, so that the best plan is soon proven
    building_yuan_per_m2=800.0, moving_yuan_per_m2=50.0, most_km=4.0, weight_km=0.1
)


@pytest.fixture(scope="module")
def analysed(sample_copy):
    """A project file of the sample county with a result and a searched plan."""
    path = sample_copy
    with ProjectStore.open(path) as store:
        for old in plans.stored_plans(store):
            store.commit(plans.delete_plan(store, old.id))
        plan, edit = plans.new_plan(store, wishes=WISHES)
        store.commit(edit)
        store.commit(keep_solution(store, plan, solve_plan(path, plan)))
    return path, plan


@pytest.fixture
def project(analysed, tmp_path):
    """The same in a file of its own, with its store open."""
    path = tmp_path / analysed[0].name
    shutil.copy(analysed[0], path)
    with ProjectStore.open(path) as store:
        yield path, store, analysed[1]


@pytest.fixture(scope="module")
def view(analysed):
    return plan_view(*analysed)


def moved(view):
    return view.firms.loc[view.firms["outcome"] == "moved", "key"].tolist()


def test_a_searched_plan_is_right_and_comes_back_as_it_was_found(analysed, view):
    path, plan = analysed
    with ProjectStore.open(path, read_only=True) as store:
        (kept,) = plans.stored_plans(store)
        solved = is_solved(store, plan)

    assert solved
    assert kept.name == "方案 A"
    assert kept.wishes == WISHES
    assert kept.solved.status == "optimal"
    assert view.totals.placed > 20
    assert verify(view.problem.problem, view.assignments()) == ()
    assert verdict_of(view)


def test_plans_are_named_in_order_and_copied_with_all_decisions(project, view):
    path, store, plan = project
    firm = moved(view)[0]
    store.commit(plans.pin_firms(store, plan, {firm: "YP01"}, pinned=True))
    other, edit = plans.new_plan(store, copy_of=plan, wishes=preset("nearest", WISHES))
    store.commit(edit)

    first, second = plans.stored_plans(store)

    assert second.name == "方案 B"
    assert second.wishes.weight_km == 0.5
    assert plans.read_moves(store, other) == plans.read_moves(store, plan)
    assert plan_view(path, other).firms["park"].equals(plan_view(path, plan).firms.park)
    assert first.solved == second.solved


def test_a_move_by_hand_is_one_step_that_can_be_taken_back(project, view):
    path, store, plan = project
    firm = moved(view)[0]
    before = plan_view(path, plan).firms["park"].tolist()

    store.commit(plans.move_firms(store, plan, [firm], park=None))
    without = plan_view(path, plan)
    store.undo()

    assert without.totals.placed == view.totals.placed - 1
    assert without.is_changed
    assert verdict_of(without) == text("plan.verdict.changed")
    assert plan_view(path, plan).firms["park"].tolist() == before
    assert plans.read_moves(store, plan) == {}


def test_a_new_search_keeps_pins_and_drops_other_moves(project, view):
    path, store, plan = project
    pinned, loose = moved(view)[:2]
    store.commit(plans.move_firms(store, plan, [pinned], park=None))
    store.commit(plans.move_firms(store, plan, [loose], park=None, pinned=False))
    assert not is_solved(store, plan)

    solved = solve_plan(path, plan)
    store.commit(keep_solution(store, plan, solved))
    now = plan_view(path, plan).firms.set_index("key")

    assert plans.read_moves(store, plan).keys() == {pinned}
    assert now.loc[pinned, "outcome"] == "unplaced"
    assert is_solved(store, plan)
    assert solved.view.firms["park"].tolist() == now["park"].tolist()


def test_letting_a_firm_go_leaves_nothing_behind_after_the_search(project, view):
    _, store, plan = project
    firm = moved(view)[0]
    store.commit(plans.pin_firms(store, plan, {firm: "YP01"}, pinned=True))
    store.commit(plans.pin_firms(store, plan, {firm: None}, pinned=False))

    assert plans.read_moves(store, plan) == {}


def test_ruling_a_park_out_takes_the_firm_out_of_it_and_putting_it_back_lets_it_in(
    project,
):
    _, store, plan = project
    store.commit(plans.move_firms(store, plan, ["甲"], park="YP01"))
    store.commit(plans.ban_park(store, plan, "甲", park="YP01"))
    banned = plans.read_moves(store, plan)["甲"]
    store.commit(plans.move_firms(store, plan, ["甲"], park="YP01"))
    back = plans.read_moves(store, plan)["甲"]

    assert (banned.park, banned.pinned, banned.banned) == (None, False, {"YP01"})
    assert (back.park, back.pinned, back.banned) == ("YP01", True, frozenset())


def test_treatment_and_year_of_several_firms_are_one_step(project, view):
    path, store, plan = project
    firms = view.firms.loc[view.firms["treatment"] == "整体腾退", "key"].tolist()[:3]
    store.commit(plans.set_treatment(store, plan, firms, treatment="搬迁入园"))
    store.commit(plans.set_year(store, plan, firms, year=2025))
    now = plan_view(path, plan)

    assert now.totals.candidates == view.totals.candidates + 3
    assert {plans.read_moves(store, plan)[firm].year for firm in firms} == {2025}
    store.undo()
    store.undo()
    assert plans.read_moves(store, plan) == {}


def test_every_edit_of_a_plan_has_its_sentence_in_the_history(project):
    _, store, plan = project
    store.commit(plans.rename_plan(store, plan, "甲方案"))
    store.commit(plans.set_wishes(store, plan, preset("least_cost", WISHES)))
    store.commit(plans.move_firms(store, plan, ["甲", "乙"], park="YP01"))
    done = [entry for entry in store.history() if entry.text.startswith("plan.")]

    for entry in done:
        assert "甲方案" in text(entry.text, **entry.params) or "方案 A" in text(
            entry.text, **entry.params
        )
    assert text(done[-1].text, **done[-1].params) == "甲方案：2 户改了去处"


def test_plans_are_compared_on_one_sheet(project):
    path, store, plan = project
    other, edit = plans.new_plan(store, copy_of=plan)
    store.commit(edit)
    firm = moved(plan_view(path, other))[0]
    store.commit(plans.move_firms(store, other, [firm], park=None))

    table = compare_plans(path, [plan, other])
    row = next(each for each in table.rows if each.id == "placed")

    assert table.names == ("方案 A", "方案 B")
    assert row.values[0] == row.values[1] + 1
    assert row.best == (True, False)
    assert table.differing("placed", plan, other)["key"].tolist() == [firm]


def test_a_plan_that_is_gone_and_a_project_without_a_result_say_so(analysed, tmp_path):
    with pytest.raises(CallError) as gone:
        plan_view(analysed[0], "nobody")
    empty = tmp_path / "empty.landgis.gpkg"
    with ProjectStore.create(empty) as other:
        key, edit = plans.new_plan(other)
        other.commit(edit)
    with pytest.raises(CallError) as early:
        plan_view(empty, key)

    assert gone.value.code == "plan.gone"
    assert early.value.code == "plan.no_result"


def test_accepting_a_plan_makes_the_land_of_low_firms_firm_and_undo_takes_it_back(
    project, view
):
    path, store, plan = project
    before = open_result(store, store.document("result", "current")["dataset"])

    edit = accept_plan(path, plan)
    store.commit(edit)
    freed = store.documents(plans.FREED)
    assert not is_current(store, "result")
    after = open_result(path, analyse_stored(path))

    land, now = before.analysis.reclaimable, after.analysis.reclaimable
    assert plans.record_of(store).id == plan
    assert len(freed) == view.totals.placed
    assert sum(each["mu"] for each in freed.values()) == pytest.approx(
        view.totals.freed_mu
    )
    assert now.firm_mu - land.firm_mu == pytest.approx(edit.effect_mu, abs=1e-6)
    assert edit.effect_mu > 50
    assert now.potential_mu - land.potential_mu == pytest.approx(
        -edit.effect_mu, abs=1e-6
    )
    assert now.total_mu == pytest.approx(land.total_mu, abs=1e-6)
    store.undo()
    assert plans.record_of(store) is None
    assert len(store.documents(plans.FREED)) == 0
    assert is_current(store, "result")


def test_the_reserve_list_names_parcels_and_says_which_come_free_as_a_whole(
    project, view
):
    path, store, plan = project
    store.commit(accept_plan(path, plan))
    links = read_analysis(path, store.document("result", "current")["dataset"]).links
    reserve = store.documents(plans.RESERVE)
    leaving = view.firms.index[view.firms["outcome"] == "moved"]

    here = links[links["firm"].isin(leaving)]
    assert len(reserve) == here["parcel"].nunique()
    staying = set(links.loc[~links["firm"].isin(leaving), "parcel"])
    whole = {parcel for parcel in here["parcel"] if parcel not in staying}
    assert sum(each["is_whole"] for each in reserve.values()) == len(whole)


def test_what_people_wrote_on_freed_land_stays_when_another_plan_is_accepted(
    project, view
):
    path, store, plan = project
    firm = moved(view)[0]
    store.commit(accept_plan(path, plan))
    note = {"reuse_mode": "储备再供地", "progress": "已签约"}
    store.commit(write_land(store, plans.FREED, firm, values=note))
    other, edit = plans.new_plan(store, copy_of=plan)
    store.commit(edit)
    store.commit(accept_plan(path, other))

    assert store.documents(plans.FREED)[firm]["progress"] == "已签约"
    assert plans.record_of(store).id == other
    store.commit(plans.delete_plan(store, other))
    assert len(store.documents(plans.FREED)) == 0
    with pytest.raises(KeyError):
        write_land(store, plans.FREED, firm, values=note)


def test_withdrawing_leaves_the_plan_and_frees_nothing(project):
    path, store, plan = project
    store.commit(accept_plan(path, plan))
    store.commit(plans.withdraw_plan(store))

    assert [each.is_record for each in plans.stored_plans(store)] == [False]
    assert len(store.documents(plans.RESERVE)) == 0


def test_results_carry_the_plan_of_record_and_no_other(project, view):
    path, store, plan = project
    analysis = read_analysis(path, store.document("result", "current")["dataset"])
    assert attach_record(path, analysis).relocation is None

    store.commit(accept_plan(path, plan))
    found = attach_record(path, analysis).relocation

    assert found.figures["placed"] == view.totals.placed
    assert len(found.moves) == len(found.freed) == view.totals.placed
    assert len(found.reserve) == len(store.documents(plans.RESERVE))


def test_the_sheet_of_a_firm_says_where_every_figure_comes_from(analysed, view):
    path, _ = analysed
    with ProjectStore.open(path, read_only=True) as store:
        dataset = store.document("result", "current")["dataset"]
    analysis = read_analysis(path, dataset)
    firm = moved(view)[0]

    sheet = firm_facts(view, firm, analysis)
    lines = {line.label: line for part in sheet.sections for line in part.lines}

    assert sheet.outcome == text("plan.outcome.moved")
    assert "现有厂房" in lines["厂房需求"].source
    assert lines["补偿测算"].source == text("plan.sheet.estimate")
    parks = [park["name"] for park in view.park_rows]
    assert set(parks) <= lines.keys()
    own = next(park for park in view.park_rows if park["key"] == park_of(view, firm))
    assert lines[own["name"]].value == text("plan.sheet.can")


def park_of(view, firm):
    return view.firms.set_index("key").loc[firm, "park"]


def test_the_printed_plan_has_the_same_moves_and_reasons(view):
    pages = pages_of(view)

    assert len(pages.moves) == view.totals.placed
    assert len(pages.unplaced) == view.totals.unplaced
    assert all(reason for _, reason in pages.unplaced)
    figures = {title: value for title, value, _ in pages.figures}
    assert figures[text("plan.figure.freed_mu")] == pytest.approx(view.totals.freed_mu)


def test_every_placed_firm_may_stay_where_it_is(view):
    placed = view.firms[view.firms["park_row"] >= 0]

    for firm, park in zip(placed["key"], placed["park"], strict=True):
        assert check_move(view, firm, park).allowed


def test_a_firm_without_a_place_is_told_why_and_what_would_work(project, view):
    path, store, plan = project
    firm = view.firms.loc[view.firms["outcome"] == "unplaced", "key"].iloc[0]

    found = explain_firm(path, plan, firm)
    change = next(each for each in found.changes if not each.needs_search)
    new, edit = try_change(store, plan, change, name=found.name)
    store.commit(edit)
    tried = plan_view(path, new)

    assert {line.park for line in found.lines} == set(view.parks["key"])
    assert all(line.text for line in found.lines if not line.verdict.allowed)
    assert park_of(tried, firm) == change.park
    assert verify(tried.problem.problem, tried.assignments()) == ()
    assert tried.totals.placed == view.totals.placed + 1
    assert plan_view(path, plan).totals == view.totals


def test_a_description_keeps_what_the_plan_of_record_goes_by(project, tmp_path):
    path, store, plan = project
    wishes = PlanWishes(
        budgets_wan={2024: 500.0}, treatments=("搬迁入园", "整体腾退"), require_all=True
    )
    store.commit(plans.set_wishes(store, plan, wishes))
    store.commit(accept_plan(path, plan))
    write_project_file(store, tmp_path / "again.toml")
    target = tmp_path / "again.landgis.gpkg"
    again = create_from_project_file(tmp_path / "again.toml", target)

    assert read_project(tmp_path / "again.toml").plan == wishes
    with ProjectStore.open(again.store_path, read_only=True) as other:
        (kept,) = plans.stored_plans(other)
    assert kept.wishes == wishes
    assert not kept.is_record


def test_without_prices_there_is_no_curve_of_land_against_money(project):
    path, store, plan = project
    store.commit(plans.set_wishes(store, plan, PlanWishes()))

    assert plan_trade_off(path, plan) == ()
