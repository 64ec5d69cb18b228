# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep tried numbers as a rule set of one's own: a dated copy with its document."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QDate, pyqtSignal
from PyQt6.QtWidgets import QDateEdit, QFrame, QLineEdit

from landgis.errors import LandGISError
from landgis.operations.stored_analysis import StoredResult
from landgis.project import Edit, Put
from landgis.rules.library import parse_profile, profiles
from landgis.scenario.profiles import Document, write_profile
from landgis_ui.context import Context
from landgis_ui.whatif.files import ask_target
from landgis_ui.widgets.basics import column, make_button, make_label, row
from landgis_ui.work.workspace import Notice


class SaveForm(QFrame):
    """Document number and date; then keep, keep and use, or write a file as well.

    Signals
    -------
    done()
        It was kept, or given up.
    """

    done = pyqtSignal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._workspace = context, context.workspace
        self._result: StoredResult | None = None
        self._values: dict[str, float] = {}
        words = context.words
        self.setProperty("card", "info")
        self.said = make_label(size="secondary", wrap=True)
        self.document = QLineEdit()
        self.document.setPlaceholderText(words("whatif.document_hint"))
        self.document.setAccessibleName(words("whatif.document"))
        self.day = QDateEdit(QDate.currentDate())
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(words("whatif.day"))
        self.use = make_button(
            words("whatif.keep_and_use"), lambda: self.keep(uses=True), kind="primary"
        )
        self.only = make_button(words("whatif.keep_only"), self.keep)
        self.file = make_button(words("whatif.keep_file"), self._ask_file, kind="link")
        self.back = make_button(words("whatif.cancel"), self.done.emit, kind="link")
        self.setLayout(
            column(
                make_label(words("whatif.save_title"), strong=True),
                self.said,
                row(make_label(words("whatif.document"), size="hint"), self.document),
                row(make_label(words("whatif.day"), size="hint"), self.day, None),
                row(self.file, None, self.back),
                row(None, self.only, self.use),
                margins=(12, 10, 12, 10),
            )
        )
        self.document.textChanged.connect(self._show_possible)
        self._show_possible()

    def offer(self, result: StoredResult, values: dict[str, float], said: str) -> None:
        """Offer to keep these numbers; `said` tells which."""
        self._result, self._values = result, values
        self.said.setText(said)
        self._show_possible()

    def keep(self, *, uses: bool = False) -> None:
        """Keep the copy in the project, and use it if that is wanted: one step."""
        store, text = self._workspace.store, self._text()
        if store is None or text is None:
            return
        profile = parse_profile(text, path=Path(f"{self._profile_id()}.toml"))
        puts = [Put("profile", profile.id, {"toml": text})]
        if uses:
            project = dict(store.document("project", "project") or {})
            puts.append(Put("project", "project", {**project, "profile": profile.id}))
        edit = Edit(
            text="history.rule_set_used" if uses else "history.rule_set",
            params={"title": profile.title},
            puts=tuple(puts),
        )
        self._workspace.do(edit)
        self.done.emit()
        if uses:
            self._context.flows.run_analysis()
        key = "whatif.kept_and_used" if uses else "whatif.kept"
        self._say(self._context.words(key, title=profile.title))

    def write_file(self, path: Path) -> None:
        """Write the copy as a file too; one that is there is not overwritten."""
        text = self._text()
        if text is None:
            return
        words = self._context.words
        try:
            with path.open("x", encoding="utf-8", newline="\n") as target:
                target.write(text)
        except FileExistsError:
            self._say(words("whatif.file_exists", file=path.name), tone="failed")
        except OSError as error:
            detail = error.strerror or ""
            text = words("whatif.file_unwritten", file=path.name, detail=detail)
            self._say(text, tone="failed")
        else:
            self._say(words("whatif.file_written", file=path.name))

    def _ask_file(self) -> None:
        ask_target(
            self._context,
            self,
            title=self._context.words("whatif.keep_file"),
            suggested=f"{self._profile_id()}.toml",
            then=self.write_file,
        )

    def _text(self) -> str | None:
        """Return the text of the copy; what is wrong is told."""
        result = self._result
        if result is None or not self.document.text().strip():
            return None
        day = self.day.date()
        document = Document(
            profile_id=self._profile_id(),
            document_no=self.document.text().strip(),
            day=day.toPyDate(),
        )
        try:
            return write_profile(
                result.profile,
                self._values,
                document=document,
                text=str(result.dataset.meta["profile"]["toml"]),
            )
        except LandGISError as error:
            self._say(self._context.words.sentence(error), tone="failed")
            return None

    def _profile_id(self) -> str:
        """Return an id that no other rule set has: the old one with the day."""
        if self._result is None:
            return ""
        store = self._workspace.store
        taken = {profile.id for profile in profiles()}
        taken |= set() if store is None else set(store.documents("profile"))
        base = f"{self._result.profile.id}_{self.day.date().toString('yyyyMMdd')}"
        names = (base, *(f"{base}_{n}" for n in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)

    def _show_possible(self) -> None:
        store = self._workspace.store
        named = bool(self.document.text().strip()) and bool(self._values)
        can = named and store is not None and not store.read_only
        self.use.setEnabled(can)
        self.only.setEnabled(can)
        self.file.setEnabled(named)

    def _say(self, text: str, *, tone: str = "done") -> None:
        self._workspace.notify(Notice(text=text, tone=tone))
