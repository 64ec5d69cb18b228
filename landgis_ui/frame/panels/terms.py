# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The effect of other terms in words, worked out before they are taken."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from landgis.errors import LandGISError
from landgis.operations.terms_trial import Terms, try_terms
from landgis.report.headline import Headline, make_headline
from landgis_ui.context import Context
from landgis_ui.widgets.basics import (
    THIN_SPACE,
    column,
    fill,
    make_button,
    make_card,
    make_label,
    row,
)
from landgis_ui.widgets.figures import AreaWriter
from landgis_ui.work.jobs import Job


class TermsEffect(QWidget):
    """A card: 先算一算 shows what would change, 采用 takes the terms."""

    def __init__(self, context: Context, take: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._workspace = context, context.workspace
        self._areas = AreaWriter(context)
        self._terms: Terms | None = None
        self._job: Job | None = None
        words = context.words
        self.text = make_label(size="secondary", wrap=True)
        self.reckon = make_button(words("terms.reckon"), self._reckon)
        self.take = make_button(words("terms.take"), take)
        inner = column(
            self.text, row(self.reckon, None, self.take), margins=(14, 10, 14, 10)
        )
        fill(QVBoxLayout(self), make_card(inner))
        self.offer(None)

    def offer(self, terms: Terms | None) -> None:
        """Offer terms to be taken; None where they are those in force."""
        self._terms = terms
        if self._job is not None:
            self._job.cancel()
            self._job = None
        key = "terms.in_force" if terms is None else "terms.offer"
        self.text.setText(self._context.words(key))
        store = self._workspace.store
        can = terms is not None and store is not None and not store.read_only
        self.take.setEnabled(can)
        self.reckon.setEnabled(can and self._workspace.result is not None)

    def _reckon(self) -> None:
        path, terms = self._workspace.path(), self._terms
        if path is None or terms is None:
            return
        words = self._context.words
        self.text.setText(words("terms.reckoning"))
        self.reckon.setEnabled(False)
        job = self._workspace.jobs.start(
            try_terms, path, terms, title=words("terms.reckoning")
        )
        self._job = job

        def show(headline: Headline) -> None:
            if self._terms == terms:
                self._show(headline)

        def say(error: object) -> None:
            if not isinstance(error, LandGISError):
                raise error if isinstance(error, BaseException) else TypeError(error)
            self.text.setText(words.sentence(error))

        job.succeeded.connect(show)
        job.failed.connect(say)
        job.cancelled.connect(lambda: self.text.setText(words("terms.offer")))
        job.finished.connect(self._end)

    def _end(self) -> None:
        self._job = None
        self.reckon.setEnabled(self._terms is not None)

    def _show(self, new: Headline) -> None:
        result, words, areas = self._workspace.result, self._context.words, self._areas
        if result is None:
            return
        old = make_headline(result.analysis)
        lines = [
            words(
                f"terms.{key}",
                before=areas.number(before),
                after=areas.text(after),
                change=areas.change(after - before),
            )
            for key, before, after in (
                ("total", old.total_mu, new.total_mu),
                ("firm", old.firm_mu, new.firm_mu),
                ("potential", old.potential_mu, new.potential_mu),
            )
        ]
        counted = (("low", old.low_firms, new.low_firms, "firms"),)
        verify = ("verify", old.verify_count, new.verify_count, "parcels")
        lines.extend(
            words(
                f"terms.{key}",
                before=_count(before),
                after=f"{_count(after)}{THIN_SPACE}{words(f'unit.{unit}')}",
            )
            for key, before, after, unit in (*counted, verify)
        )
        self.text.setText("\n".join(lines))


def _count(number: int | None) -> str:
    return "—" if number is None else f"{number:,}"
