# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project file is a GeoPackage that other programs open, layers and all.

GDAL has an SQLite of its own.  Two of them must not have a file open in one process:
the locks of a process belong to its files, not to a library.
"""

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import geopandas
import pyogrio
import pytest
import shapely

from landgis.errors import CancelledError, ProjectError
from landgis.project import ProjectStore
from landgis.project.layers import write_layers

WRITE = """
import sys
from pathlib import Path
from landgis.project.layers import write_layers
write_layers(Path(sys.argv[1]), Path(sys.argv[2]))
"""
STYLES = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT,
  useAsDefault BOOLEAN);
INSERT INTO layer_styles VALUES (1, 'parcel', 'geom', 'LandGIS', '<qgis/>', 1);
INSERT INTO gpkg_contents (table_name, data_type, identifier)
  VALUES ('layer_styles', 'attributes', 'layer_styles');
"""


def squares(count, size=10.0):
    boxes = [shapely.box(i * size, 0, (i + 1) * size, size) for i in range(count)]
    return geopandas.GeoDataFrame(
        {"宗地": [f"宗地{i}" for i in range(count)]}, geometry=boxes, crs="EPSG:4549"
    )


def write_source(path, count, layers=("parcel",)):
    path.unlink(missing_ok=True)
    for layer in layers:
        squares(count).to_file(path, layer=layer, driver="GPKG")
    table = geopandas.pd.DataFrame({"x": [1, 2]})
    pyogrio.write_dataframe(table, path, layer="firm")
    with closing(sqlite3.connect(path)) as db:
        db.executescript(STYLES)
    return path


@pytest.fixture
def source(tmp_path):
    return write_source(tmp_path / "source.gpkg", 50, ("parcel", "vacated"))


def layers_of(path):
    return sorted(name for name, kind in pyogrio.list_layers(path) if kind)


def names_in(path):
    with closing(sqlite3.connect(path)) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master")}


def default_styles(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute(
            "SELECT f_table_name, styleName FROM layer_styles WHERE useAsDefault"
        ).fetchall()


def require_sound(path, count):
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert (
            db.execute("SELECT count(*) FROM rtree_parcel_geom").fetchone()[0] == count
        )
    assert not {
        n for n in names_in(path) if n.startswith(("landgis_new", "landgis_old"))
    }
    read = geopandas.read_file(path, layer="parcel")
    assert read.equals(squares(count)[read.columns])
    inside = geopandas.read_file(path, layer="parcel", bbox=(1, 1, 14, 2))
    assert inside["宗地"].tolist() == ["宗地0", "宗地1"]


def test_new_file_is_a_geopackage_without_layers(store, path):
    store.close()
    assert pyogrio.list_layers(path).tolist() == [["layer_styles", None]]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
        assert db.execute("PRAGMA user_version").fetchone()[0] >= 10300
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = db.execute("SELECT srs_id FROM gpkg_spatial_ref_sys").fetchall()
        assert {-1, 0, 4326} <= {number for (number,) in systems}


def test_layers_come_with_index_and_style_and_can_be_written_again(
    store, path, source, edit
):
    assert write_layers(path, source) == ("parcel", "vacated")
    store.commit(edit(a=1))
    store.close()
    require_sound(path, 50)
    assert layers_of(path) == ["parcel", "vacated"]
    assert default_styles(path) == [("parcel", "LandGIS")]

    write_layers(path, write_source(source, 12_000), layers=["parcel", "firm"])

    require_sound(path, 12_000)
    assert layers_of(path) == ["parcel"]
    assert len(pyogrio.read_dataframe(path, layer="firm")) == 2
    assert "vacated" not in names_in(path)
    assert default_styles(path) == [("parcel", "LandGIS")]


def test_layers_without_index_and_with_odd_names_come_too(store, path, source):
    for layer in ("a (1)", 'b"c', "镇街"):
        pyogrio.write_dataframe(
            squares(3), source, layer=layer, driver="GPKG", SPATIAL_INDEX="NO"
        )
    for _ in range(2):
        assert len(write_layers(path, source)) == 5
    store.close()

    for layer in ("a (1)", 'b"c', "镇街"):
        assert len(pyogrio.read_dataframe(path, layer=layer)) == 3


def test_style_that_somebody_has_chosen_in_qgis_stays(store, path, source):
    write_layers(path, source)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE layer_styles SET useAsDefault=0")
        db.execute(
            "INSERT INTO layer_styles (f_table_name, styleName, useAsDefault)"
            " VALUES ('parcel', '我的', 1)"
        )

    write_layers(path, source)

    assert default_styles(path) == [("parcel", "我的")]


def test_layer_of_somebody_else_is_not_replaced(store, path, source, says):
    store.close()
    squares(3).to_file(path, layer="vacated", driver="GPKG")

    with pytest.raises(ProjectError) as caught:
        write_layers(path, source)

    says(caught, "store.layer_taken", "vacated", path.name)
    assert len(geopandas.read_file(path, layer="vacated")) == 3


def test_layers_can_be_edited_in_other_programs(store, path, source):
    write_layers(path, source)
    store.close()

    pyogrio.write_dataframe(squares(1), path, layer="parcel", append=True)

    assert pyogrio.read_info(path, layer="parcel")["features"] == 51
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM rtree_parcel_geom").fetchone()[0] == 51


def test_giving_up_leaves_the_layers_of_before(store, path, source):
    class GiveUp:
        def step(self, done, *_, **__):
            if done:
                raise CancelledError

    store.close()
    write_layers(path, source)
    more = write_source(source.with_name("more.gpkg"), 60, ("parcel", "vacated"))
    with pytest.raises(CancelledError):
        write_layers(path, more, progress=GiveUp())

    assert len(geopandas.read_file(path, layer="parcel")) == 50
    assert layers_of(path) == ["parcel", "vacated"]
    write_layers(path, more)
    require_sound(path, 60)


def test_source_that_is_no_geopackage_is_named(store, path, source):
    source.write_text("no database" * 100)
    with pytest.raises(ProjectError):
        write_layers(path, source)


def test_killed_at_any_moment_the_file_shows_the_old_layers_or_the_new(
    store, path, source, edit
):
    write_layers(path, source)
    more = write_source(source.with_name("more.gpkg"), 30_000)
    for delay in (0.0, 0.02, 0.05, 0.1):
        with subprocess.Popen([sys.executable, "-c", WRITE, path, more]) as writer:
            while not {n for n in names_in(path) if n.startswith("landgis_new")}:
                if writer.poll() is not None:
                    break
            time.sleep(delay)
            writer.kill()
        store.commit(edit(a=delay))
        with closing(sqlite3.connect(path)) as db:
            count = db.execute("SELECT count(*) FROM parcel").fetchone()[0]
            assert count in {50, 30_000}
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    write_layers(path, source)
    store.close()
    require_sound(path, 50)
    with ProjectStore.open(path) as again:
        assert again.document("override", "a") == 0.1


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="needs GDAL's own programs")
def test_gdal_opens_the_file_without_a_word_of_warning(store, path, source):
    write_layers(path, source)
    store.close()

    told = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-so", path],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stderr == ""
    assert "Feature Count: 50" in told.stdout
