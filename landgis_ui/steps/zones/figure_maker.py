# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single figures of a zone as they are written, with what letting go would change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from landgis.units import MU_PER_M2
from landgis.zones.totals import Totals
from landgis_ui.context import Context
from landgis_ui.steps.zones.figure_cells import ZoneFigure
from landgis_ui.widgets.basics import THIN_SPACE
from landgis_ui.widgets.figures import UNKNOWN, AreaWriter, write_number, write_signed

SAME = 1e-9
Number = Callable[[Totals], float | None]
Write = Callable[[float | None], str]


class FigureMaker:
    """Makes the figures of one moment; a click on one calls `open_rows`.

    `after` is what the totals would be, None where nothing is being drawn.
    """

    def __init__(
        self,
        context: Context,
        open_rows: Callable[[str, str], object],
        *,
        now: Totals,
        after: Totals | None,
    ) -> None:
        self.words, self.look = context.words, context.look
        self.areas, self.open_rows = AreaWriter(context), open_rows
        self.now, self.after = now, after

    def figure(  # noqa: PLR0913 - all of them by name
        self,
        title: str,
        number: Number,
        *,
        write: Write,
        unit: str = "",
        rows: str = "",
        places: int | None = None,
        factor: float = 1.0,
        hint: str = "",
    ) -> ZoneFigure:
        """Return any figure; `rows` names what a click opens."""
        now = number(self.now)
        change = ""
        if self.after is not None:
            change = self._change(now, number(self.after), places, factor, write)
        return ZoneFigure(
            title=title,
            number=write(now),
            unit=unit if now is not None else "",
            change=change,
            hint=hint,
            tone="verify" if now is None else "",
            act=partial(self.open_rows, rows, title)
            if rows and now is not None
            else None,
        )

    @staticmethod
    def _change(  # noqa: PLR0917 - two values and how they are written
        now: float | None,
        after: float | None,
        places: int | None,
        factor: float,
        write: Write,
    ) -> str:
        if now is None or after is None:
            return "" if now == after else f"→ {write(after)}"
        if abs(after - now) <= SAME:
            return ""
        return write_signed((after - now) * factor, 0 if places is None else places)

    def area(
        self, key: str, number: Number, *, rows: str = "", hint: str = ""
    ) -> ZoneFigure:
        """Return an area in the unit that the user has chosen."""
        areas = self.areas
        mu = number(self.now)
        in_mu = None if mu is None else mu * MU_PER_M2
        is_still = in_mu is not None and self.after is None  # nobody hovers meanwhile
        all_units = areas.in_all_units(in_mu) if is_still else ""
        told = "\n".join(part for part in (hint, all_units) if part)
        now, after = in_mu, None
        if self.after is not None:
            found = number(self.after)
            after = None if found is None else found * MU_PER_M2
        change = ""
        if after is not None and now is not None and abs(after - now) > SAME:
            change = areas.change(after - now).partition(THIN_SPACE)[0]
        title = self.words(key)
        return ZoneFigure(
            title=title,
            number=areas.number(in_mu),
            unit=areas.unit if in_mu is not None else "",
            change=change,
            hint=told,
            tone="verify" if in_mu is None else "",
            act=partial(self.open_rows, rows, title)
            if rows and in_mu is not None
            else None,
        )

    def count(
        self, key: str, number: Number, unit: str, *, rows: str = "", hint: str = ""
    ) -> ZoneFigure:
        """Return a count; `unit` is the message id of what is counted."""

        def write(value: float | None) -> str:
            return UNKNOWN if value is None else f"{value:,.0f}"

        return self.figure(
            self.words(key),
            number,
            write=write,
            unit=self.words(unit) if unit else "",
            rows=rows,
            hint=hint,
        )

    def number(
        self,
        key: str,
        number: Number,
        unit: str,
        *,
        places: int,
        rows: str = "",
        hint: str = "",
    ) -> ZoneFigure:
        """Return a number with so many places."""
        return self.figure(
            self.words(key),
            number,
            write=partial(write_number, places=places),
            unit=self.words(unit) if unit else "",
            places=places,
            rows=rows,
            hint=hint,
        )


def percent(share: float) -> str:
    """Return a share as it is said; what is not quite nothing is not 0."""
    value = share * 100
    if 0 < value < 1:
        return f"{write_number(value, 1)}{THIN_SPACE}%"
    return f"{write_number(value, 0)}{THIN_SPACE}%"
