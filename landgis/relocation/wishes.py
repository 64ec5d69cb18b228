# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a relocation plan goes by: norms, prices, weights, years, each with its source.

`wishes.toml` beside this file has every default and where it comes from.  What
nobody knows is None, and nothing is made up in its place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from landgis import messages
from landgis.errors import RuleError
from landgis.rules.reading import make_hint, read_rule_file

USER = "user"
"""Source of a number that the user has to fill in."""

PLACE = "plan"
PRESETS = ("most_land", "least_cost", "nearest")


@dataclass(frozen=True, kw_only=True)
class WishField:
    """One number or choice of a plan.

    Parameters
    ----------
    kind
        ``number``, ``share``, ``whole``, ``flag``, ``texts``, ``choice``, ``years``
        (a number for each year), ``shares`` (a list), ``parks`` (a number for some
        parks) or ``admitted`` (industry codes for some parks).
    unit
        As the office writes it; "" where there is none.
    source
        Where the default comes from; `USER`: the user fills it in.
    """

    name: str
    group: str
    kind: str
    value: Any
    unit: str
    least: float | None
    most: float | None
    choices: tuple[str, ...]
    source: str

    @property
    def is_user(self) -> bool:
        """Whether the user has to fill it in: no document says it."""
        return self.source == USER

    @property
    def title(self) -> str:
        """What it is called."""
        return messages.text(f"plan.wish.{self.name}")

    @property
    def shown_unit(self) -> str:
        """Its unit in this language."""
        return messages.unit_title(self.unit)

    @property
    def source_text(self) -> str:
        """Where the default comes from, in words."""
        return messages.text("plan.source_user") if self.is_user else self.source


@cache
def wish_fields() -> tuple[WishField, ...]:
    """Return every number and choice, in the order of the screen."""
    path = Path(str(files("landgis.relocation") / "wishes.toml"))
    table = read_rule_file(path).top.table("wish")
    return tuple(_field(name, entry) for name, entry in table.entries.items())


def _field(name: str, entry: Mapping[str, Any]) -> WishField:
    return WishField(
        name=name,
        group=entry["group"],
        kind=entry["kind"],
        value=_default(entry["kind"], entry.get("value")),
        unit=entry.get("unit", ""),
        least=_bound(entry.get("least")),
        most=_bound(entry.get("most")),
        choices=tuple(entry.get("choices", ())),
        source=entry["source"],
    )


def _bound(value: Any) -> float | None:
    return None if value is None else float(value)


def _default(kind: str, value: Any) -> Any:
    if kind in {"years", "parks", "admitted"}:
        return {}
    if kind == "texts":
        return tuple(value or ())
    if kind == "shares":
        return tuple(float(each) for each in value or ())
    if value is None or kind in {"flag", "choice", "whole"}:
        return value
    return float(value)


@cache
def _by_name() -> Mapping[str, WishField]:
    return {each.name: each for each in wish_fields()}


def _wish(name: str) -> Any:
    return field(default_factory=lambda: copy(_by_name()[name].value))


