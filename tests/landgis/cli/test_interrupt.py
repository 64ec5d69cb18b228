# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C ends a job with a sentence."""

import os
import signal
import subprocess
import sys

import pytest


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that waits")
def test_ctrl_c_is_answered_with_a_sentence_and_a_status_of_the_contract(tmp_path):
    project = tmp_path / "project.toml"
    os.mkfifo(project)
    job = subprocess.Popen(
        [sys.executable, "-m", "landgis.cli", "run", str(project)],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )

    with project.open("wb"):  # waits until the job reads
        job.send_signal(signal.SIGINT)
        said = job.communicate(timeout=60)[1]

    assert (job.returncode, said) == (3, "已停止，没有改动任何文件。\n")
    assert [path.name for path in tmp_path.iterdir()] == ["project.toml"]
