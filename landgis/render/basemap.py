# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An orthophoto or scanned plan below the map, read by window and overview."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landgis.errors import DataError
from landgis.io.refused import read_head
from landgis.render.viewport import Bounds, Viewport

Stretch = tuple[tuple[float, float], ...]

_RGB = 3
_OPAQUE = 255
_LOOK_PX = 256
_SAME = 0.01
_DARKEST, _BRIGHTEST = 2, 98
_SETTINGS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_PAM_ENABLED": "NO",
    "PROJ_NETWORK": "OFF",
}
"""Nothing is listed, fetched or written beside the file."""


@dataclass(frozen=True, kw_only=True)
class BaseImage:
    """A picture file that knows its place.

    Attributes
    ----------
    crs
        The map's system, in which `bounds` are.
    m_per_px
        How fine the picture is, about, on the ground of the map.
    is_crs_assumed
        Whether the file does not name its system, so that the map's was taken.
    stretch
        Darkest and brightest value of each band where they are not bytes.
    """

    path: Path
    crs: str
    bounds: Bounds
    m_per_px: float
    is_crs_assumed: bool = False
    stretch: Stretch = ()


def open_base_image(path: Path, crs: str) -> BaseImage:
    """Look at a GeoTIFF or MBTiles file and say where it lies in the map's system.

    A picture with a world file but no system is taken to be in that of the map.

    Raises
    ------
    DataError
        If it cannot be read, does not know its place, or lies where the map's
        system does not reach.
    """
    from rasterio.warp import transform_bounds  # noqa: PLC0415 - slow to import

    read_head(path)
    with _opened(path) as source:
        if source.transform.is_identity:
            raise DataError("render.image_without_place", file=path.name)
        own = source.crs or crs
        try:
            bounds = transform_bounds(own, crs, *source.bounds)
            is_reached = _comes_back(source, own, crs)
        except _failures() as error:
            raise DataError("render.image_elsewhere", file=path.name) from error
        if not is_reached:
            raise DataError("render.image_elsewhere", file=path.name)
        west, south, east, north = bounds
        side = math.sqrt((east - west) * (north - south) / source.width / source.height)
        return BaseImage(
            path=path,
            crs=crs,
            bounds=(west, south, east, north),
            m_per_px=side,
            is_crs_assumed=source.crs is None,
            stretch=_stretch(source),
        )


def draw_base_image(image: BaseImage, viewport: Viewport) -> NDArray[np.uint32]:
    """Return its part in sight: 0xAARRGGBB, premultiplied, shape (height, width).

    At most about twice the picture's pixels are read, from the overview that fits.

    Raises
    ------
    DataError
        If it can no longer be read.
    """
    out = np.zeros((4, viewport.height_px, viewport.width_px), dtype=np.uint8)
    if _is_apart(image.bounds, viewport.bounds):
        return _packed(out)
    from rasterio.transform import Affine  # noqa: PLC0415 - slow to import
    from rasterio.warp import Resampling, reproject  # noqa: PLC0415 - slow to import

    read_head(image.path)
    with _opened(image.path) as source:
        window, shape = _window(source, image, viewport)
        if window is None:
            return _packed(out)
        pixels = _read(source, window, shape, stretch=image.stretch)
        height, width = shape
        place = _scaled(
            source.window_transform(window),
            window.width / width,
            window.height / height,
        )
        size = viewport.m_per_px
        reproject(
            pixels,
            out,
            src_transform=place,
            src_crs=source.crs or image.crs,
            dst_transform=Affine(size, 0, viewport.left, 0, -size, viewport.top),
            dst_crs=image.crs,
            resampling=Resampling.bilinear,
        )
    return _packed(out)


def _comes_back(source: Any, own: Any, crs: str) -> bool:
    """Tell whether the picture's middle is the same place in both systems."""
    from rasterio.warp import transform  # noqa: PLC0415 - slow to import

    west, south, east, north = source.bounds
    middle = ((west + east) / 2, (south + north) / 2)
    there = transform(own, crs, *([value] for value in middle))
    back = transform(crs, own, *there)
    away = math.dist(middle, (back[0][0], back[1][0]))
    return away <= _SAME * math.dist((west, south), (east, north))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import rasterio  # noqa: PLC0415 - slow to import

    with rasterio.Env(**_SETTINGS), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with rasterio.open(path) as source:
                yield source
        except _failures() as error:
            raise DataError("render.image_unreadable", file=path.name) from error


def _failures() -> tuple[type[Exception], ...]:
    from rasterio.errors import CRSError, RasterioError  # noqa: PLC0415 - slow to import

    return (RasterioError, CRSError, OSError, ValueError)


def _is_apart(first: Bounds, second: Bounds) -> bool:
    return (
        first[0] >= second[2]
        or first[2] <= second[0]
        or first[1] >= second[3]
        or first[3] <= second[1]
    )


