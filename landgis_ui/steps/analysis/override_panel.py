# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Set the status of parcels by hand: a reason is needed, the effect comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from landgis.analysis import STATUSES
from landgis.errors import LandGISError
from landgis.messages import joined
from landgis.operations.rejudge import Effect, rejudge
from landgis.project import Edit, Put
from landgis.report.names import status_titles
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    IconButton,
    column,
    fill,
    make_button,
    make_card,
    make_label,
    make_panel,
    make_rule,
    make_scroll,
    row,
    set_property,
)
from landgis_ui.widgets.figures import AreaWriter

KIND = "override"
WAIT_MS = 250
NAMES_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class OverrideSubject:
    """Parcels to be set: their names, and the status they have now ("" if several)."""

    names: tuple[str, ...]
    status: str


class OverridePanel(QFrame):
    """A form in place of the inspector; nothing changes before 改判 is pressed.

    Signals
    -------
    done(object)
        The documents were committed; the value is the `Effect`, None if unknown.
    closed()
        The user changed nothing.
    """

    done = pyqtSignal(object)
    closed = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._areas = AreaWriter(context)
        self._subject = OverrideSubject(names=(), status="")
        self._effect: Effect | None = None
        self._asked: tuple[Put, ...] = ()
        self.setProperty("ground", "panel")
        self.setProperty("edge", "left")
        words = context.words
        self.title = make_label(size="panel", wrap=True)
        self.status = QComboBox()
        for status in STATUSES:
            self.status.addItem(status_titles()[status], status)
        self.reason = QPlainTextEdit()
        self.reason.setPlaceholderText(words("override.reason_hint"))
        self.reason.setTabChangesFocus(True)
        self.person = QLineEdit(str(context.settings.get("preference.person")))
        self.effect = make_label(size="secondary", wrap=True)
        self.needed = make_label(words("override.needed"), tone="bad", size="hint")
        self.apply = make_button(words("override.apply"), self._apply, kind="primary")
        self.back = make_button(words("override.take_back"), self._take_back)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask_effect)
        self._lay_out()
        self.status.currentIndexChanged.connect(self._changed)
        self.reason.textChanged.connect(self._changed)

    def _lay_out(self) -> None:
        words, look = self._context.words, self._context.look
        close = IconButton(look, "close", words("frame.close"))
        close.clicked.connect(self._close)
        head = row(self.title, close, margins=(16, 10, 8, 10))
        head.setStretch(0, 1)
        self.reason.setMinimumHeight(look.px(96))
        for widget, name in (
            (self.status, "override.status"),
            (self.reason, "override.reason"),
            (self.person, "override.person"),
        ):
            widget.setAccessibleName(words(name))
        inner = QWidget()
        inner.setLayout(
            column(
                make_label(words("override.status"), size="hint"),
                self.status,
                row(
                    make_label(words("override.reason"), size="hint"), self.needed, None
                ),
                self.reason,
                make_label(words("override.person"), size="hint"),
                self.person,
                make_card(column(self.effect, margins=(14, 10, 14, 10))),
                make_label(words("override.kept"), size="hint", wrap=True),
                None,
                margins=(16, 12, 16, 12),
            )
        )
        cancel = make_button(words("override.cancel"), self._close)
        foot = row(self.back, None, cancel, self.apply, margins=(16, 8, 16, 8))
        box = QVBoxLayout(self)
        fill(
            box, head, make_rule(), make_scroll(inner), make_panel(foot, edge="top"),
            spacing=0,
        )  # fmt: skip
        box.setStretch(2, 1)

    def show_subject(self, subject: OverrideSubject) -> None:
        """Ask for the status of other parcels."""
        self._subject = subject
        words = self._context.words
        shown = joined(subject.names[:NAMES_SHOWN])
        if len(subject.names) > NAMES_SHOWN:
            shown = words("override.and_more", names=shown, count=len(subject.names))
        self.title.setText(words("override.title", names=shown))
        earlier = self._earlier()
        status = str(earlier.get("status", "normal"))
        self.status.setCurrentIndex(max(0, self.status.findData(status)))
        self.reason.setPlainText(str(earlier.get("reason", "")))
        self.back.setVisible(bool(earlier))
        self._changed()
        self.reason.setFocus()

    def puts(self) -> tuple[Put, ...]:
        """Return the documents as the form stands."""
        value = {
            "status": self.status.currentData(),
            "reason": self.reason.toPlainText().strip(),
            "date": date.today().isoformat(),  # noqa: DTZ011 - the day at the desk
            "person": self.person.text().strip(),
        }
        return tuple(Put(KIND, name, value) for name in self._subject.names)

    def _earlier(self) -> dict[str, object]:
        store = self._context.workspace.store
        if store is None or len(self._subject.names) != 1:
            return {}
        found = store.document(KIND, self._subject.names[0])
        return dict(found) if found else {}

    def _changed(self) -> None:
        has_reason = bool(self.reason.toPlainText().strip())
        store = self._context.workspace.store
        can_write = store is not None and not store.read_only
        self.apply.setEnabled(has_reason and can_write)
        self.back.setEnabled(can_write)
        self.needed.setVisible(not has_reason)
        set_property(self.reason, "tone", "" if has_reason else "choose")
        self._effect = None
        self.effect.setText(self._context.words("override.working_out"))
        self._timer.start()

    def _ask_effect(self) -> None:
        path = self._context.workspace.path()
        if path is None or not self.isVisible():
            return
        asked = self.puts()
        self._asked = asked
        job = self._context.workspace.jobs.start(rejudge, path, asked)

        def show(effect: Effect) -> None:
            if self._asked == asked:
                self._show_effect(effect)

        def say(error: object) -> None:
            known = isinstance(error, LandGISError)
            if self._asked == asked and known:
                text = self._context.words("override.effect_later")
                self.effect.setText(text)
            elif not known and isinstance(error, BaseException):
                raise error

        job.succeeded.connect(show)
        job.failed.connect(say)

    def _show_effect(self, effect: Effect) -> None:
        self._effect = effect
        words, areas, lines = self._context.words, self._areas, []
        titles = status_titles()
        for change in effect.changes[:NAMES_SHOWN]:
            old, new = titles[change.old_status], titles[change.new_status]
            lines.append(words("override.change", name=change.name, old=old, new=new))
        for key, before, after in (
            ("firm", effect.before.firm_mu, effect.after.firm_mu),
            ("potential", effect.before.potential_mu, effect.after.potential_mu),
            ("total", effect.before.total_mu, effect.after.total_mu),
        ):
            lines.append(
                words(
                    f"override.{key}",
                    before=areas.number(before),
                    after=areas.text(after),
                    change=areas.change(after - before),
                )
            )
        self.effect.setText("\n".join(lines))

    def _apply(self) -> None:
        self._commit(self.puts(), "history.override")

    def _take_back(self) -> None:
        puts = tuple(Put(KIND, name, None) for name in self._subject.names)
        self._effect = None
        self._commit(puts, "history.override_back")

    def _commit(self, puts: tuple[Put, ...], text: str) -> None:
        self._timer.stop()
        effect = self._effect
        params = {
            "name": self._subject.names[0],
            "count": len(puts),
            "status": str(self.status.currentText()),
        }
        change = (
            None if effect is None else effect.after.total_mu - effect.before.total_mu
        )
        edit = Edit(text=text, params=params, puts=puts, effect_mu=change)
        self._context.settings.set("preference.person", self.person.text().strip())
        self._context.workspace.do(edit)
        self.done.emit(effect)

    def _close(self) -> None:
        self._timer.stop()
        self.closed.emit()
