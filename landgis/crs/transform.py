# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From one coordinate system to another, and never over a datum in silence (CRS)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from landgis.crs.systems import System, common_datum, datum, identify
from landgis.errors import DataError
from landgis.messages import phrase, text
from landgis.tables import Geometries

Points = NDArray[np.float64]

TRANSLATION = 3
PLANE = 4
BURSA_WOLF = 7
_PARAMETER_COUNTS = (TRANSLATION, PLANE, BURSA_WOLF)
_AFFINE_FROM = 4
_CONTROL_COLUMNS = 4
_ARC_SECOND = np.pi / 180 / 3600
_NORTHINGS = (1.5e6, 6.5e6)
_LARGEST_TURN = 0.01
"""Radians: more than this is no datum shift but columns in the wrong order."""


@dataclass(frozen=True, kw_only=True)
class DatumShift:
    """How the user's own parameters carry one datum over to another.

    Attributes
    ----------
    helmert
        3 values: dx, dy, dz in m.  7 values: dx, dy, dz, then rotations rx,
        ry, rz in arc-seconds and scale in ppm, with the signs of the Bursa
        formula as printed in Chinese textbooks (coordinate-frame rotation).
        4 values, in the plane: dx (east) and dy (north) in m, rotation in
        arc-seconds, scale in ppm.  Empty if control points are given.
    matrix
        2 x 3, easting and northing of the source to those of the target, for
        4 parameters and control points; None otherwise.
    residuals_m
        How far each control point is missed, in m.
    """

    helmert: tuple[float, ...] = ()
    matrix: NDArray[np.float64] | None = None
    residuals_m: tuple[float, ...] = ()


def make_datum_shift(
    *,
    helmert: Sequence[float] = (),
    control_points: Sequence[Sequence[float]] = (),
) -> DatumShift | None:
    """Build a shift from what the project file gives; None if it gives nothing.

    Control points are ``[x1, y1, x2, y2]``: source and target, both as files
    have them (easting first) or both as survey tables print them (X north
    first).  Two or three fix a similarity, four or more an affine fit.
    """
    if helmert and control_points:
        raise DataError("crs.two_shifts")
    if helmert:
        values = tuple(float(value) for value in helmert)
        if len(values) not in _PARAMETER_COUNTS or not np.isfinite(values).all():
            raise DataError("crs.bad_helmert", count=len(values))
        if len(values) != PLANE:
            return DatumShift(helmert=values)
        dx, dy, turn, ppm = values
        scale = 1 + ppm * 1e-6
        cos, sin = np.cos(turn * _ARC_SECOND), np.sin(turn * _ARC_SECOND)
        matrix = np.array(
            [[scale * cos, -scale * sin, dx], [scale * sin, scale * cos, dy]]
        )
        return DatumShift(helmert=values, matrix=matrix)
    if control_points:
        return _fit(control_points)
    return None


@cache
def make_transformer(source: str, target: str) -> Transformer:
    """Return a transformer that takes and gives easting (or longitude) first."""
    return Transformer.from_crs(source, target, always_xy=True)


def require_no_datum_shift(source: str, target: str) -> None:
    """Raise if going from `source` to `target` would need datum parameters (CRS).

    The libraries would go on without any shift, about 100 m off.
    """
    a, b = _require_system(source), _require_system(target)
    if a.code == b.code or (a.datum and common_datum(a.datum) == common_datum(b.datum)):
        return
    raise DataError("crs.datum_shift", source=_title(a), target=_title(b))


def to_working(
    geometry: Geometries,
    *,
    source: str,
    target: str,
    shift: DatumShift | None = None,
) -> Geometries:
    """Return the shapes in the working system; the same array if nothing changes.

    The same zone with and without its number differs by a constant, which is
    added exactly, so that areas agree to the last digit.
    """
    a, b = _require_system(source), _require_system(target)
    if shift is None:
        require_no_datum_shift(source, target)
    if a.code == b.code:
        return geometry
    if shift is not None and common_datum(a.datum) != common_datum(b.datum):
        carry = _shift_carrier(a, b, shift)
        return np.asarray(shapely.transform(geometry, carry))
    p, q = a.gauss_kruger, b.gauss_kruger
    if p and q and p.meridian == q.meridian:
        step = np.array([q.false_easting - p.false_easting, 0.0])
        if not step[0]:
            return geometry
        return np.asarray(shapely.transform(geometry, lambda points: points + step))
    return np.asarray(shapely.transform(geometry, lambda xy: _carry(xy, a, b)))


def points_to_working(points: Points, *, source: str, target: str) -> Points:
    """Return coordinate pairs (n x 2) in the working system, without datum shift."""
    require_no_datum_shift(source, target)
    a, b = _require_system(source), _require_system(target)
    return points if a.code == b.code else _carry(points, a, b)


