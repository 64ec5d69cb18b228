# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables go into the project file in parts and come out as they were."""

import multiprocessing
import sqlite3
import threading
from contextlib import closing

import pyarrow as pa
import pytest

from landgis.errors import CancelledError, ProjectError
from landgis.project import ProjectStore, Put, read_dataset, write_dataset
from landgis.project.datasets import CHUNK_BYTES, headless, remove_chunks


class GiveUp:
    """Progress of a user who gives up after the first part."""

    def step(self, *_, **__):
        raise CancelledError


def parcels(rows):
    return pa.table(
        {
            "parcel_id": [f"宗地{i}" for i in range(rows)],
            "mu": pa.array([None if i % 7 == 0 else i / 3 for i in range(rows)]),
            "status": pa.array(["闲置", "低效", None] * rows)[
                :rows
            ].dictionary_encode(),
            "shape": pa.array(
                [bytes([i % 256]) * 50 for i in range(rows)], pa.binary()
            ),
        },
    ).replace_schema_metadata({"crs": "EPSG:4549"})


def chunk_sizes(path):
    with closing(sqlite3.connect(path)) as db:
        return [n for (n,) in db.execute("SELECT length(data) FROM landgis_chunk")]


def read_in_child(path, name):
    with ProjectStore.open(path, read_only=True) as store:
        table = store.dataset(name).table("parcel", ["mu"])
        return store.put_dataset("result", {"copy": table}, meta={"rows": len(table)})


def test_tables_come_out_as_they_went_in(store):
    table = parcels(1000)
    name = store.put_dataset("loaded", {"parcel": table, "none": table[:0]}, {"a": [1]})

    dataset = store.dataset(name)

    assert (dataset.kind, dataset.meta) == ("loaded", {"a": [1]})
    assert dataset.tables == ("parcel", "none")
    assert dataset.table("parcel").equals(table, check_metadata=True)
    assert dataset.table("none").schema.equals(table.schema, check_metadata=True)
    assert dataset.table("parcel", ["mu", "parcel_id"]).equals(
        table.select(["mu", "parcel_id"])
    )
    assert dataset.table("parcel", []).num_columns == 0


def test_large_tables_are_cut_and_a_row_stays_whole(store, path):
    big = pa.table({"shape": pa.array([b"x" * CHUNK_BYTES * 2, b"y"], pa.binary())})
    many = parcels(150_000)

    name = store.put_dataset("loaded", {"big": big, "many": many})

    assert len(chunk_sizes(path)) > 4
    assert store.dataset(name).table("big").equals(big)
    assert store.dataset(name).table("many").equals(many)


def test_unknown_names_are_refused(store, says):
    name = store.put_dataset("loaded", {"parcel": parcels(3)})
    with pytest.raises(KeyError):
        store.dataset(name).table("firm")
    with pytest.raises(KeyError):
        store.dataset(name).table("parcel", ["nothing"])
    with pytest.raises(ProjectError) as caught:
        store.dataset("0" * 32)
    says(caught, "store.no_dataset", store.path.name)


def test_data_are_written_and_read_in_another_process(store, path, edit):
    name = store.put_dataset("loaded", {"parcel": parcels(1000)})
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        answer = pool.apply_async(read_in_child, (path, name))
        while not answer.ready():
            store.commit(edit(a=len(store.history())))
            answer.wait(0.005)

    copied = store.dataset(answer.get())
    assert copied.meta == {"rows": 1000}
    assert copied.table("copy").equals(parcels(1000).select(["mu"]))


def test_data_are_read_in_another_thread(store):
    dataset = store.dataset(store.put_dataset("loaded", {"parcel": parcels(10)}))
    found = []

    thread = threading.Thread(target=lambda: found.append(dataset.table("parcel")))
    thread.start()
    thread.join()

    assert found[0].equals(parcels(10))
    assert read_dataset(dataset.path, dataset.id) == dataset


def test_data_that_were_given_up_leave_nothing(store, path):
    with pytest.raises(CancelledError):
        write_dataset(path, "x", {"parcel": parcels(10)}, progress=GiveUp())

    assert chunk_sizes(path) == []


@pytest.mark.parametrize("half_done", [0, 1, 300])
def test_data_that_were_not_written_to_their_end_are_found_at_once(
    store, path, half_done
):
    for _ in range(3):
        store.put_dataset("x", {"t": pa.table({"x": [1, 2]})})
    begun = [f"{number:032x}" for number in range(half_done)]
    rows = [(name, 0, part, b"x") for name in begun for part in range(2)]
    with closing(sqlite3.connect(path)) as db:
        db.executemany(
            "INSERT INTO landgis_chunk (dataset, part, number, data) VALUES (?,?,?,?)",
            rows,
        )
        db.commit()
        calls = []
        # As many instructions as a second of work would need: then it is ended.
        db.set_progress_handler(lambda: len(calls) > 1000 or calls.append(1), 100)

        assert sorted(headless(db)) == begun


def test_data_of_which_a_part_was_taken_away_are_never_complete(store, path):
    class TakeAway:
        def step(self, *_, **__):
            with closing(sqlite3.connect(path, isolation_level=None)) as db:
                remove_chunks(
                    db, [r[0] for r in db.execute("SELECT dataset FROM landgis_chunk")]
                )

    with pytest.raises(ProjectError, match="no_dataset"):
        write_dataset(path, "x", {"parcel": parcels(10)}, progress=TakeAway())


def test_data_that_were_dropped_while_somebody_held_them_are_missed(store, says):
    dataset = store.dataset(store.put_dataset("x", {"parcel": parcels(10)}))
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        remove_chunks(db, [dataset.id])

    with pytest.raises(ProjectError) as caught:
        dataset.table("parcel")

    says(caught, "store.no_dataset", store.path.name)


def test_an_edit_passes_between_the_parts(store, path, edit):
    class EditNow:
        def step(self, done, *_, **__):
            store.commit(edit(a=done))

    name = write_dataset(path, "x", {"parcel": parcels(100_000)}, progress=EditNow())

    assert len(store.history()) == len(chunk_sizes(path)) > 1
    assert store.dataset(name).table("parcel").num_rows == 100_000
    assert store.undo().puts != (Put("override", "a", None),)
