# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""出图 as a person does it: choose, look, change, write, keep for next month."""

import pypdfium2
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtPrintSupport import QPrinterInfo
from window_driver import PATIENCE_MS, chord, click, wait_for_rest

from landgis.errors import CallError
from landgis.messages import sentence
from landgis.operations.report_again import report_pages, wish_of
from landgis.operations.report_files import make_pages
from landgis.pages.request import AreaKind, Kind, Subject
from landgis_ui.steps.base import StepKind
from landgis_ui.steps.report.page_words import word_boxes


@pytest.fixture
def shown(qtbot, opened):
    """The window on 出图, its first page there."""
    opened.context.workspace.step_requested.emit("report")
    wait_for_page(qtbot, opened, lambda page: page.pages >= 1)
    return opened


def wait_for_page(qtbot, desktop, is_it):
    view = desktop.report.centre.view

    def there():
        return view.preview is not None and is_it(view.preview)

    qtbot.waitUntil(there, timeout=PATIENCE_MS)


def words_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_a_map_is_looked_at_changed_and_written(qtbot, shown, tmp_path):
    step = shown.report
    assert step.state().kind is StepKind.EMPTY
    assert step.session.request.kind is Kind.MAP

    step.contents.paper.box.setCurrentText("A4")
    step.contents.paper.box.activated.emit(step.contents.paper.box.currentIndex())
    wait_for_page(qtbot, shown, lambda page: page.width_mm == pytest.approx(297))

    title = step.contents.lines["title"].line
    title.setFocus()
    qtbot.keyClicks(title, "Yunpu map 2023")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert step.session.request.words.title == "Yunpu map 2023"

    target = tmp_path / "map.pdf"
    with qtbot.waitSignal(step.session.made, timeout=PATIENCE_MS):
        step.session.make(target)
    (text,) = words_of(target)
    assert "Yunpu map 2023" in text
    assert step.state().kind is StepKind.DONE


def test_cards_of_what_is_selected_on_the_map(qtbot, shown, tmp_path):
    step, workspace = shown.report, shown.context.workspace
    names = workspace.result.analysis.parcels["parcel_id"].iloc[[3, 8]]
    workspace.selection.set([3, 8])
    click(qtbot, step.kinds.kinds[Kind.PARCEL_CARDS])
    assert step.session.request.paper == "A4"
    box = step.kinds.subject.box
    box.setCurrentIndex(box.findData("chosen"))
    box.activated.emit(box.currentIndex())
    assert step.session.request.rows == (3, 8)
    target = tmp_path / "cards.pdf"
    with qtbot.waitSignal(step.session.made, timeout=PATIENCE_MS):
        step.session.make(target)
    text = "".join(words_of(target))
    first, second = (f"宗地 {name}" for name in names)
    assert 0 <= text.find(first) < text.find(second)
    assert text.count("宗地 3") == 2


def test_the_title_is_changed_on_the_page_itself(qtbot, shown):
    step, view = shown.report, shown.report.centre.view
    printed = view.preview.title
    assert printed
    boxes = dict(word_boxes(Kind.MAP, view.preview))
    at = view.to_pixels(boxes["title"]).center().toPoint()
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert step.editor.isVisible()
    assert step.editor.text() == printed
    qtbot.keyClick(step.editor, Qt.Key.Key_Escape)
    assert not step.editor.isVisible()
    assert step.session.request.words.title == ""
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    step.editor.clear()
    qtbot.keyClicks(step.editor, "Other title")
    qtbot.keyClick(step.editor, Qt.Key.Key_Return)
    assert step.session.request.words.title == "Other title"
    assert step.contents.lines["title"].line.text() == "Other title"
    wait_for_page(qtbot, shown, lambda page: page.title == "Other title")


def test_every_format_that_can_be_written_is_offered(qtbot, shown):
    form = shown.report.output.form
    click(qtbot, shown.report.kinds.kinds[Kind.SUMMARY])
    offered = {form.itemData(at) for at in range(form.count())}
    assert offered == {"pdf", "pdf-a", "docx", "xlsx"}


def test_a_recipe_is_kept_used_and_taken_back(qtbot, shown):
    step = shown.report
    click(qtbot, step.kinds.kinds[Kind.LIST])
    qtbot.keyClicks(step.kinds.recipes.name, "monthly")
    click(qtbot, step.kinds.recipes.keep)
    click(qtbot, step.kinds.kinds[Kind.MAP])
    (recipe,) = step.session.recipes
    assert (recipe.name, recipe.request.kind) == ("monthly", Kind.LIST)
    step.session.use_recipe(recipe)
    assert step.session.request == recipe.request
    chord(qtbot, shown, Qt.Key.Key_Z)
    assert step.session.recipes == ()
    wait_for_rest(qtbot, shown)


