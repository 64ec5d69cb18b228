# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Right: area, paper, scale, what is on the sheet, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PyQt6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from landgis.pages.paper import PAPERS, SCALES
from landgis.pages.request import Area, AreaKind, Kind, PageRequest
from landgis.report.themes import THEMES
from landgis_ui.context import Context
from landgis_ui.steps.report.fields import ChoiceField, LineField
from landgis_ui.steps.report.session import ReportSession
from landgis_ui.widgets.basics import (
    column,
    fill,
    make_button,
    make_label,
    make_rule,
    make_scroll,
    row,
)

MAPS = (Kind.MAP,)
CARDS = (Kind.PARCEL_CARDS, Kind.FIRM_CARDS, Kind.ZONE_CARDS)
PIECES = ("legend", "statistics", "inset", "letters", "places")
LAYERS = ("town", "block_line", "park", "vacated", "approval")
GRIDS = ("crosses", "ticks", "lines", "none")
WORDS: Mapping[str, tuple[Kind, ...] | None] = {
    "title": None,
    "subtitle": None,
    "number": None,
    "unit": None,
    "drawn_by": None,
    "checked_by": None,
    "secrecy": None,
    "day": None,
    "approval_number": MAPS,
    "contact": (Kind.NOTICE,),
    "remark": None,
}
AREA_KINDS = (Kind.MAP, Kind.SUMMARY, Kind.LIST, Kind.NOTICE)


