# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Try another line of 亩均税收: prepare once, then answer while it is dragged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landgis import messages
from landgis.analysis import Analysis
from landgis.progress import SILENT, Progress
from landgis.scenario.lines import make_line_view
from landgis.scenario.tax_engine import TaxEngine, make_engine
from landgis.scenario.tax_line import LineView, TaxOutcome


@dataclass(frozen=True, kw_only=True)
class TaxTrial:
    """A result made ready for trying other lines; picklable, never changed.

    `lines` has one view for each line of the profile; it is empty where the
    profile tests no low firms or there are none.  `now` is what holds in the
    result itself.
    """

    lines: tuple[LineView, ...]
    now: TaxOutcome
    engine: TaxEngine

    def at(self, values: Sequence[float]) -> TaxOutcome:
        """Answer for these values of the lines, as a full analysis would."""
        return self.engine.answer(values, now=self.now)


def prepare_tax_trial(analysis: Analysis, *, progress: Progress = SILENT) -> TaxTrial:
    """Work out once what does not hang on the lines; takes seconds, run it in a job."""
    steps = len(analysis.project.profile.low) + 2
    stage = messages.text("scenario.preparing")
    progress.step(0, steps, stage=stage)
    engine = make_engine(analysis)
    progress.step(1, steps, stage=stage)
    now = engine.answer(engine.firms.values)
    lines = []
    if engine.parcels.tests_low:
        for position in range(len(engine.firms.tests)):
            lines.append(make_line_view(engine, position))
            progress.step(position + 2, steps, stage=stage)
    progress.step(steps, steps, stage=stage)
    return TaxTrial(lines=tuple(lines), now=now, engine=engine)