def test_what_was_kept_in_the_window_is_made_without_it(qtbot, shown, tmp_path):
    step = shown.report
    click(qtbot, step.kinds.kinds[Kind.FIRM_CARDS])
    step.session.keep_recipe("low firms")
    click(qtbot, step.kinds.kinds[Kind.NOTICE])
    step.session.keep_recipe("notice/7")
    path = shown.context.workspace.path()
    wait_for_rest(qtbot, shown)

    made = report_pages(path, wish_of(["notice/7"], [], ["xlsx"]), out=tmp_path)
    assert [file.name for file in made.files] == ["notice_7.xlsx"]
    with pytest.raises(CallError) as caught:
        report_pages(path, wish_of(["yearly"], [], []), out=tmp_path)
    assert "low firms" in sentence(caught.value)
    (kept, _) = step.session.recipes
    assert (kept.request.subject, kept.request.rows) == (Subject.LOW, ())


def test_a_batch_writes_what_can_be_and_names_what_cannot(qtbot, shown, tmp_path):
    step = shown.report
    step.session.keep_recipe("a/b")
    step.session.change(kind=Kind.PARCEL_CARDS, rows=())  # no page at all
    step.session.keep_recipe("none")
    with qtbot.waitSignal(step.batch.finished, timeout=PATIENCE_MS) as done:
        step.batch.start(step.session.recipes, tmp_path)
    files, faults = done.args
    assert [path.name for path in files] == ["a_b.pdf"]
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["a_b.pdf"]
    (fault,) = faults
    assert "none" in fault


def test_the_area_can_be_what_the_map_shows(qtbot, shown):
    step = shown.report
    box = step.contents.area.box
    box.setCurrentIndex(box.findData("view"))
    box.activated.emit(box.currentIndex())
    area = step.session.request.area
    assert area.kind is AreaKind.VIEW
    assert area.bounds == shown.map.navigator.target.bounds


def test_what_the_office_prints_on_every_sheet_is_remembered(qtbot, shown, county):
    step = shown.report
    line = step.contents.lines["unit"].line
    line.setFocus()
    qtbot.keyClicks(line, "Office")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    shown.window.show_step("analysis")
    shown.context.flows.open_path(county)
    qtbot.waitUntil(lambda: step.session.request.words.unit == "Office")


def test_the_finished_file_is_looked_at_page_by_page(qtbot, shown):
    step = shown.report
    click(qtbot, step.output.look)
    qtbot.waitUntil(lambda: step.centre.shows_pdf, timeout=PATIENCE_MS)
    assert step.centre.document.pageCount() == 1
    click(qtbot, step.centre.leave_pdf)
    assert not step.centre.shows_pdf


def test_a_computer_without_a_printer_says_so(qtbot, shown):
    output = shown.report.output
    click(qtbot, output.print)
    if not output.printer.count():
        assert output.fault.text() == shown.context.words("report.no_printer")
        assert not output.go.isEnabled()


def test_a_page_of_another_kind_does_not_stay_under_the_reason(qtbot, shown):
    step = shown.report
    view = step.centre.view
    click(qtbot, step.kinds.kinds[Kind.ZONE_CARDS])  # no zones are drawn yet
    qtbot.waitUntil(lambda: view.preview is None, timeout=PATIENCE_MS)
    click(qtbot, step.kinds.kinds[Kind.MAP])
    wait_for_page(qtbot, shown, lambda page: page.scale is not None)
    before = view.preview
    with qtbot.waitSignal(step.session.preview_failed, timeout=PATIENCE_MS):
        step.session.change(template="/not/there.typ")
    assert view.preview is before  # of the same kind: it stays, the reason above
    wait_for_rest(qtbot, shown)


def test_pages_that_the_finished_file_does_not_have_are_not_printed(
    qtbot, shown, monkeypatch
):
    step = shown.report
    started = []
    click(qtbot, step.kinds.kinds[Kind.PARCEL_CARDS])
    step.session.change(subject=Subject.CHOSEN, rows=(3, 8))
    wait_for_page(qtbot, shown, lambda page: page.pages == 2)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Lab"])
    click(qtbot, step.output.print)
    step.output.range.setText("7")
    start = shown.context.workspace.jobs.start
    jobs = shown.context.workspace.jobs
    monkeypatch.setattr(
        jobs, "start", lambda f, *a, **k: started.append(f) or start(f, *a, **k)
    )
    click(qtbot, step.output.go)
    qtbot.waitUntil(lambda: not step.output.fault.isHidden(), timeout=PATIENCE_MS)
    assert "2" in step.output.fault.text()
    assert started == [make_pages]
    wait_for_rest(qtbot, shown)
