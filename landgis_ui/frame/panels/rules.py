# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules: which profile, what its numbers are, where each comes from."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from landgis.errors import LandGISError
from landgis.operations.stored_project import read_stored_profile
from landgis.operations.terms_trial import Terms
from landgis.project import Changes, Edit, Put
from landgis.report.fields import field_title
from landgis.report.names import to_word
from landgis.rules.catalogue import clauses
from landgis.rules.check import CheckReport, check_file
from landgis.rules.library import parse_profile, profiles, read_profile
from landgis.rules.profile import Profile, Threshold
from landgis_ui.context import Context
from landgis_ui.frame.file_choice import FileChooser, FileWish
from landgis_ui.frame.panels.terms import TermsEffect
from landgis_ui.widgets.basics import THIN_SPACE, fill, make_button, make_label, row
from landgis_ui.work.workspace import Notice

COLUMNS = ("title", "value", "citation")
TITLE, VALUE, CITATION = range(3)


class RulesPanel(QWidget):
    """A chooser, the effect of the choice, and every number with its source."""

    def __init__(self, context: Context, chooser: FileChooser) -> None:
        super().__init__()
        self._context, self._workspace = context, context.workspace
        self._chooser = chooser
        self._own: dict[str, str] = {}
        words = context.words
        self.choice = QComboBox()
        self.choice.setAccessibleName(words("rules_panel.choose"))
        self.about = make_label(size="secondary", wrap=True)
        self.effect = TermsEffect(context, self._take)
        self.sought = QLineEdit()
        self.sought.setPlaceholderText(words("rules_panel.find"))
        self.sought.setAccessibleName(words("rules_panel.find"))
        self.sought.setClearButtonEnabled(True)
        self.numbers = QTableWidget(0, len(COLUMNS))
        self.clause = make_label(size="secondary", wrap=True)
        self._lay_out()
        self.choice.activated.connect(self._show_choice)
        self.sought.textChanged.connect(self._narrow)
        self.numbers.currentCellChanged.connect(self._show_clause)
        self._workspace.project_changed.connect(self.show_profiles)
        self._workspace.documents_changed.connect(self._follow)
        self.show_profiles()

    def _lay_out(self) -> None:
        words = self._context.words
        own = make_button(words("rules_panel.own"), self._ask_own, kind="link")
        heads = [words(f"rules_panel.{name}") for name in COLUMNS]
        self.numbers.setHorizontalHeaderLabels(heads)
        self.numbers.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.numbers.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.numbers.setAccessibleName(words("rules_panel.numbers"))
        self.numbers.setShowGrid(False)
        side = self.numbers.verticalHeader()
        if side is not None:
            side.hide()
        head = self.numbers.horizontalHeader()
        if head is not None:
            head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
            head.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.ResizeToContents)
            head.setSectionResizeMode(CITATION, QHeaderView.ResizeMode.Interactive)
        box = QVBoxLayout(self)
        fill(
            box,
            row(make_label(words("rules_panel.choose"), size="hint"), None, own),
            self.choice,
            self.about,
            self.effect,
            self.sought,
            self.numbers,
            self.clause,
            margins=(16, 12, 16, 12),
        )
        box.setStretch(5, 1)
        self.setFocusProxy(self.choice)

    def show_profiles(self) -> None:
        """Offer the shipped profiles and those of the project."""
        store = self._workspace.store
        if store is not None:
            for id_, document in store.documents("profile").items():
                self._own[id_] = str(document["toml"])
        self.choice.clear()
        for profile in profiles():
            if profile.id not in self._own:
                self.choice.addItem(profile.title, profile.id)
        for id_, toml in self._own.items():
            profile = parse_profile(toml, path=Path(f"{id_}.toml"))
            self.choice.addItem(profile.title, id_)
        self.choice.setCurrentIndex(max(0, self.choice.findData(self._in_force())))
        self._show_choice()

    def show_subject(self, rule: str) -> None:
        """Show the numbers of a rule of the catalogue, and its text."""
        self.sought.setText(rule)
        clause = clauses().get(rule)
        if clause is not None:
            self.clause.setText(
                f"{rule} {clause.title}\n{clause.text}\n{clause.citation}"
            )

    def _in_force(self) -> str:
        store = self._workspace.store
        project = {} if store is None else store.document("project", "project") or {}
        return str(project.get("profile") or "")

    def _follow(self, changes: Changes) -> None:
        if {"project", "profile"} & changes.kinds:
            self.show_profiles()

    def _chosen(self) -> Profile | None:
        id_ = str(self.choice.currentData() or "")
        try:
            if id_ in self._own:
                return parse_profile(self._own[id_], path=Path(f"{id_}.toml"))
            return read_profile(id_)
        except LandGISError as error:
            text = self._context.words.sentence(error)
            self._workspace.notify(Notice(text=text, tone="failed"))
            return None

    def _show_choice(self) -> None:
        profile = self._chosen()
        if profile is None:
            return
        words = self._context.words
        until = (
            profile.valid_to.isoformat()
            if profile.valid_to
            else words("rules_panel.open")
        )
        lines = [
            words("rules_panel.document", document=profile.document),
            words("rules_panel.valid", start=profile.valid_from.isoformat(), end=until),
            *profile.notes,
        ]
        self.about.setText("\n".join(lines))
        is_new = profile.id != self._in_force()
        terms = Terms(profile=profile.id, profile_toml=self._own.get(profile.id))
        self.effect.offer(terms if is_new else None)
        self._show_numbers(profile)

    def _show_numbers(self, profile: Profile) -> None:
        groups = [c for group in profile.survey for c in group.conditions.values()]
        thresholds: list[tuple[str, Threshold]] = [
            *((test.scale or "", test.threshold) for test in profile.low),
            *(("", condition) for condition in groups),
            *(("", number) for number in profile.parameters.values()),
            *(("", number) for number in profile.far_min.values()),
        ]
        self.numbers.setRowCount(len(thresholds))
        for place, (scale, number) in enumerate(thresholds):
            value = (
                f"{number.symbol}{THIN_SPACE}{number.shown}"
                f"{THIN_SPACE}{number.shown_unit}"
            )
            sure = to_word("confidence", number.confidence)
            texts = (f"{scale}{_name(number)}", value, number.citation)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text.strip())
                item.setToolTip(f"{number.rule} {number.citation}（{sure}）")
                item.setData(0x0100, number.rule)
                self.numbers.setItem(place, column, item)
        self._narrow(self.sought.text())

    def _narrow(self, text: str) -> None:
        plain = text.strip().lower()
        for place in range(self.numbers.rowCount()):
            cells = [self.numbers.item(place, column) for column in range(len(COLUMNS))]
            words = " ".join(
                f"{cell.text()} {cell.toolTip()}" for cell in cells if cell
            )
            self.numbers.setRowHidden(place, plain not in words.lower())

    def _show_clause(self, place: int) -> None:
        cell = self.numbers.item(place, TITLE)
        self.clause.setText(cell.toolTip() if cell is not None else "")

    def _ask_own(self) -> None:
        words = self._context.words
        wish = FileWish(
            kind="open", title=words("rules_panel.own_title"), filters="TOML (*.toml)"
        )
        self._chooser.ask(wish, lambda paths: self.add_own(paths[0]))

    def add_own(self, path: Path) -> None:
        """Offer a profile file of the user's own."""
        try:
            toml = path.read_text("utf-8-sig")
            profile = parse_profile(toml, path=path)
            report = check_file(path)
        except (LandGISError, OSError, UnicodeDecodeError) as error:
            words = self._context.words
            text = (
                words.sentence(error)
                if isinstance(error, LandGISError)
                else words("rules_panel.unreadable", file=path.name)
            )
            self._workspace.notify(Notice(text=text, tone="failed"))
            return
        self._own[profile.id] = toml
        self.show_profiles()
        self.choice.setCurrentIndex(self.choice.findData(profile.id))
        self._show_choice()
        self._tell_check(report)

    def _tell_check(self, report: CheckReport) -> None:
        """Say which worked examples of a rule file did not come out, and its slips."""
        words = self._context.words
        failed = [
            words(
                "rules_panel.failed",
                name=one.title,
                found=one.found,
                expected=one.expected,
            )
            for one in report.outcomes
            if not one.passed
        ]
        told = words("rules_panel.checked", passed=len(report.outcomes) - len(failed))
        self.clause.setText("\n".join((told, *failed, *report.warnings)))

    def _take(self) -> None:
        store, profile = self._workspace.store, self._chosen()
        if store is None or profile is None:
            return
        project = dict(store.document("project", "project") or {})
        try:
            old = read_stored_profile(store).title
        except LandGISError:
            old = "—"
        puts = [Put("project", "project", {**project, "profile": profile.id})]
        if profile.id in self._own:
            puts.append(Put("profile", profile.id, {"toml": self._own[profile.id]}))
        edit = Edit(
            text="history.profile",
            params={"old": old, "new": profile.title},
            puts=tuple(puts),
        )
        self._workspace.do(edit)
        if self._workspace.result is not None:
            self._context.flows.run_analysis()


def _name(number: Threshold) -> str:
    """Return what a number is called; a field of the table of firms by its title."""
    return number.title or field_title(number.id, table="enterprise").title
