# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens when the program itself is wrong: a report is written, work goes on.

Every edit is on disk before the next frame, so a crash loses nothing; this makes
sure that it is also seen and can be told to somebody.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PyQt6.QtCore import (
    PYQT_VERSION_STR,
    QT_VERSION_STR,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)

import landgis

log = logging.getLogger(__name__)

LOG_FILE = "landgis.log"
LOG_BYTES = 1_000_000
LOG_FILES = 3
KEPT_REPORTS = 20
AGAIN_S = 60.0
"""For how long the same failure at the same place is not reported again."""
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def default_folder() -> Path:
    """Return where logs and reports of this user lie."""
    return user_log_path("landgis", appauthor=False, ensure_exists=True)


class CrashReporter:
    """Takes what nobody caught, writes it down and tells the window.

    `tell` gets the path of the report (None if none could be written) and one
    line; it is called in the thread that failed.  What happens again and again, as
    in a widget that fails whenever it is drawn, is written and told only now and
    then.  `expect` may take an error that is none of ours, and says whether it did.
    """

    def __init__(
        self,
        folder: Path,
        tell: Callable[[Path | None, str], object],
        *,
        expect: Callable[[BaseException], bool] = lambda _error: False,
    ) -> None:
        self.folder = folder
        self._tell, self._expect = tell, expect
        self._reported: dict[str, float] = {}
        self._reporting: set[int] = set()

    def install(self) -> None:
        """Take over the hooks of Python and Qt."""
        sys.excepthook = self.report
        threading.excepthook = self._report_thread
        qInstallMessageHandler(_log_qt)

    @staticmethod
    def uninstall() -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def report(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Write a report of an uncaught exception and tell the window."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        thread = threading.get_ident()
        if thread in self._reporting:
            return  # the reporter itself failed; there is nobody left to tell
        self._reporting.add(thread)
        try:
            if not self._expect(error) and self._is_due(kind, trace):
                self._write(error, trace)
        finally:
            self._reporting.discard(thread)
            # The frame of a failed drawing would keep its painter open.
            traceback.clear_frames(trace)

    def _is_due(self, kind: type[BaseException], trace: TracebackType | None) -> bool:
        """Tell whether this has not been reported a short while ago."""
        place = traceback.extract_tb(trace)[-1:]
        key = f"{kind.__name__} {[(each.filename, each.lineno) for each in place]}"
        now, last = time.monotonic(), self._reported.get(key)
        if last is not None and now - last < AGAIN_S:
            return False
        self._reported[key] = now
        return True

    def _write(self, error: BaseException, trace: TracebackType | None) -> None:
        text = make_report(error, trace)
        log.error("uncaught: %s", text)
        path: Path | None = (
            self.folder / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
        )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")  # type: ignore[union-attr]  # set above
            self._drop_old()
        except OSError:
            path = None
        self._tell(path, f"{type(error).__name__}: {error}")

    def _report_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.report(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _drop_old(self) -> None:
        for old in sorted(self.folder.glob("report-*.txt"))[:-KEPT_REPORTS]:
            old.unlink(missing_ok=True)


def make_report(error: BaseException, trace: TracebackType | None) -> str:
    """Return what somebody needs to mend it; no data of the user's beyond the line."""
    return "\n".join(
        (
            _versions(),
            datetime.now(UTC).isoformat(timespec="seconds"),
            "",
            "".join(traceback.format_exception(type(error), error, trace)),
        )
    )


def _versions() -> str:
    return (
        f"LandGIS {landgis.__version__}, Qt {QT_VERSION_STR}, "
        f"PyQt {PYQT_VERSION_STR}, Python {platform.python_version()}, "
        f"{platform.platform()}"
    )


@contextlib.contextmanager
def logging_to(folder: Path) -> Iterator[Path]:
    """Log into a file of the folder, in turn; also what ends the whole process.

    Where the folder cannot be written the program works without.
    """
    path = folder / LOG_FILE
    with contextlib.ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fatal = (folder / "fatal.log").open("a", encoding="utf-8")
        except OSError:
            yield path
            return
        stack.callback(fatal.close)
        handler = RotatingFileHandler(
            path,
            maxBytes=LOG_BYTES,
            backupCount=LOG_FILES,
            encoding="utf-8",
            delay=True,
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        root = logging.getLogger()
        root.addHandler(handler)
        stack.callback(handler.close)
        stack.callback(root.removeHandler, handler)
        faulthandler.enable(fatal)
        stack.callback(faulthandler.disable)
        yield path


def _log_qt(kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
    log.log(LEVELS[kind], "Qt: %s", text)