def swap_axes(geometry: Geometries) -> Geometries:
    """Return the shapes with x and y exchanged."""
    return np.asarray(shapely.transform(geometry, lambda points: points[:, ::-1]))


def describe_shift(shift: DatumShift) -> str:
    """Say what a shift does and how well its control points fit."""
    if shift.residuals_m:
        return text(
            "crs.note.control_points",
            count=len(shift.residuals_m),
            worst=max(shift.residuals_m),
            rms=float(np.sqrt(np.mean(np.square(shift.residuals_m)))),
        )
    return text("crs.note.parameters", count=len(shift.helmert))


def _require_system(code: str) -> System:
    found = identify(code)
    if found is None:
        raise DataError("crs.unknown_code", code=code)
    return found


def _title(system: System) -> str:
    name = phrase(datum(system.datum).title) if system.datum else ""
    return f"{name}({system.code})" if name else system.code


def _carry(points: Points, source: System, target: System) -> Points:
    """Change projection only: longitudes and latitudes are taken as they are."""
    return _from_degrees(_to_degrees(points, source), target)


def _to_degrees(points: Points, system: System) -> Points:
    if system.geographic:
        return points
    transformer = make_transformer(system.code, _degrees(system))
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))


def _from_degrees(points: Points, system: System) -> Points:
    if system.geographic:
        return points
    transformer = make_transformer(_degrees(system), system.code)
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))


def _degrees(system: System) -> str:
    if system.datum:
        return datum(system.datum).code
    base = system.crs.geodetic_crs
    return str(base.to_wkt()) if base else system.code


def _shift_carrier(
    source: System, target: System, shift: DatumShift
) -> Callable[[Points], Points]:
    if shift.matrix is not None:
        turn, move = shift.matrix[:, :2], shift.matrix[:, 2]
        return lambda points: points @ turn.T + move
    transformer = _helmert(source, target, shift.helmert)

    def carry(points: Points) -> Points:
        degrees = _to_degrees(points, source)
        moved = np.column_stack(transformer.transform(degrees[:, 0], degrees[:, 1]))
        return _from_degrees(moved, target)

    return carry


def _helmert(source: System, target: System, values: tuple[float, ...]) -> Transformer:
    names = ("x", "y", "z", "rx", "ry", "rz", "s")
    stated = " ".join(
        f"+{name}={value:.15g}" for name, value in zip(names, values, strict=False)
    )
    convention = " +convention=coordinate_frame" if len(values) == BURSA_WOLF else ""
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=cart {_ellipsoid(source)}"
        f" +step +proj=helmert {stated}{convention}"
        f" +step +inv +proj=cart {_ellipsoid(target)}"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def _ellipsoid(system: System) -> str:
    shape = system.crs.ellipsoid
    if shape is None:
        raise DataError("crs.unknown_code", code=system.code)
    return f"+a={shape.semi_major_metre:.12g} +rf={shape.inverse_flattening:.12g}"


def _fit(control_points: Sequence[Sequence[float]]) -> DatumShift:
    try:
        table = np.array(control_points, dtype=np.float64)
    except ValueError as error:
        raise DataError("crs.bad_control_points") from error
    if table.ndim != 2 or table.shape[1] != _CONTROL_COLUMNS or len(table) < 2:  # noqa: PLR2004 - rows x columns, two points at least
        raise DataError("crs.bad_control_points")
    source, target = table[:, :2], table[:, 2:]
    if _is_north_first(source) and _is_north_first(target):
        source, target = source[:, ::-1], target[:, ::-1]
    # Fitting about the centre keeps eastings of 40 million from eating digits.
    centre, centre_after = source.mean(axis=0), target.mean(axis=0)
    a, b = source - centre, target - centre_after
    if len(table) < _AFFINE_FROM:
        z, w = a[:, 0] + 1j * a[:, 1], b[:, 0] + 1j * b[:, 1]
        size = float(np.sum(np.abs(z) ** 2))
        k = np.sum(w * np.conj(z)) / size if size else np.complex128(np.nan)
        turn = np.array([[k.real, -k.imag], [k.imag, k.real]])
    else:
        turn = np.linalg.lstsq(a, b, rcond=None)[0].T
    if not np.isfinite(turn).all() or np.abs(turn - np.eye(2)).max() > _LARGEST_TURN:
        raise DataError("crs.control_points_do_not_fit")
    matrix = np.column_stack([turn, centre_after - turn @ centre])
    missed = np.hypot(*(source @ turn.T + matrix[:, 2] - target).T)
    return DatumShift(matrix=matrix, residuals_m=tuple(missed.tolist()))


def _is_north_first(points: Points) -> bool:
    """Tell X north, Y east by size: China's northings are 2 to 6 million."""
    first, second = np.median(points, axis=0)
    return bool(_is_northing(first) and not _is_northing(second))


def _is_northing(value: float) -> bool:
    return bool(_NORTHINGS[0] < value < _NORTHINGS[1])
