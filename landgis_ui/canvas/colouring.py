# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which class each parcel is in, and how the classes look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landgis.render.shading import Classes, ClassStyle, Hatch
from landgis.report.symbols import Symbol, shipped_symbols
from landgis_ui.theme.dark import FILL_SHARE, INK_SHARE, mixed

PLAIN = "normal"
UNKNOWN = "to_verify"
NOT_A_STATUS = ("vacated", "park")


@dataclass(frozen=True, kw_only=True)
class LegendClass:
    """One class of a legend: its name, how it is drawn, and the letter on the map.

    Classes that `matter` are those of a status; the hover card keeps clear of them.
    """

    id: str
    title: str
    style: ClassStyle
    letter: str = ""
    matters: bool = True


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Colouring:
    """The classes of a legend and, for each row of parcels, the number of its class."""

    legend: tuple[LegendClass, ...]
    classes: Classes

    def numbers_of(self, ids: Iterable[str]) -> frozenset[int]:
        """Return the numbers of classes by their ids; those not there are left out."""
        wanted = set(ids)
        return frozenset(
            number for number, entry in enumerate(self.legend) if entry.id in wanted
        )


def plain_colouring(count: int) -> Colouring:
    """Colour every parcel alike, before anything is known about it."""
    return Colouring(
        legend=(legend_of(shipped_symbols()[PLAIN]),),
        classes=np.zeros(count, dtype=np.uint8),
    )


def status_colouring(
    statuses: Sequence[str] | pd.Series | NDArray[np.object_],
    symbols: Iterable[Symbol] | None = None,
) -> Colouring:
    """Colour by status; a status without symbol, or none, counts as 待核实."""
    shown = tuple(shipped_symbols().values()) if symbols is None else tuple(symbols)
    legend = tuple(legend_of(one) for one in shown if one.id not in NOT_A_STATUS)
    ids = [entry.id for entry in legend]
    codes = pd.Index(ids, dtype=object).get_indexer(pd.Index(statuses, dtype=object))
    unknown = ids.index(UNKNOWN)
    return Colouring(
        legend=legend, classes=np.where(codes < 0, unknown, codes).astype(np.uint8)
    )


def theme_colouring(
    classes: NDArray[np.integer], entries: Sequence[tuple[str, str, str]]
) -> Colouring:
    """Colour by any column: (id, title, fill) for each class; class -1 is unknown."""
    legend = tuple(
        LegendClass(
            id=class_id,
            title=title,
            style=ClassStyle(fill=fill, ink=_darkened(fill)),
            matters=False,
        )
        for class_id, title, fill in entries
    )
    unknown = legend_of(shipped_symbols()[UNKNOWN])
    numbers = np.where(classes < 0, len(legend), classes).astype(np.uint16)
    return Colouring(legend=(*legend, unknown), classes=numbers)


def legend_of(symbol: Symbol) -> LegendClass:
    """Return how a status of the symbol file looks on the map."""
    pattern = symbol.pattern
    hatch = None
    if pattern is not None:
        hatch = Hatch(
            lines=pattern.lines,
            marker=pattern.marker,
            pitch_px=pattern.pitch_px,
            size_px=pattern.size_px,
        )
    style = ClassStyle(
        fill=symbol.fill,
        ink=symbol.ink,
        hatch=hatch,
        outline=symbol.outline_style,
        outline_px=symbol.outline_px,
    )
    return LegendClass(
        id=symbol.id,
        title=symbol.title,
        style=style,
        letter=symbol.letter,
        matters=symbol.id != PLAIN,
    )


def styles_for(
    colouring: Colouring, *, ground: str, verify: str, is_dark: bool
) -> tuple[ClassStyle, ...]:
    """Return the styles by class number, as a theme shows them.

    In the dark, land without a status recedes and 待核实 is drawn lighter.
    """
    if not is_dark:
        return tuple(entry.style for entry in colouring.legend)
    return tuple(_dark(entry, ground, verify) for entry in colouring.legend)


def _dark(entry: LegendClass, ground: str, verify: str) -> ClassStyle:
    style = entry.style
    if entry.id == UNKNOWN:
        return replace(style, ink=verify)
    if entry.id == PLAIN and style.fill is not None:
        return replace(
            style,
            fill=mixed(style.fill, ground, FILL_SHARE),
            ink=mixed(style.ink, ground, INK_SHARE),
        )
    return style


def _darkened(colour: str) -> str:
    return mixed(colour, "#000000", 0.45)
