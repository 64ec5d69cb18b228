# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the strip: numbers, notes, and the rows that each opens."""

from __future__ import annotations

from collections.abc import Callable

from landgis.messages import joined
from landgis.operations.stored_analysis import StoredResult
from landgis.report.fields import field_title
from landgis.report.headline import Headline
from landgis.rules.profile import Profile
from landgis.search.filters import Condition, Filter
from landgis_ui.context import Context
from landgis_ui.steps.analysis.strip import FigureShown
from landgis_ui.widgets.basics import THIN_SPACE
from landgis_ui.widgets.figures import UNKNOWN, AreaWriter, write_number
from landgis_ui.work.selection import Rows
from landgis_ui.work.workspace import TableRequest

PERCENT = 100
FIELDS_NAMED = 2


class FigureWriter:
    """Writes the five figures of a result; each opens its rows in the table."""

    def __init__(self, context: Context) -> None:
        self._words, self._workspace = context.words, context.workspace
        self._areas = AreaWriter(context)

    def write(
        self, result: StoredResult, headline: Headline, *, is_stale: bool
    ) -> tuple[FigureShown, ...]:
        """Return the figures from left to right."""
        profile = result.analysis.project.profile
        figures = (
            self._total(headline),
            self._target(headline),
            self._low(headline, profile),
            self._unsupplied(headline),
            self._verify(headline),
        )
        day = result.analysis.project.reference_date.isoformat()
        terms = self._words("analysis.terms", date=day, profile=profile.title)
        return tuple(
            FigureShown(
                **{
                    **vars(figure),
                    "is_stale": is_stale,
                    "copied": f"{figure.title} {figure.number}{THIN_SPACE}{figure.unit}"
                    f"，{terms}",
                }
            )
            for figure in figures
        )

    def _total(self, headline: Headline) -> FigureShown:
        words, areas = self._words, self._areas
        return FigureShown(
            title=words("analysis.total"),
            number=areas.number(headline.total_mu),
            unit=areas.unit,
            note=words(
                "analysis.total_note",
                firm=areas.text(headline.firm_mu),
                potential=areas.text(headline.potential_mu),
            ),
            hint=words(
                "analysis.total_hint",
                firm=areas.text(headline.firm_mu),
                potential=areas.text(headline.potential_mu),
                overlap=areas.text(headline.overlap_removed_mu),
            ),
            act=self._opens(
                "parcel",
                words("analysis.total"),
                Condition(field="firm_mu", operator=">", values=(0.0,)),
                Condition(field="potential_mu", operator=">", values=(0.0,)),
            ),
        )

    def _target(self, headline: Headline) -> FigureShown:
        words, areas = self._words, self._areas
        share = headline.target_share
        if headline.target_mu is None or share is None:
            return FigureShown(
                title=words("analysis.target"),
                number=UNKNOWN,
                unit="",
                note=words("analysis.no_target"),
                hint=words("analysis.no_target_hint"),
                tone="ink3",
                act=lambda: self._workspace.step_requested.emit("data"),
            )
        gap = max(0.0, headline.target_mu - headline.firm_mu)
        return FigureShown(
            title=words("analysis.target"),
            number=write_number(share * PERCENT, 1),
            unit="%",
            note=words(
                "analysis.target_note",
                firm=areas.number(headline.firm_mu),
                target=areas.text(headline.target_mu),
                gap=areas.text(gap),
            ),
            hint=words("analysis.target_hint", year=headline.target_year or UNKNOWN),
            share=share,
            share_ahead=headline.potential_mu / headline.target_mu,
            act=self._opens(
                "parcel",
                words("analysis.firm_land"),
                Condition(field="firm_mu", operator=">", values=(0.0,)),
            ),
        )

    def _low(self, headline: Headline, profile: Profile) -> FigureShown:
        words, areas = self._words, self._areas
        line = joined(
            f"{test.scale or ''}{test.threshold.symbol}{THIN_SPACE}"
            f"{test.threshold.shown}{THIN_SPACE}{test.threshold.shown_unit}"
            for test in profile.low
        )
        number = UNKNOWN if headline.low_firms is None else f"{headline.low_firms:,}"
        note = (
            words("analysis.low_note", land=areas.text(headline.low_land_mu), line=line)
            if profile.low
            else words("analysis.no_line")
        )
        low = Condition(field="low", operator="=", values=(True,))
        return FigureShown(
            title=words("analysis.low_firms_title"),
            number=number,
            unit=words("unit.firms"),
            note=note,
            hint="\n".join(test.threshold.citation for test in profile.low),
            act=self._opens("enterprise", words("analysis.low_firms_title"), low),
        )

    def _unsupplied(self, headline: Headline) -> FigureShown:
        words = self._words
        return FigureShown(
            title=words("analysis.unsupplied"),
            number=self._areas.number(headline.unsupplied_mu),
            unit=self._areas.unit,
            note=words("analysis.unsupplied_note", count=headline.unsupplied_count),
            hint=words("analysis.unsupplied_hint"),
            act=self._opens("residual", words("analysis.unsupplied")),
        )

    def _verify(self, headline: Headline) -> FigureShown:
        words = self._words
        named = joined(
            field_title(name).title for name in headline.verify_fields[:FIELDS_NAMED]
        )
        return FigureShown(
            title=words("analysis.to_verify"),
            number=f"{headline.verify_count:,}",
            unit=words("unit.parcels"),
            note=words(
                "analysis.verify_note",
                area=self._areas.text(headline.verify_mu),
                fields=named or UNKNOWN,
            ),
            hint=words("analysis.verify_hint"),
            tone="verify" if headline.verify_count else "ink",
            act=self._opens(
                "parcel",
                words("analysis.to_verify"),
                Condition(field="status", operator="in", values=("to_verify",)),
            ),
        )

    def _opens(
        self, table: str, title: str, *conditions: Condition
    ) -> Callable[[], None]:
        """Return what shows the rows; several conditions on land are either-or."""

        def show() -> None:
            rows = self._rows(conditions) if len(conditions) > 1 else None
            self._workspace.show_in_table(
                TableRequest(
                    table=table,
                    filter=Filter(conditions=() if rows is not None else conditions),
                    rows=rows,
                    title=title,
                )
            )

        return show

    def _rows(self, conditions: tuple[Condition, ...]) -> Rows | None:
        result = self._workspace.result
        if result is None:
            return None
        frame = result.analysis.parcels
        mask = conditions[0].mask(frame)
        for condition in conditions[1:]:
            mask = mask | condition.mask(frame)
        return mask.nonzero()[0]
