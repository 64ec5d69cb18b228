# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The finding that is looked at: what, where, what to do, and the buttons for it."""

from __future__ import annotations

import math

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QBoxLayout, QFrame, QWidget

from landgis.findings import Severity
from landgis.operations.worklist import Group, State, correctable_fields
from landgis_ui.context import Context
from landgis_ui.steps.checks.correction_editor import CorrectionEditor, Target
from landgis_ui.steps.checks.facts import Facts
from landgis_ui.steps.checks.figures import (
    show_mu,
    show_number,
    show_signed_mu,
    with_unit,
)
from landgis_ui.steps.checks.model import KindLine, Line, RowLine, state_id
from landgis_ui.steps.checks.repair_view import RepairView
from landgis_ui.steps.checks.repairs import find_repair, may_leave
from landgis_ui.widgets.basics import (
    column,
    make_button,
    make_card,
    make_chip,
    make_label,
    make_panel,
    make_scroll,
    row,
)

SEVERITY_TONES = {
    Severity.ERROR: "bad",
    Severity.WARNING: "warn",
    Severity.NOTE: "true",
}
STATE_TONES = {State.PENDING: "warn", State.ACCEPTED: "ok", State.LEFT: "true"}


class DetailCard(QWidget):
    """Tells all about one line of the worklist.

    Signals
    -------
    decided(object, object)
        A `Group`, or a tuple of one `RowLine`, and the `State` for it.
    locate_asked(object)
        Fly to this `RowLine`.
    """

    decided = pyqtSignal(object, object)
    locate_asked = pyqtSignal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._words = context, context.words
        self._facts: Facts | None = None
        self._line: Line | None = None
        self.editor: CorrectionEditor | None = None
        self.repair: RepairView | None = None
        self._body = QWidget()
        self._scroll = make_scroll(self._body)
        self._foot = QFrame()
        self._whole = column(self._scroll, self._foot, spacing=0)
        self.setLayout(self._whole)
        self.set_line(None)

    def set_facts(self, facts: Facts) -> None:
        """Tell about the findings of these data from now on."""
        self._facts = facts
        self._line = None

    def set_line(self, line: Line | None) -> None:
        """Show a line; an entry that is being typed stays as it is."""
        if line is not None and line == self._line:
            return
        self._line = line
        self.editor = self.repair = None
        content = QWidget()
        if line is None:
            nothing = make_label(
                self._words("check_step.choose"), size="secondary", wrap=True
            )
            content.setLayout(column(nothing, None, margins=(16,) * 4))
            self._set(content, QFrame())
        elif isinstance(line, KindLine):
            content.setLayout(self._kind(line))
            self._set(content, self._buttons(line.group, line.group, None))
        else:
            content.setLayout(self._row(line))
            self._set(content, self._buttons((line,), line.group, line))

    def _set(self, content: QWidget, foot: QFrame) -> None:
        content.setProperty("ground", "panel")
        self._scroll.setWidget(content)
        self._whole.replaceWidget(self._foot, foot)
        self._foot.deleteLater()
        self._foot = foot

    def _kind(self, line: KindLine) -> QBoxLayout:
        words, total = self._words, line.group.last - line.group.first
        rows = [
            self._severity(line.severity),
            make_label(line.group.title, size="title", wrap=True),
            make_label(line.group.place, size="secondary"),
            make_label(
                words("check_step.kind_sum", n=total, pending=line.sum.pending),
                strong=True,
            ),
        ]
        if line.sum.area_m2 is not None:
            area = with_unit(show_mu(line.sum.area_m2), words("check_step.mu"))
            rows.append(make_label(words("check_step.affects", area=area)))
        rows.append(self._advice(line.group))
        return column(*rows, None, margins=(16, 14, 16, 14))

    def _row(self, line: RowLine) -> QBoxLayout:
        words = self._words
        tone = STATE_TONES[line.state]
        state = make_chip(words(state_id(line.state, line.severity)), tone=tone)
        name = make_label(line.name, size="title", wrap=True)
        flags = type(name.textInteractionFlags())
        name.setTextInteractionFlags(flags.TextSelectableByMouse)
        rows: list[QWidget | QBoxLayout | int | None] = [
            row(self._severity(line.severity), state, None),
            name,
            make_label(f"{line.group.title} · {line.group.place}", size="secondary"),
        ]
        if line.detail:
            rows.append(make_label(line.detail, wrap=True))
        if math.isfinite(line.area_m2) and line.area_m2:
            area = with_unit(show_mu(abs(line.area_m2)), words("check_step.mu"))
            rows.append(make_label(words("check_step.affects", area=area), strong=True))
        rows.extend(self._repair_rows(line))
        rows.append(self._advice(line.group))
        self.editor = self._make_editor(line)
        if self.editor is not None:
            rows.append(self.editor)
        return column(*rows, None, margins=(16, 14, 16, 14), spacing=10)

    def _severity(self, severity: Severity) -> QWidget:
        words = self._words(f"check_step.severity_{severity.name.lower()}")
        return make_chip(words, tone=SEVERITY_TONES[severity])

    def _advice(self, group: Group) -> QFrame:
        head = make_label(self._words("check_step.what_to_do"), strong=True)
        text = make_label(group.advice, wrap=True)
        return make_card(column(head, text, margins=(12, 10, 12, 10), spacing=4))

    def _repair_rows(self, line: RowLine) -> list[QWidget | QBoxLayout | int | None]:
        shape = None if self._facts is None else find_repair(self._facts, line)
        if shape is None:
            return []
        words = self._words
        self.repair = RepairView(self._context)
        self.repair.set_shape(shape)
        unit = words("check_step.mu")
        change = words(
            "check_step.repair_change",
            before=show_mu(shape.before_m2) or show_number(None),
            after=show_mu(shape.after_m2),
            change=with_unit(show_signed_mu(shape.after_m2 - shape.before_m2), unit),
        )
        found: list[QWidget | QBoxLayout | int | None] = [
            self.repair,
            make_label(change, wrap=True),
        ]
        if shape.spot is not None:
            closer = make_button(words("check_step.repair_close"), kind="chip")
            closer.setCheckable(True)
            view = self.repair
            closer.toggled.connect(lambda on: view.set_close(is_close=on))
            found.append(row(closer, None))
        if not shape.can_decline:
            hint = words("check_step.repair_needed")
            found.append(make_label(hint, size="hint", wrap=True))
        return found

    def _make_editor(self, line: RowLine) -> CorrectionEditor | None:
        facts = self._facts
        source = None if facts is None else facts.finder.source(line.group.role)
        if facts is None or source is None:
            return None
        position = facts.finder.row_called(
            line.group.role,
            row=int(facts.worklist.rows[line.position]),
            name=line.name,
        )
        fields = correctable_fields(
            facts.worklist,
            line.position,
            columns=source.frame.columns,
            source=source.source.fields,
        )
        if position is None or not fields:
            return None
        target = Target(
            role=line.group.role,
            name=line.name,
            position=position,
            fields=fields,
            finder=facts.finder,
        )
        return CorrectionEditor(self._context, target)

    def _buttons(self, subject: object, group: Group, line: RowLine | None) -> QFrame:
        words = self._words

        def decide(state: State) -> None:
            self.decided.emit(subject, state)

        kind = "kind_" if line is None else ""
        count = group.last - group.first
        accept = make_button(
            words(f"check_step.{kind}accept", n=count),
            lambda: decide(State.ACCEPTED),
            hint="A",
        )
        leave = make_button(
            words(f"check_step.{kind}leave", n=count),
            lambda: decide(State.LEFT),
            hint="K",
        )
        leave.setEnabled(self._may_leave(line, group))
        again = make_button(
            words("check_step.reopen"), lambda: decide(State.PENDING), kind="link"
        )
        first: list[QWidget | QBoxLayout | int | None] = [accept, leave, None, again]
        rows: list[QWidget | QBoxLayout | int | None] = [row(*first)]
        if line is not None:
            fly = make_button(
                words("check_step.locate"),
                lambda: self.locate_asked.emit(line),
                kind="link",
            )
            whole = make_button(
                words("check_step.accept_whole", n=count),
                lambda: self.decided.emit(group, State.ACCEPTED),
                kind="link",
                hint="Shift+A",
            )
            rows.append(row(fly, None, whole))
        return make_panel(
            column(*rows, margins=(16, 10, 16, 10), spacing=4), edge="top"
        )

    def _may_leave(self, line: RowLine | None, group: Group) -> bool:
        """Tell whether 保留原样 can be done: not every shape works unrepaired."""
        return self._facts is None or may_leave(self._facts, line, group)