@dataclass(frozen=True, kw_only=True)
class PlanWishes:
    """Everything a plan goes by; `wish_fields` says what each is and its source.

    Parameters
    ----------
    treatments, closes
        Treatments (处置) whose firms are to be placed, and whose firms the plan
        closes or clears without giving them a place.
    floor_basis
        Which figure the floor area needed is taken from, the first that is there:
        ``present``, ``employees``, ``land``.
    floor_m2_per_employee, floor_m2_per_mu
        Norms; None: the median of the firms of this very project.
    leading_share_min, min_unit_m2, self_hold_ratio
        Rules of the parks: least share of leading firms, smallest unit, share of
        the floor that is not given away.
    park_far
        Floor by land of a park of which only the land is known.
    with_unopened, build_years, open_cost_wan
        Whether parks that are not open yet count; how long one is built; what
        opening one costs where the park table does not say.
    capacity_factor, extra_floor_m2, extra_leading
        What if: floor of all parks times a factor, more floor, or more firms of
        leading industries, in some parks; likewise more energy and emission.
    admitted
        What if: industries that some parks take although they do not yet.
    rent_subsidy
        Share of the rent that is paid in the first, second … year.
    cluster_by
        What is worth more when freed whole: ``contiguous`` parcels (gap below
        `cluster_gap_m`, at least `cluster_min_mu` together), ``zones`` of the
        zoning that is the plan, or ``none``.
    targets_mu, budgets_wan
        By year: 亩 to be freed by its end, all years counted; most to be spent.
    budget_wan
        Most that all moves may cost together; None: no limit.
    temporary_floor_m2
        Floor for firms whose park is not open yet; 0: none.
    """

    treatments: tuple[str, ...] = _wish("treatments")
    closes: tuple[str, ...] = _wish("closes")
    floor_basis: tuple[str, ...] = _wish("floor_basis")
    floor_factor: float = _wish("floor_factor")
    floor_m2_per_employee: float | None = _wish("floor_m2_per_employee")
    floor_m2_per_mu: float | None = _wish("floor_m2_per_mu")
    leading_share_min: float = _wish("leading_share_min")
    min_unit_m2: float | None = _wish("min_unit_m2")
    self_hold_ratio: float = _wish("self_hold_ratio")
    park_far: float | None = _wish("park_far")
    with_unopened: bool = _wish("with_unopened")
    build_years: int = _wish("build_years")
    open_cost_wan: float | None = _wish("open_cost_wan")
    capacity_factor: float = _wish("capacity_factor")
    extra_floor_m2: Mapping[str, float] = _wish("extra_floor_m2")
    extra_leading: Mapping[str, float] = _wish("extra_leading")
    extra_energy_tce: Mapping[str, float] = _wish("extra_energy_tce")
    extra_emission_t: Mapping[str, float] = _wish("extra_emission_t")
    admitted: Mapping[str, tuple[str, ...]] = _wish("admitted")
    detour_factor: float = _wish("detour_factor")
    most_km: float | None = _wish("most_km")
    land_wan_per_mu: float | None = _wish("land_wan_per_mu")
    building_yuan_per_m2: float | None = _wish("building_yuan_per_m2")
    stop_loss_share: float = _wish("stop_loss_share")
    moving_yuan_per_m2: float | None = _wish("moving_yuan_per_m2")
    equipment_yuan_per_m2: float | None = _wish("equipment_yuan_per_m2")
    reward_yuan_per_m2: float | None = _wish("reward_yuan_per_m2")
    rent_yuan_per_m2_month: float | None = _wish("rent_yuan_per_m2_month")
    rent_subsidy: tuple[float, ...] = _wish("rent_subsidy")
    temporary_yuan_per_m2_month: float | None = _wish("temporary_yuan_per_m2_month")
    weight_freed_mu: float = _wish("weight_freed_mu")
    weight_cost: float = _wish("weight_cost")
    weight_km: float = _wish("weight_km")
    weight_energy: float = _wish("weight_energy")
    weight_cluster: float = _wish("weight_cluster")
    cluster_by: str = _wish("cluster_by")
    cluster_gap_m: float = _wish("cluster_gap_m")
    cluster_min_mu: float = _wish("cluster_min_mu")
    require_all: bool = _wish("require_all")
    town_share_min: float | None = _wish("town_share_min")
    first_year: int | None = _wish("first_year")
    years: int = _wish("years")
    targets_mu: Mapping[int, float] = _wish("targets_mu")
    budgets_wan: Mapping[int, float] = _wish("budgets_wan")
    budget_wan: float | None = _wish("budget_wan")
    temporary_floor_m2: float = _wish("temporary_floor_m2")
    time_limit_s: float = _wish("time_limit_s")


def wishes_of(values: Mapping[str, Any], *, file: str = "") -> PlanWishes:
    """Return the wishes that a document or the [plan] part of a file gives.

    Raises
    ------
    RuleError
        If a key is unknown or a value is of the wrong kind or beyond its bounds;
        the sentence names the file and the key.
    """
    known = _by_name()
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise RuleError(
                "rules.unknown_key",
                file=file,
                key=f"{PLACE}.{name}",
                hint=make_hint(name, known),
            )
        if value is not None:
            found[name] = _READERS[known[name].kind](known[name], value, file)
    return PlanWishes(**found)


