# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bars of a zone: 区块线, 权属 and 现状构成."""

from __future__ import annotations

from landgis.report.names import status_titles
from landgis.report.symbols import shipped_symbols
from landgis.units import MU_PER_M2
from landgis_ui.steps.zones.bar_group import BarShown
from landgis_ui.steps.zones.bars import PartShown
from landgis_ui.steps.zones.figure_cells import ZoneFigure
from landgis_ui.steps.zones.figure_maker import FigureMaker, Number, percent
from landgis_ui.widgets.figures import UNKNOWN

STATE_COLOUR, COLLECTIVE_COLOUR = "#4A6785", "#B8925A"
NORMAL = "normal"
FIRST_LINE, SECOND_LINE = "#C00000", "#E08A8A"


class BarMaker(FigureMaker):
    """Makes the bars of one moment."""

    def line_bar(self) -> BarShown:
        """Return what lies inside the 工业区块线."""
        now, words = self.now, self.words
        first, second = now.share(now.first_m2), now.share(now.second_m2)
        if now.first_m2 is None and now.second_m2 is None:
            figure = ZoneFigure(
                title=words("zones.block_lines"),
                number=words("zones.no_layer"),
                tone="verify",
            )
            return BarShown(figure=figure, parts=())
        parts, captions = [], []
        for name, share, colour in (
            ("first", first, FIRST_LINE),
            ("second", second, SECOND_LINE),
        ):
            if share is not None:
                title = words(f"zones.line_{name}")
                parts.append(_part(f"{name}_m2", title, share=share, colour=colour))
                captions.append(f"{title} {percent(share)}" if share else "")
        outside = now.outside_lines_m2
        note = self.areas.text(None if outside is None else outside * MU_PER_M2)
        figure = self._share_figure(
            words("zones.block_lines"),
            lambda t: t.share((t.first_m2 or 0.0) + (t.second_m2 or 0.0)),
            rows="first_m2",
            hint=words("zones.outside_lines", area=note),
        )
        return BarShown(
            figure=figure,
            parts=tuple(parts),
            captions=tuple(captions),
            act=lambda part: self.open_rows(part, words("zones.block_lines")),
        )

    def _share_figure(
        self, title: str, number: Number, *, rows: str, hint: str = ""
    ) -> ZoneFigure:
        return self.figure(
            title,
            number,
            write=lambda v: UNKNOWN if v is None else percent(v),
            rows=rows,
            factor=100.0,
            places=1,
            hint=hint,
        )

    def owner_bar(self) -> BarShown:
        """Return 国有, 集体 and what is not known."""
        now, words = self.now, self.words
        land = now.land_m2 or 1.0
        parts = (
            ("state", now.state_m2, STATE_COLOUR, False),
            ("collective", now.collective_m2, COLLECTIVE_COLOUR, False),
            ("unknown", now.unknown_owner_m2, self.look.theme.verify, True),
        )
        shown = tuple(
            _part(
                f"owner:{name}",
                words(f"zones.owner_{name}"),
                share=m2 / land,
                colour=colour,
                is_hatched=hatched,
            )
            for name, m2, colour, hatched in parts
            if m2 > 0
        )
        captions = tuple(
            f"{words(f'zones.owner_{name}')} {self.areas.text(m2 * MU_PER_M2)}"
            for name, m2, _colour, _hatched in parts
            if m2 > 0
        )
        number = " · ".join(f"{part.title} {percent(part.share)}" for part in shown)
        figure = ZoneFigure(title=words("zones.owners"), number=number or UNKNOWN)
        titles = {part.id: part.title for part in shown}
        return BarShown(
            figure=figure,
            parts=shown,
            captions=captions,
            act=lambda part: self.open_rows(part, titles[part]),
        )

    def status_bar(self) -> BarShown:
        """Return the land by status."""
        now, words = self.now, self.words
        land = sum(line.land_m2 for line in now.by_status) or 1.0
        symbols, titles = shipped_symbols(), status_titles()
        lines = [line for line in now.by_status if line.land_m2 > 0]
        parts, captions = [], []
        for line in sorted(lines, key=lambda line: -line.land_m2):
            symbol = symbols.get(line.status)
            is_known = symbol is not None and symbol.fill is not None
            colour = (
                str(symbol.fill)
                if symbol is not None and is_known
                else self.look.theme.verify
            )
            if line.status == NORMAL and self.look.theme.is_dark:
                colour = self.look.theme.line2  # land without a status recedes
            title = titles.get(line.status, line.status)
            share = line.land_m2 / land
            parts.append(
                _part(
                    f"status:{line.status}",
                    title,
                    share=share,
                    colour=colour,
                    is_hatched=not is_known,
                )
            )
            captions.append(f"{title} {percent(share)}")
        figure = ZoneFigure(
            title=words("zones.composition"),
            number=words("zones.kinds", count=len(parts)),
        )
        return BarShown(
            figure=figure,
            parts=tuple(parts),
            captions=tuple(captions),
            act=lambda part: self.open_rows(
                part, titles.get(part.partition(":")[2], part)
            ),
        )


def _part(
    id_: str, title: str, *, share: float, colour: str, is_hatched: bool = False
) -> PartShown:
    return PartShown(
        id=id_, share=share, colour=colour, title=title, is_hatched=is_hatched
    )
