# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 6, 出图: kinds at the left, the page in the middle, contents at the right."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, QPointF, QTimer
from PyQt6.QtWidgets import QFrame

from landgis.operations.page_recipes import Recipe
from landgis.operations.report_files import MadePages, PagePreview
from landgis.pages.paper import SCALES, make_sheet
from landgis.pages.request import Kind, PageRequest
from landgis_ui.canvas.map_view import MapView
from landgis_ui.context import Context
from landgis_ui.steps.base import BlueButton, Step, StepKind, StepState, StepViews
from landgis_ui.steps.report.batch import Batch
from landgis_ui.steps.report.centre import PageCentre
from landgis_ui.steps.report.contents_panel import ContentsPanel
from landgis_ui.steps.report.kind_panel import KindPanel
from landgis_ui.steps.report.output_panel import PDF_ARCHIVE, OutputPanel
from landgis_ui.steps.report.page_words import CARDS, WordEditor, word_at
from landgis_ui.steps.report.print_process import print_file
from landgis_ui.steps.report.printing import PrintWish
from landgis_ui.steps.report.session import ReportSession
from landgis_ui.whatif.files import ask_source, ask_target
from landgis_ui.widgets.basics import column, make_button, make_label
from landgis_ui.work.workspace import Notice

SIZE_DELAY_MS = 200
MOST_RIGHT_PX = 380
WARM_UP_MS = 1500
"""So long after a result is shown the process that makes pages gets ready."""
PPI_STEP = 1.15
"""A page is drawn anew when the room for it has grown by so much."""


