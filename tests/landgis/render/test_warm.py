# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing compiles while somebody works, and a folder may be read-only."""

import os
import subprocess
import sys
from pathlib import Path

import landgis.jit

WORK = """
import sys
import numpy as np, shapely
from numba.core.dispatcher import Dispatcher
from landgis.render.warm import warm_up
warm_up()
def compiled():
    return {
        (name, key): len(value.signatures)
        for name, module in sys.modules.items()
        if name.startswith(("landgis.geometry", "landgis.render"))
        for key, value in vars(module).items() if isinstance(value, Dispatcher)
    }
before = compiled()
from landgis.geometry import difference
from landgis.render.labels import place_labels
from landgis.render.lines import outlines
from landgis.render.picking import neighbour, row_at, rows_in_box, rows_in_stroke
from landgis.render.raster import draw_index
from landgis.render.shading import ClassStyle, Palette, View, shade
from landgis.render.shapes import shapes_of
from landgis.render.viewport import Viewport
boxes = [shapely.box(x, y, x + 9, y + 9) for x in range(90) for y in range(90)]
shapes = shapes_of(np.array(boxes))
view = Viewport(centre_x=45, centre_y=45, m_per_px=0.3, width_px=300, height_px=200)
palette = Palette(classes=(ClassStyle(fill="#112233", ink="#000000"),))
for fine in (1, 2):
    image = draw_index(shapes, view, supersample=fine, hidden=np.zeros(8100, bool))
    for kind in (np.uint8, np.uint16):
        state = View(selected=np.arange(3000), hovered=3)
        shade(image, np.zeros(8100, kind), palette, state)
    place_labels(image, shapes, ["x"], codes=np.zeros(8100, np.uint8))
    row_at(image, shapes, 10, 10)
outlines(shapes, view, rows=np.arange(9))
rows_in_box(shapes, (0, 0, 20, 20), inside="centre")
rows_in_stroke(shapes, np.array([(0, 0), (9, 9)]), 2)
neighbour(shapes, 0, "up")
difference(np.array(boxes[:9]), np.array(boxes[1:10]))
print(len(before), compiled() == before)
"""


def run(code, **environment):
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return done.stdout.split()


def test_after_warming_up_nothing_compiles():
    count, is_same = run(WORK)

    assert int(count) > 15
    assert is_same == "True"


def test_where_the_program_may_not_write_code_is_kept_in_the_users_folder(tmp_path):
    package = tmp_path / "read_only"
    package.mkdir()
    (package / "__init__.py").write_text("")
    # A file where the folder should be: nothing can be written there.
    (package / "__pycache__").write_text("")
    jit = Path(landgis.jit.__file__)
    (package / "loops.py").write_text(
        f"{jit.read_text('utf-8')}\n@jit\ndef twice(x):\n    return 2 * x\n"
    )
    code = "from read_only.loops import twice; print(twice(21), twice.stats.cache_path)"
    home = tmp_path / "home"

    found, place = run(
        code,
        PYTHONPATH=str(tmp_path),
        XDG_CACHE_HOME=str(home),
        HOME=str(home),
        LOCALAPPDATA=str(home),
        PYTHONDONTWRITEBYTECODE="1",
    )

    assert found == "42"
    assert Path(place).is_relative_to(home)
    assert any(Path(place).glob("*.nbi"))
