# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C ends a job with a sentence."""

import os
import signal
import subprocess
import sys

import pytest

LISTENING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("landgis.cli", run_name="__main__")
"""
"""A shell that runs the tests in the background lets them ignore Ctrl-C."""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that waits")
def test_ctrl_c_is_answered_with_a_sentence_and_a_status_of_the_contract(tmp_path):
    project = tmp_path / "project.toml"
    os.mkfifo(project)
    job = subprocess.Popen(
        [sys.executable, "-c", LISTENING, "run", str(project)],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )

    with project.open("wb"):  # waits until the job reads
        job.send_signal(signal.SIGINT)
        said = job.communicate(timeout=60)[1]

    assert (job.returncode, said) == (3, "已停止，没有改动任何文件。\n")
    assert [path.name for path in tmp_path.iterdir()] == ["project.toml"]
