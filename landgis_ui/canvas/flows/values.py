# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown of a relocation plan above the map, as values."""

from __future__ import annotations

from dataclasses import dataclass

NOWHERE = -1


@dataclass(frozen=True, kw_only=True)
class ParkMark:
    """A park: key, the mark that tables share (甲), name, place, colour number."""

    key: str
    mark: str
    name: str
    x: float
    y: float
    colour: int


@dataclass(frozen=True, kw_only=True)
class FirmMark:
    """A firm: where it is, and the park it goes to by its place in the list of parks.

    `park` is `NOWHERE` for a firm without one, which no search has tried to place if
    it `is_waiting`; `weight` is the 亩 that it frees.
    """

    key: str
    name: str
    x: float
    y: float
    park: int
    weight: float
    is_pinned: bool = False
    is_waiting: bool = False
    town: str = ""


@dataclass(frozen=True, kw_only=True)
class FlowLine:
    """A line of the picture: one firm's way, or that of a whole town together."""

    x: float
    y: float
    park: int
    weight: float
    firms: tuple[str, ...]
    town: str = ""


@dataclass(frozen=True, kw_only=True)
class FlowPlan:
    """Everything of a plan that is shown on the map.

    `heaviest` is the weight of the thickest line; 0: the heaviest of those there are.
    """

    parks: tuple[ParkMark, ...] = ()
    firms: tuple[FirmMark, ...] = ()
    lines: tuple[FlowLine, ...] = ()
    heaviest: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What dropping a firm on a park would do, said before it is dropped."""

    park: str
    is_allowed: bool
    lines: tuple[str, ...]
