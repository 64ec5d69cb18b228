# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counties that are analysed once for all tests of trials."""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from landgis.operations.analyse import HandDecisions, analyse
from landgis.operations.loading import load_project
from landgis.operations.project_file import read_project
from landgis.rules.library import read_profile

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tests" / "end2end"))

from county_maker import make_county, write_county  # noqa: E402


@dataclass(frozen=True, kw_only=True)
class County:
    """A loaded project that can be analysed by any profile."""

    project: object
    loaded: object
    profile: object

    def analyse(self, profile=None, overrides=(), leaving=()):
        return analyse(
            self.loaded,
            project=self.project,
            profile=profile or self.profile,
            decisions=HandDecisions(
                overrides=tuple(overrides), leaving=frozenset(leaving)
            ),
        )


def load(path):
    project = read_project(path)
    profile = read_profile(project.profile)
    return County(
        project=project, loaded=load_project(project, profile=profile), profile=profile
    )


@cache
def made_county(seed):
    with TemporaryDirectory() as folder:
        return load(write_county(make_county(seed), Path(folder) / "county"))


@cache
def made_analysis(seed):
    return made_county(seed).analyse()


@cache
def sample_county():
    return load(ROOT / "sample_data" / "county" / "project.toml")


@cache
def sample_analysis():
    return sample_county().analyse()


@pytest.fixture
def made():
    return made_county


@pytest.fixture
def made_result():
    return made_analysis


@pytest.fixture
def sample():
    return sample_county()


@pytest.fixture
def sample_result():
    return sample_analysis()
