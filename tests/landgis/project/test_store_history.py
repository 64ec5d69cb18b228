# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any sequence of edits, undos, redos, restores and reopenings keeps the history."""

import copy
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from landgis.project import Edit, ProjectStore, Put

KINDS = st.sampled_from(["override", "scenario", "join"])
IDS = st.sampled_from(["1", "宗地 2", "a|b", "'"])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=4,
)
PUTS = st.lists(st.builds(Put, KINDS, IDS, VALUES), max_size=4)


def after(documents, puts):
    """The documents as a plain dict after the puts."""
    changed = dict(documents)
    for kind, name, value in puts:
        changed.pop((kind, name), None)
        if value is not None:
            changed[kind, name] = copy.deepcopy(value)
    return changed


def read(store):
    return {
        (kind, name): value
        for kind in ("override", "scenario", "join")
        for name, value in store.documents(kind).items()
    }


class Project(RuleBasedStateMachine):
    """The model keeps every state there ever was, and a place among them."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "某县.landgis.gpkg"
        self.store = ProjectStore.create(self.path)
        self.states = [{}]  # states[i] is how it was after steps[i - 1]
        self.steps = []
        self.place = 0

    def teardown(self):
        self.store.close()
        assert [entry.name for entry in self.folder.iterdir()] == [self.path.name]
        shutil.rmtree(self.folder)

    @rule(puts=PUTS)
    def commit(self, puts):
        now = self.states[self.place]
        wanted = after(now, puts)

        changes = self.store.commit(Edit(text="history.test", puts=tuple(puts)))

        assert after(now, changes.puts) == wanted
        assert changes.kinds == {put.kind for put in changes.puts}
        if changes.puts:
            self.states = [*self.states[: self.place + 1], wanted]
            known = {entry.step for entry in self.store.history()}
            self.steps = [*self.steps[: self.place], max(known)]
            self.place += 1

    @rule()
    def undo(self):
        changes = self.store.undo()

        assert (changes is None) == (self.place == 0)
        if changes is not None:
            assert (
                after(self.states[self.place], changes.puts)
                == self.states[self.place - 1]
            )
            self.place -= 1

    @rule()
    def redo(self):
        changes = self.store.redo()

        assert (changes is None) == (self.place == len(self.steps))
        if changes is not None:
            assert (
                after(self.states[self.place], changes.puts)
                == self.states[self.place + 1]
            )
            self.place += 1

    @precondition(lambda self: self.steps)
    @rule(data=st.data())
    def restore(self, data):
        place = data.draw(st.integers(0, len(self.steps)))

        changes = self.store.restore(self.steps[place - 1] if place else 0)

        assert after(self.states[self.place], changes.puts) == self.states[place]
        self.place = place

    @rule(compacted=st.booleans())
    def reopen(self, compacted):
        if compacted:
            self.store.compact()
        self.store.close()
        self.store = ProjectStore.open(self.path)
        assert self.store.recovered is None

    @invariant()
    def all_is_as_the_model_says(self):
        assert read(self.store) == self.states[self.place]
        history = self.store.history()
        assert [entry.step for entry in history] == self.steps
        assert [entry.is_undone for entry in history] == [
            number >= self.place for number in range(len(self.steps))
        ]
        assert self.store.can_undo == (self.place > 0)
        assert self.store.can_redo == (self.place < len(self.steps))


Project.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestProject = Project.TestCase
