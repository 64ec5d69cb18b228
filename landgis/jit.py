# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Machine code for loops over corners and pixels, kept on disk after its first use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def jit(function: Function) -> Function:
    """Compile a function that releases the GIL and is compiled once per machine.

    The compiled code lies beside the source or, where that may not be written,
    in the user's own cache folder.
    """
    is_cached = Path(function.__code__.co_filename).exists()
    decorate = numba.njit(nogil=True, cache=is_cached, error_model="numpy")
    return cast("Function", decorate(function))