def _window(
    source: Any, image: BaseImage, viewport: Viewport
) -> tuple[Any, tuple[int, int]]:
    """Return the part of the file in sight, and the size in which to read it."""
    from rasterio.warp import transform_bounds  # noqa: PLC0415 - slow to import
    from rasterio.windows import Window  # noqa: PLC0415 - slow to import

    bounds = viewport.bounds
    if source.crs is not None:
        bounds = transform_bounds(image.crs, source.crs, *bounds)
    if not all(map(math.isfinite, bounds)):
        return None, (0, 0)
    west, south, east, north = bounds
    back = ~source.transform
    x, y = np.array((west, west, east, east)), np.array((south, north, south, north))
    columns = back.a * x + back.b * y + back.c
    lines = back.d * x + back.e * y + back.f
    # A pixel more on each side, from which the outermost are blended.
    first_x, last_x = (
        max(math.floor(columns.min()) - 2, 0),
        math.ceil(columns.max()) + 2,
    )
    first_y, last_y = max(math.floor(lines.min()) - 2, 0), math.ceil(lines.max()) + 2
    width = min(last_x, source.width) - first_x
    height = min(last_y, source.height) - first_y
    if width <= 0 or height <= 0:
        return None, (0, 0)
    step = max(viewport.m_per_px / image.m_per_px, 1.0)
    shape = (max(math.ceil(height / step), 1), max(math.ceil(width / step), 1))
    return Window(first_x, first_y, width, height), shape


def _scaled(place: Any, across: float, down: float) -> Any:
    """Return where pixels lie that are so many times as large."""
    from rasterio.transform import Affine  # noqa: PLC0415 - slow to import

    return Affine(
        place.a * across,
        place.b * down,
        place.c,
        place.d * across,
        place.e * down,
        place.f,
    )


def _read(
    source: Any, window: Any, shape: tuple[int, int], *, stretch: Stretch
) -> NDArray[np.uint8]:
    """Return red, green, blue, all premultiplied, and alpha."""
    alpha = source.dataset_mask(window=window, out_shape=shape)
    bands = _bands(source)
    found = source.read(bands, window=window, out_shape=(len(bands), *shape))
    table = _colour_table(source)
    if table is not None:
        found, alpha = table[:, found[0]], np.minimum(alpha, table[3, found[0]])
        found = found[:_RGB]
    elif stretch:
        low, high = np.array(stretch).T[:, :, None, None]
        with np.errstate(invalid="ignore"):
            share = np.clip((found - low) / np.maximum(high - low, 1e-12), 0, 1)
        alpha = np.where(np.isfinite(share).all(axis=0), alpha, 0)
        found = np.nan_to_num(share) * _OPAQUE
    colours = np.broadcast_to(found, (_RGB, *shape)) * (alpha / _OPAQUE)
    return np.concatenate((np.round(colours), alpha[None])).astype(np.uint8)


def _bands(source: Any) -> list[int]:
    from rasterio.enums import ColorInterp  # noqa: PLC0415 - slow to import

    if _colour_table(source) is not None:
        return [1]
    named = {kind: number for number, kind in enumerate(source.colorinterp, start=1)}
    wanted = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(kind in named for kind in wanted):
        return [named[kind] for kind in wanted]
    seen = [
        n for n, kind in enumerate(source.colorinterp, 1) if kind != ColorInterp.alpha
    ]
    return seen[:_RGB] if len(seen) >= _RGB else seen[:1]


def _colour_table(source: Any) -> NDArray[np.uint8] | None:
    """Return the colours of a picture that holds numbers of colours, by number."""
    from rasterio.enums import ColorInterp  # noqa: PLC0415 - slow to import

    if source.colorinterp[0] != ColorInterp.palette or source.dtypes[0] != "uint8":
        return None
    table = np.zeros((4, 256), dtype=np.uint8)
    for number, colour in source.colormap(1).items():
        if number < table.shape[1]:
            table[:, number] = colour
    return table


def _stretch(source: Any) -> Stretch:
    """Return the range of values of bands that are not bytes, from a coarse look."""
    if all(kind == "uint8" for kind in source.dtypes):
        return ()
    bands = _bands(source)
    shape = (min(source.height, _LOOK_PX), min(source.width, _LOOK_PX))
    values = source.read(bands, out_shape=(len(bands), *shape)).astype(np.float64)
    is_seen = source.dataset_mask(out_shape=shape) > 0
    ranges = []
    for band in values:
        known = band[is_seen & np.isfinite(band)]
        if len(known):
            low, high = np.percentile(known, (_DARKEST, _BRIGHTEST))
            ranges.append((float(low), float(high)))
        else:
            ranges.append((0.0, 1.0))
    return tuple(ranges)


def _packed(bands: NDArray[np.uint8]) -> NDArray[np.uint32]:
    red, green, blue, alpha = bands.astype(np.uint32)
    # Blending may round a colour above its alpha, which Qt does not allow.
    red, green, blue = (np.minimum(band, alpha) for band in (red, green, blue))
    return np.asarray(alpha << 24 | red << 16 | green << 8 | blue)
