# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What nobody caught is written down once, told once, and nothing stays open."""

import logging
import threading
import weakref

import pytest
from PyQt6.QtGui import QPainter
from PyQt6.QtWidgets import QWidget

from landgis.errors import DataError
from landgis_ui.crash import CrashReporter, logging_to


class Broken(QWidget):
    """Fails whenever it is drawn."""

    painted = 0
    painters = ()

    def paintEvent(self, event):  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        Broken.painted += 1
        Broken.painters = (*Broken.painters, weakref.ref(painter))
        raise ValueError("no picture")


@pytest.fixture
def told():
    return []


@pytest.fixture
def reporter(qapp, tmp_path, told, caplog):
    caplog.set_level(logging.CRITICAL, logger="landgis_ui.crash")
    found = CrashReporter(
        tmp_path / "logs",
        lambda path, line: told.append((path, line)),
        expect=lambda error: isinstance(error, DataError),
    )
    found.install()
    yield found
    found.uninstall()


@pytest.mark.qt_no_exception_capture
def test_a_widget_that_fails_whenever_it_is_drawn_is_reported_once(
    qtbot, reporter, told
):
    widget = Broken()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    for _ in range(20):
        widget.repaint()

    assert Broken.painted >= 20
    assert len(told) == 1
    assert len(list(reporter.folder.glob("report-*.txt"))) == 1
    assert [each() for each in Broken.painters if each() is not None] == []


def test_different_failures_are_each_reported(reporter, told):
    for failing, kind in ((int, ValueError), (float, TypeError)):
        with pytest.raises(kind) as caught:
            failing("x" if kind is ValueError else [])
        reporter.report(caught.type, caught.value, caught.tb)

    assert [line.partition(":")[0] for _, line in told] == ["ValueError", "TypeError"]


def test_what_the_user_can_mend_is_no_crash(reporter, told):
    reporter.report(DataError, DataError("load.missing_file", file="a"), None)

    assert told == []
    assert not list(reporter.folder.glob("report-*.txt"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_failure_in_a_thread_is_reported(reporter, told):
    reporter.install()
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

    assert len(told) == 1


def test_a_reporter_that_cannot_tell_does_not_call_itself(qapp, tmp_path, caplog):
    caplog.set_level(logging.CRITICAL, logger="landgis_ui.crash")
    calls = []

    def tell(path, line):
        calls.append(line)
        error = RuntimeError("the window is gone")
        reporter.report(RuntimeError, error, None)

    reporter = CrashReporter(tmp_path, tell)
    reporter.report(ValueError, ValueError("first"), None)
    assert len(calls) == 1


def test_a_folder_that_cannot_be_written_still_tells(qapp, tmp_path, told, caplog):
    caplog.set_level(logging.CRITICAL, logger="landgis_ui.crash")
    (tmp_path / "file").write_text("")
    reporter = CrashReporter(
        tmp_path / "file", lambda path, line: told.append((path, line))
    )
    reporter.report(ValueError, ValueError("x"), None)

    assert told == [(None, "ValueError: x")]


def test_the_window_opens_where_no_log_can_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with logging_to(tmp_path / "file" / "logs") as path:
        logging.getLogger("landgis").info("nowhere")

    assert not path.exists()


def test_what_is_logged_stands_in_the_file(tmp_path):
    with logging_to(tmp_path / "日志") as path:
        root = logging.getLogger()
        level = root.level
        root.setLevel(logging.INFO)
        logging.getLogger("landgis").info("甲")
        root.setLevel(level)

    assert "甲" in path.read_text("utf-8")
