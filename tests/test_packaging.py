# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed is whole, declared and pinned."""

import ast
import configparser
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROGRAM = ("landgis", "landgis_ui")
OURS = {
    *PROGRAM,
    "tests",
    "tools",
    "benchmarks",
    "landgis_sample_data",
    "landgis_styles",
}
RUN_BY = {  # packages that nobody imports: the words that show them at work
    "odfpy": ("tests/end2end/county_tables.py", 'engine="odf"'),
    "import-linter": ("Makefile", "lint-imports"),
    "mypy": ("Makefile", "$(RUN) mypy"),
    "pandas-stubs": ("pyproject.toml", "[tool.mypy]"),
    "pytest-cov": ("Makefile", "--cov"),
    "pytest-qt": ("tests/landgis_ui/conftest.py", "def context(qtbot"),
    "pytest-xdist": ("Makefile", "pytest -n "),
    "ruff": ("Makefile", "ruff check"),
    "setuptools": ("pyproject.toml", "setuptools.build_meta"),
}
PLATFORMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}


def read(name):
    return (ROOT / name).read_text("utf-8")


def requirements(listed):
    parsed = map(Requirement, listed)
    return {canonicalize_name(each.name): each for each in parsed}


RUNTIME = requirements(SETTINGS["project"]["dependencies"])
DEV = requirements(SETTINGS["dependency-groups"]["dev"])


def read_pins(name):
    pins = [line.split("==") for line in read(name).splitlines()]
    return {canonicalize_name(package): version for package, version in pins}


def imported_packages(*folders):
    """Return the distributions whose modules are imported below the folders."""
    names = set()
    helpers = {path.stem for path in (ROOT / "tests").rglob("*.py")}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        siblings = {neighbour.stem for neighbour in path.parent.glob("*.py")}
        if "tests" in folders:
            siblings |= helpers
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found = {(node.module or "").split(".")[0]}
            else:
                continue
            names |= found - siblings
    foreign = names - sys.stdlib_module_names - OURS
    known = packages_distributions()
    return {distribution_of(name, known.get(name, [name])) for name in foreign}


def distribution_of(module, providers):
    """Return the distribution of the module's own name, where several fill it."""
    named = {canonicalize_name(each) for each in providers}
    own = canonicalize_name(module)
    return own if own in named else min(named)


def test_the_program_declares_what_it_imports_and_nothing_else():
    assert imported_packages(*PROGRAM) == set(RUNTIME)


def test_tests_and_scripts_declare_what_they_import_and_run():
    imported = imported_packages("tests", "benchmarks", "tools", "docs", "sample_data")
    run = {name for name, (file, words) in RUN_BY.items() if words in read(file)}

    assert imported - set(RUNTIME) <= set(DEV)
    assert set(DEV) <= imported | run


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_hold_pinned_versions_and_no_addresses(name):
    pin = r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!]*"

    assert [
        line for line in read(name).splitlines() if not re.fullmatch(pin, line)
    ] == []


def test_no_package_is_pinned_twice():
    lines = (read("requirements.lock") + read("requirements-dev.lock")).splitlines()
    names = [canonicalize_name(line.split("==")[0]) for line in lines]

    assert sorted(names) == sorted(set(names))


def test_what_is_declared_is_pinned_as_declared():
    runtime = read_pins("requirements.lock")
    every = runtime | read_pins("requirements-dev.lock")

    assert [
        name
        for declared, pins in ((RUNTIME, runtime), (DEV, every))
        for name, requirement in declared.items()
        if not requirement.specifier.contains(pins.get(name, "0"))
    ] == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_lock_is_enough_on_every_system(platform, python):
    pins = read_pins("requirements.lock")
    environment = {
        **default_environment(),
        **PLATFORMS[platform],
        "python_version": python,
        "python_full_version": f"{python}.0",
        "extra": "",
    }
    missing = {
        f"{package} needs {requirement}"
        for package in pins.keys() - {"colorama"}  # there for Windows alone
        for requirement in map(Requirement, distribution(package).requires or ())
        if requirement.marker is None or requirement.marker.evaluate(environment)
        if not requirement.specifier.contains(
            pins.get(canonicalize_name(requirement.name), "0")
        )
    }

    assert missing == set()


def test_every_package_of_the_program_is_listed():
    folders = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for program in PROGRAM
        for path in (ROOT / program).rglob("__init__.py")
    }

    assert {*folders, "landgis_sample_data", "landgis_styles"} == set(
        SETTINGS["tool"]["setuptools"]["packages"]
    )


def test_the_licence_is_the_gpl_3_or_later():
    assert SETTINGS["project"]["license"] == "GPL-3.0-or-later"
    title = " ".join(read("LICENSE").split()[:6])

    assert title == "GNU GENERAL PUBLIC LICENSE Version 3,"


def test_the_checks_of_every_change_are_those_of_make_test():
    assert "make test" in read(".ci/run").splitlines()
    assert re.search(r"^test: check pytest$", read("Makefile"), re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from a copy, since building leaves files in the source."""
    folder = tmp_path_factory.mktemp("盘活 源码")
    for name in (*PROGRAM, "sample_data", "styles"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps",
             "--no-build-isolation", "--wheel-dir", "dist", "."]  # fmt: skip
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    (built,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        yield archive


def files_below(folder, *kinds, name=None):
    """Return the paths, as in the wheel, of the files of some kinds."""
    return {
        (Path(name or folder) / path.relative_to(ROOT / folder)).as_posix()
        for kind in kinds
        for path in (ROOT / folder).rglob(kind)
    }


def test_the_wheel_holds_the_program_its_data_and_the_sample_county(wheel):
    held = set(wheel.namelist())
    program = files_below("landgis", "*.py", "*.toml")
    window = files_below("landgis_ui", "*.py", "*.toml", "*.md")
    styles = files_below("styles", "*.toml", "*.qss", "*.svg", name="landgis_styles")
    county = files_below("sample_data/county", "*.*", name="landgis_sample_data/county")

    assert (program | window | styles | county) - held == set()
    assert "landgis_sample_data/county/project.toml" in county
    assert "landgis_ui/help/zh_CN/data.md" in window
    assert {"landgis_styles/app.qss", "landgis_styles/icons/check.svg"} <= styles
    assert {name.split("/")[0].split("-")[0] for name in held} == {
        *PROGRAM,
        "landgis_sample_data",
        "landgis_styles",
    }


def test_the_wheel_says_who_may_use_it_and_how_it_is_started(wheel):
    about = {
        Path(name).name: name for name in wheel.namelist() if ".dist-info/" in name
    }

    assert "License-Expression: GPL-3.0-or-later" in wheel.read(
        about["METADATA"]
    ).decode("utf-8")
    starts = configparser.ConfigParser()
    starts.read_string(wheel.read(about["entry_points.txt"]).decode("utf-8"))
    assert dict(starts["console_scripts"]) == {"landgis": "landgis.cli.__main__:main"}
    assert dict(starts["gui_scripts"]) == {
        "landgis-desktop": "landgis_ui.__main__:main"
    }
    assert dict(starts["landgis.window"]) == {"open": "landgis_ui.__main__:open_window"}
    assert "LICENSE" in about