class ContentsPanel(QFrame):
    """The form of the page; it shows the request and changes it."""

    def __init__(self, context: Context, session: ReportSession) -> None:
        super().__init__()
        self._context, self._session = context, session
        self.setProperty("ground", "panel")
        words = context.words
        self.area = ChoiceField(context, words("report.area"))
        self.paper = ChoiceField(context, words("report.paper"))
        self.turn = ChoiceField(context, words("report.turn"))
        self.scale = ChoiceField(context, words("report.scale"))
        self.theme = ChoiceField(context, words("report.theme"))
        self.grid = ChoiceField(context, words("report.grid"))
        self.tiles = QCheckBox(words("report.tiles"))
        self.template = make_label(size="secondary", wrap=True)
        self.pick = make_button(words("report.pick_template"), kind="link")
        self.usual = make_button(words("report.usual_template"), kind="link")
        self.pieces = {
            name: QCheckBox(words(f"report.piece_{name}")) for name in PIECES
        }
        self.layers = {
            name: QCheckBox(words(f"report.layer_{name}")) for name in LAYERS
        }
        self.lines = {
            name: LineField(context, words(f"report.word_{name}")) for name in WORDS
        }
        self._only_maps: list[QWidget] = []
        self._lay_out()
        self._offer()
        self._connect()
        session.request_changed.connect(self.show_request)
        context.workspace.result_changed.connect(self._offer)
        self.show_request()

    def _lay_out(self) -> None:
        words, box = self._context.words, QVBoxLayout()
        fill(box, spacing=8, margins=(16, 12, 16, 16))
        on_map = [self.scale, self.theme, self.grid, self.tiles]
        pieces = [*self.pieces.values()]
        heads = {
            name: make_label(words(f"report.part_{name}"), strong=True)
            for name in ("sheet", "map", "layers", "words", "template")
        }
        self._only_maps = [*on_map, *pieces, *self.layers.values()]
        self._only_maps += [heads["map"], heads["layers"]]
        for widget in (
            heads["sheet"],
            self.area,
            self.paper,
            self.turn,
            self.scale,
            self.tiles,
            heads["map"],
            self.theme,
            self.grid,
            *pieces,
            heads["layers"],
            *self.layers.values(),
            heads["words"],
            *self.lines.values(),
            heads["template"],
            self.template,
        ):
            if widget in heads.values() and widget is not heads["sheet"]:
                rule = make_rule()
                box.addWidget(rule)
                if widget in self._only_maps:
                    self._only_maps.append(rule)
            box.addWidget(widget)
        box.addLayout(row(self.pick, self.usual, None))
        box.addStretch(1)
        inner = QWidget()
        inner.setLayout(box)
        self.setLayout(column(make_scroll(inner), spacing=0))

    def _connect(self) -> None:
        session = self._session
        self.area.chosen.connect(self._take_area)
        self.paper.chosen.connect(
            lambda paper: session.change(paper=paper, centre=None)
        )
        self.turn.chosen.connect(
            lambda turn: session.change(
                landscape=None if turn == "" else turn == "landscape", centre=None
            )
        )
        self.scale.chosen.connect(lambda scale: session.change(scale=scale or None))
        self.theme.chosen.connect(lambda theme: self._take_contents(theme=theme))
        self.grid.chosen.connect(lambda grid: self._take_contents(grid=grid))
        self.tiles.clicked.connect(lambda on: session.change(tiles=on))
        self.pick.clicked.connect(lambda _on: self._pick_template())
        self.usual.clicked.connect(lambda _on: session.change(template=""))
        for name, box in self.pieces.items():
            box.clicked.connect(lambda on, name=name: self._take_contents(**{name: on}))
        for name, box in self.layers.items():
            box.clicked.connect(lambda on, name=name: self._show_layer(name, shown=on))
        for name, line in self.lines.items():
            line.entered.connect(lambda text, name=name: session.set_word(name, text))

    def _offer(self) -> None:
        """Offer what this project has: towns, themes, papers, scales."""
        words, result = self._context.words, self._context.workspace.result
        towns: Sequence[str] = ()
        if result is not None:
            towns = sorted(map(str, result.analysis.parcels["town"].dropna().unique()))
        areas: list[tuple[str, object]] = [
            (words(f"report.area_{kind}"), kind) for kind in ("all", "view", "rows")
        ]
        areas += [(town, f"town:{town}") for town in towns]
        self.area.show_choices(areas)
        self.paper.show_choices([(paper, paper) for paper in PAPERS])
        turns = ("", "landscape", "portrait")
        self.turn.show_choices(
            [(words(f"report.turn_{t or 'auto'}"), t) for t in turns]
        )
        scales: list[tuple[str, object]] = [(words("report.scale_auto"), 0)]
        scales += [(f"1 : {scale:,}".replace(",", " "), scale) for scale in SCALES]
        self.scale.show_choices(scales)
        self.theme.show_choices([(words(f"theme.{theme}"), theme) for theme in THEMES])
        self.grid.show_choices([(words(f"report.grid_{grid}"), grid) for grid in GRIDS])
        self.show_request()

    def show_request(self) -> None:
        """Show what is asked for; what does not belong to the kind is not there."""
        request = self._session.request
        is_map = request.kind in MAPS
        for widget in self._only_maps:
            widget.setVisible(is_map)
        self.area.setVisible(request.kind in AREA_KINDS)
        self.area.show_value(_area_value(request.area))
        self.paper.show_value(request.paper)
        turn = "" if request.landscape is None else _turn(request.landscape)
        self.turn.show_value(turn)
        self.scale.show_value(request.scale or 0)
        contents = request.contents
        self.theme.show_value(contents.theme)
        self.grid.show_value(contents.grid)
        self.tiles.setChecked(request.tiles)
        for name, box in self.pieces.items():
            box.setChecked(bool(getattr(contents, name)))
        for name, box in self.layers.items():
            box.setChecked(name not in contents.hidden)
        for name, line in self.lines.items():
            kinds = WORDS[name]
            line.setVisible(kinds is None or request.kind in kinds)
            line.show_text(str(getattr(request.words, name)))
        self._show_template(request)

    def _show_template(self, request: PageRequest) -> None:
        words = self._context.words
        name = Path(request.template).name
        self.template.setText(name or words("report.template_usual"))
        self.usual.setVisible(bool(request.template))

    def _take_area(self, value: str) -> None:
        kind, _, name = value.partition(":")
        area = Area(kind=AreaKind(kind), name=name)
        workspace = self._context.workspace
        if area.kind is AreaKind.ROWS:
            rows = tuple(int(row) for row in workspace.selection.rows)
            area = replace(area, rows=rows)
        if area.kind is AreaKind.VIEW:
            area = replace(area, bounds=self._session.seen_bounds())
        self._session.change(area=area, centre=None, scale=None)

    def _take_contents(self, **changes: object) -> None:
        contents = replace(self._session.request.contents, **changes)  # type: ignore[arg-type]  # by name
        self._session.change(contents=contents)

    def _show_layer(self, name: str, *, shown: bool) -> None:
        hidden = set(self._session.request.contents.hidden) ^ {name}
        hidden = hidden - {name} if shown else hidden | {name}
        self._take_contents(hidden=tuple(sorted(hidden)))

    def _pick_template(self) -> None:
        self._session.template_wanted.emit()


def _area_value(area: Area) -> str:
    return f"town:{area.name}" if area.kind is AreaKind.TOWN else str(area.kind)


def _turn(landscape: bool) -> str:  # noqa: FBT001 - the value itself
    return "landscape" if landscape else "portrait"