class ReportStep(Step):
    """What leaves the program: maps, lists, documents."""

    id = "report"
    icon = "printer"

    def __init__(
        self, context: Context, view: MapView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self.session = ReportSession(
            context, lambda: view.navigator.target.bounds, self
        )
        self.kinds = KindPanel(context, self.session)
        self.centre = PageCentre(context)
        self.editor = WordEditor(self.centre.view)
        self.contents = ContentsPanel(context, self.session)
        self.output = OutputPanel(context)
        self.right = QFrame()
        self.right.setLayout(column(self.contents, self.output, spacing=0))
        self.right.setMaximumWidth(context.look.px(MOST_RIGHT_PX))
        self.batch = Batch(context, self)
        self._empty = self._make_empty()
        self._folder = tempfile.TemporaryDirectory(prefix="landgis-")
        self._sizing = QTimer(self)
        self._sizing.setSingleShot(True)
        self._sizing.setInterval(SIZE_DELAY_MS)
        self._warming = QTimer(self)
        self._warming.setSingleShot(True)
        self._warming.setInterval(WARM_UP_MS)
        self._warming.timeout.connect(self.session.warm_up)
        self._ppi = 0.0
        self._has_made = False
        self._shown_kind: Kind | None = None
        self._connect()

    def _connect(self) -> None:
        session, centre, output = self.session, self.centre, self.output
        session.previewed.connect(self._show_page)
        session.preview_failed.connect(self._show_failure)
        session.request_changed.connect(self._on_request)
        session.busy_changed.connect(self._on_busy)
        session.made.connect(self._tell_made)
        session.template_wanted.connect(self._ask_template)
        centre.page_chosen.connect(session.set_page)
        centre.view.centre_chosen.connect(self._move_map)
        centre.view.scale_turned.connect(self._turn_scale)
        centre.view.size_changed.connect(self._sizing.start)
        centre.view.word_wanted.connect(self._edit_word)
        self.editor.entered.connect(session.set_word)
        self._sizing.timeout.connect(self._on_size)
        output.file_wanted.connect(self._ask_file)
        output.look_wanted.connect(self._look)
        output.print_wanted.connect(self._print)
        self.kinds.batch_wanted.connect(self._ask_batch)
        self.batch.finished.connect(self._tell_batch)
        self._workspace.result_changed.connect(self._on_result)

    def _make_empty(self) -> QFrame:
        words, panel = self._context.words, QFrame()
        panel.setProperty("ground", "panel")
        go = make_button(words("report.to_analysis"), self._go_back)
        panel.setLayout(
            column(
                make_label(words("report.empty"), strong=True, wrap=True),
                make_label(words("report.empty_hint"), size="secondary", wrap=True),
                go,
                None,
                margins=(20, 24, 20, 20),
            )
        )
        return panel

    def views(self) -> StepViews:
        """Return the widgets: without a result only what leads to one."""
        if self._workspace.result is None:
            return StepViews(left=self._empty)
        return StepViews(left=self.kinds, centre=self.centre, right=self.right)

    def state(self) -> StepState:
        """Return whether anything has been made."""
        if self.session.is_making:
            return StepState(kind=StepKind.RUNNING)
        is_done = self._has_made and self._workspace.result is not None
        return StepState(kind=StepKind.DONE if is_done else StepKind.EMPTY)

    def next_act(self) -> BlueButton | None:
        """Return writing the PDF."""
        if self._workspace.result is None:
            return None
        return BlueButton(
            text=self._context.words("report.save_pdf"),
            act=partial(self._ask_file, "pdf"),
            icon="printer",
            enabled=not self.session.is_making,
        )

    def make_sheets(self) -> None:
        """Show the sheets of the land that is selected."""
        self.kinds.take_selected()

    def enter(self) -> None:
        """Show the page as things are now."""
        self._ppi = self._wanted_ppi()
        if self.centre.view.preview is None:
            self.centre.view.show_message(self._context.words("report.preparing"))
        self.session.enter(self._ppi)

    def leave(self) -> None:
        """Make no more pages."""
        self.centre.close_pdf()
        self.session.leave()

    def close(self) -> None:
        """Throw away the files that were only looked at."""
        self._warming.stop()
        self._sizing.stop()
        self.centre.close_pdf()
        self._folder.cleanup()

    def _go_back(self) -> None:
        has_project = self._workspace.store is not None
        self._workspace.step_requested.emit("analysis" if has_project else "data")

    def _wanted_ppi(self) -> float:
        preview = self.centre.view.preview
        size = size_of(self.session.request)
        if preview is not None and self._shown_kind is self.session.request.kind:
            size = (preview.width_mm, preview.height_mm)
        return self.centre.view.wanted_ppi(*size)

    def _on_size(self) -> None:
        wanted = self._wanted_ppi()
        if wanted > self._ppi * PPI_STEP or wanted < self._ppi / PPI_STEP:
            self._ppi = wanted
            self.session.set_ppi(wanted)

    def _on_result(self) -> None:
        if self._workspace.result is not None:
            self._warming.start()
        else:
            self._warming.stop()
        self.views_changed.emit()
        self.state_changed.emit()

    def _on_request(self) -> None:
        self.centre.close_pdf()
        if self._shown_kind is not self.session.request.kind:
            self._ppi = self._wanted_ppi()
            self.session.aim(self._ppi)
        self.output.show_kind(self.session.request.kind)

    def _on_busy(self) -> None:
        self.output.show_busy(busy=self.session.is_making)
        self.state_changed.emit()

    def _show_page(self, preview: PagePreview) -> None:
        self._shown_kind = self.session.request.kind
        self.centre.show_page(preview)
        is_sure = self._shown_kind not in CARDS
        self.output.show_pages(preview.pages, is_sure=is_sure)
        self.contents.lines["title"].line.setPlaceholderText(preview.title)
        self._sizing.start()

    def _show_failure(self, why: str) -> None:
        """Say why there is no page; a page of another kind is not left there."""
        if self._shown_kind is self.session.request.kind:
            self.centre.view.show_message(why)
            return
        self._shown_kind = None
        self.centre.show_nothing(why)
        self.contents.lines["title"].line.setPlaceholderText("")

    def _move_map(self, x: float, y: float) -> None:
        preview = self.centre.view.preview
        scale = None if preview is None else preview.scale
        self.session.change(centre=(x, y), scale=scale)

    def _edit_word(self, place_mm: QPointF) -> None:
        """Let title or unit be written where they stand."""
        view, request = self.centre.view, self.session.request
        preview = view.preview
        found = preview and word_at(request.kind, preview, place_mm)
        if preview is None or not found:
            return
        name, box = found
        text = getattr(request.words, name)
        self.editor.begin(
            name,
            text or (preview.title if name == "title" else ""),
            title=self._context.words(f"report.word_{name}"),
            box=view.to_pixels(box),
        )

    def _turn_scale(self, step: int) -> None:
        """Take the next round scale."""
        preview = self.centre.view.preview
        if preview is None or preview.scale is None:
            return
        place = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - preview.scale))  # type: ignore[operator]  # looked at above
        place = min(max(place - step, 0), len(SCALES) - 1)
        self.session.change(scale=SCALES[place])

    def _ask_file(self, form: str) -> None:
        words, request = self._context.words, self.session.request
        ending = "pdf" if form == PDF_ARCHIVE else form
        name = request.words.title or words(f"report.kind_{request.kind}")
        self.session.change(archive=form == PDF_ARCHIVE)
        ask_target(
            self._context,
            self.right,
            title=words("report.save"),
            suggested=f"{name}.{ending}",
            then=self.session.make,
        )

    def _ask_template(self) -> None:
        words = self._context.words

        def take(path: Path) -> None:
            self.session.change(template=str(path))

        filters = words("report.template_files")
        title = words("report.pick_template")
        ask_source(self._context, self.right, title=title, filters=filters, then=take)

    def _look(self) -> None:
        self._make_aside(self._show_pdf)

    def _print(self, wish: PrintWish) -> None:
        self._make_aside(partial(self._send, wish))

    def _make_aside(self, then: object) -> None:
        """Write the pages into a file of our own, then go on with it."""
        target = Path(self._folder.name) / "pages.pdf"
        self.centre.close_pdf()
        job = self.session.make(target, quietly=True)
        if job is not None:
            job.succeeded.connect(lambda made: then(made, target))  # type: ignore[operator]  # a function

    def _show_pdf(self, _made: MadePages, path: Path) -> None:
        self.centre.show_pdf(path)

    def _send(self, wish: PrintWish, made: MadePages, path: Path) -> None:
        """Print the pages asked for; how many there are is known only now."""
        if any(page >= made.pages for page in wish.pages):
            self.output.say_bad_pages(made.pages)
            return
        words = self._context.words
        title = words("report.printing", printer=wish.printer)
        job = self._workspace.jobs.start(print_file, path, wish, title=title)
        job.succeeded.connect(lambda n: self._tell(words("report.printed", n=n)))
        job.failed.connect(self.session.tell_failure)

    def _ask_batch(self, recipes: tuple[Recipe, ...]) -> None:
        words = self._context.words
        if not recipes:
            self._tell(words("report.none_ticked"), tone="look")
            return

        def start(folder: Path) -> None:
            self.batch.start(recipes, folder)

        title = words("report.batch_folder")
        ask_source(self._context, self.right, title=title, filters="", then=start)

    def _tell_batch(self, files: tuple[Path, ...], faults: tuple[str, ...]) -> None:
        words = self._context.words
        text = words("report.batch_done", n=len(files))
        self._tell("\n".join((text, *faults)), tone="look" if faults else "done")

    def _tell_made(self, made: MadePages) -> None:
        self._has_made = True
        words = self._context.words
        text = words("report.made", file=made.path.name, n=f"{made.pages:,}")
        tone = "look" if made.notes else "done"
        self._tell("\n".join((text, *made.notes)), tone=tone)
        self.state_changed.emit()

    def _tell(self, text: str, *, tone: str = "done") -> None:
        self._workspace.notify(Notice(text=text, tone=tone))


def size_of(request: PageRequest) -> tuple[float, float]:
    """Return the width and height that a page will have, in millimetres."""
    is_wide = request.landscape
    if is_wide is None:
        is_wide = request.kind in (Kind.MAP, Kind.LIST)
    sheet = make_sheet(request.paper, landscape=is_wide)
    return sheet.width, sheet.height
