# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before zones can be drawn: what is missing, what is being done, what failed."""

from __future__ import annotations

from functools import partial

from landgis_ui.context import Context
from landgis_ui.steps.analysis.waiting import WaitingPanel
from landgis_ui.steps.zones.session import Readiness, ZoneSession


def show_waiting(panel: WaitingPanel, context: Context, session: ZoneSession) -> None:
    """Tell in the panel what the land waits for."""
    words, flows, readiness = context.words, context.flows, session.readiness
    job = flows.job("result") or flows.job("loaded") or session.job
    if job is not None and readiness is not Readiness.READY:
        panel.watch(job)
    elif readiness in (Readiness.NO_PROJECT, Readiness.NO_RESULT):
        step = "data" if readiness is Readiness.NO_PROJECT else "analysis"
        panel.say(
            words(f"zones.no_{step}"),
            words(f"zones.no_{step}_hint"),
            button=words(f"zones.to_{step}"),
            act=partial(context.workspace.step_requested.emit, step),
        )
    elif readiness is Readiness.FAILED:
        panel.say(
            words("zones.land_failed"),
            "",
            button=words("zones.again"),
            act=session.retry,
        )
        panel.fail(session.failure)
