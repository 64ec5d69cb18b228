# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of a project file: a GeoPackage with six tables of our own."""

from __future__ import annotations

import sqlite3

FORMAT = 1
APPLICATION_ID = 0x47504B47  # "GPKG"
GEOPACKAGE_VERSION = 10300

GEOPACKAGE_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id)
    REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
CREATE TABLE gpkg_ogr_contents (
  table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL
);
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);
"""
OWN_TABLES = """
CREATE TABLE landgis_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE landgis_document (
  kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE landgis_journal (
  step INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, time TEXT NOT NULL,
  person TEXT NOT NULL, host TEXT NOT NULL, text TEXT NOT NULL, params TEXT NOT NULL,
  documents INTEGER NOT NULL, effect_mu REAL, state INTEGER NOT NULL DEFAULT 0,
  changes BLOB NOT NULL
);
CREATE TABLE landgis_dataset (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, meta TEXT NOT NULL, tables TEXT NOT NULL,
  sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, time TEXT NOT NULL,
  session TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE landgis_chunk (
  id INTEGER PRIMARY KEY, dataset TEXT NOT NULL, part INTEGER NOT NULL,
  number INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (dataset, part, number)
);
CREATE TABLE landgis_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE landgis_lock (
  id INTEGER PRIMARY KEY CHECK (id = 1), token TEXT NOT NULL, person TEXT NOT NULL,
  host TEXT NOT NULL, pid INTEGER NOT NULL, program TEXT NOT NULL,
  started REAL NOT NULL, since TEXT NOT NULL, seen TEXT NOT NULL,
  first_step INTEGER NOT NULL
);
"""
_UNDEFINED_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
)
# The definition that the GeoPackage standard asks for.
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["World Geodetic System 1984",'
    'SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_SCHEMA_EXTENSION = (
    "gpkg_data_columns",
    None,
    "gpkg_schema",
    "http://www.geopackage.org/spec121/#extension_schema",
    "read-write",
)


def make_tables(db: sqlite3.Connection) -> None:
    """Make an empty GeoPackage with our tables, within the caller's transaction."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {GEOPACKAGE_VERSION}")
    # Not `executescript`, which would end the transaction.
    for statement in f"{GEOPACKAGE_TABLES}{OWN_TABLES}".split(";"):
        db.execute(statement)
    db.executemany(
        "INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization,"
        " organization_coordsys_id, definition) VALUES (?,?,?,?,?)",
        (*_UNDEFINED_SYSTEMS, ("WGS 84", 4326, "EPSG", 4326, _WGS84)),
    )
    db.execute("INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)", _SCHEMA_EXTENSION)
    # One table of attributes in the contents keeps readers from listing all others.
    db.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles')"
    )


def read_meta(db: sqlite3.Connection) -> dict[str, str]:
    """Return what the file says about itself."""
    return dict(db.execute("SELECT key, value FROM landgis_meta"))


def write_meta(db: sqlite3.Connection, **values: str) -> None:
    """Write what the file says about itself."""
    db.executemany(
        "INSERT OR REPLACE INTO landgis_meta VALUES (?, ?)", sorted(values.items())
    )