def wishes_to_json(wishes: PlanWishes) -> dict[str, Any]:
    """Return the wishes as a document holds them: what differs from the defaults."""
    return {
        each.name: _plain(getattr(wishes, each.name))
        for each in wish_fields()
        if getattr(wishes, each.name) != each.value
    }


def preset(name: str, wishes: PlanWishes) -> PlanWishes:
    """Return the wishes with the weights of a kind of plan, see `PRESETS`.

    ``most_land`` frees the most land, ``least_cost`` spends less for it and
    ``nearest`` moves firms less far.
    """
    weights: Mapping[str, Mapping[str, Any]] = {
        "most_land": {"weight_cost": 0.001, "weight_km": 0.01},
        "least_cost": {"weight_cost": 0.02, "weight_km": 0.05},
        "nearest": {"weight_cost": 0.001, "weight_km": 0.5},
    }
    return replace(wishes, **weights[name])


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in sorted(value.items())}
    return list(value) if isinstance(value, tuple) else value


def _error(wish: WishField, file: str, value: Any) -> RuleError:
    return RuleError(
        f"plan.wanted_{wish.kind}",
        file=file,
        key=f"{PLACE}.{wish.name}",
        found=str(value),
        title=wish.title,
        least=0 if wish.least is None else wish.least,
        most=0 if wish.most is None else wish.most,
        choices=messages.joined(wish.choices),
    )


def _number(wish: WishField, value: Any, file: str) -> float:
    usable = isinstance(value, (int, float)) and not isinstance(value, bool)
    number = float(value) if usable else math.nan
    least = -math.inf if wish.least is None else wish.least
    most = math.inf if wish.most is None else wish.most
    if not (math.isfinite(number) and least <= number <= most):
        raise _error(wish, file, value)
    return number


def _whole(wish: WishField, value: Any, file: str) -> int:
    number = _number(wish, value, file)
    if not number.is_integer():
        raise _error(wish, file, value)
    return int(number)


def _flag(wish: WishField, value: Any, file: str) -> bool:
    if not isinstance(value, bool):
        raise _error(wish, file, value)
    return value


def _texts(wish: WishField, value: Any, file: str) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, (list, tuple)) or any(
        each not in wish.choices for each in found
    ):
        raise _error(wish, file, value)
    return tuple(dict.fromkeys(found))


def _choice(wish: WishField, value: Any, file: str) -> str:
    if value not in wish.choices:
        raise _error(wish, file, value)
    return str(value)


def _years(wish: WishField, value: Any, file: str) -> Mapping[int, float]:
    if not isinstance(value, Mapping):
        raise _error(wish, file, value)
    found = {}
    for year, number in value.items():
        if not str(year).isdecimal() or len(str(year)) != len("2023"):
            raise _error(wish, file, year)
        found[int(year)] = _number(wish, number, file)
    return dict(sorted(found.items()))


def _parks(wish: WishField, value: Any, file: str) -> Mapping[str, float]:
    if not isinstance(value, Mapping):
        raise _error(wish, file, value)
    return {str(park): _number(wish, each, file) for park, each in value.items()}


def _admitted(wish: WishField, value: Any, file: str) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise _error(wish, file, value)
    found = {}
    for park, codes in value.items():
        if not isinstance(codes, (list, tuple)) or not all(
            isinstance(code, str) and code.isdigit() for code in codes
        ):
            raise _error(wish, file, codes)
        found[str(park)] = tuple(dict.fromkeys(codes))
    return found


def _shares(wish: WishField, value: Any, file: str) -> tuple[float, ...]:
    if not isinstance(value, (list, tuple)):
        raise _error(wish, file, value)
    return tuple(_number(wish, each, file) for each in value)


_READERS: Mapping[str, Callable[[WishField, Any, str], Any]] = MappingProxyType(
    {
        "number": _number,
        "share": _number,
        "whole": _whole,
        "flag": _flag,
        "texts": _texts,
        "choice": _choice,
        "years": _years,
        "shares": _shares,
        "parks": _parks,
        "admitted": _admitted,
    }
)
