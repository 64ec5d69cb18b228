# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Boundaries and budgets that keep the code easy to change."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "landgis").rglob("*.py")) + sorted((ROOT / "landgis_ui").rglob("*.py"))
SCRIPTS = sorted(
    path
    for folder in ("tests", "benchmarks", "sample_data", "tools")
    for path in (ROOT / folder).rglob("*.py")
)
MAX_MODULE_LINES = 400
MAX_CLASS_LINES = 300
MAX_PUBLIC_METHODS = 20
MAX_BODY_LINES = {"landgis": 60, "landgis_ui": 40}
BROAD_EXCEPT_ALLOWED = {"landgis/cli/__main__.py"}
SPDX = (
    "# SPDX-FileCopyrightText: LandGIS contributors\n"
    "# SPDX-License-Identifier: GPL-3.0-or-later\n"
)
BLOCKED_QT = """
import sys
sys.modules["PyQt6"] = None
import landgis.cli.app
import landgis.operations.run
import landgis.operations.inspection
"""


def name_of(path):
    return str(path.relative_to(ROOT))


def nodes(path, *kinds):
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def body_lines(function):
    statements = function.body
    if ast.get_docstring(function) is not None:
        statements = statements[1:]
    if not statements:
        return 0
    return statements[-1].end_lineno - statements[0].lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_classes_and_functions_stay_small(path):
    lines = path.read_text("utf-8").count("\n")
    limit = MAX_BODY_LINES[path.relative_to(ROOT).parts[0]]
    long = [
        f.name
        for f in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        if body_lines(f) > limit
    ]
    classes = nodes(path, ast.ClassDef)
    large = [c.name for c in classes if c.end_lineno - c.lineno >= MAX_CLASS_LINES]
    public = {
        c.name: sum(
            isinstance(m, ast.FunctionDef) and not m.name.startswith("_")
            for m in c.body
        )
        for c in classes
    }

    assert lines <= MAX_MODULE_LINES
    assert long == []
    assert large == []
    assert [name for name, n in public.items() if n > MAX_PUBLIC_METHODS] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_catches_everything(path):
    broad = [
        handler.lineno
        for handler in nodes(path, ast.ExceptHandler)
        if handler.type is None
        or (isinstance(handler.type, ast.Name) and handler.type.id == "Exception")
    ]

    assert broad == [] or name_of(path) in BROAD_EXCEPT_ALLOWED


@pytest.mark.parametrize("path", MODULES + SCRIPTS, ids=name_of)
def test_every_file_names_its_licence(path):
    assert path.read_text("utf-8").startswith(SPDX)


def test_the_core_works_where_qt_is_not_installed():
    subprocess.run([sys.executable, "-c", BLOCKED_QT], check=True)


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (ROOT / "benchmarks").glob("bench_*.py"))
)
def test_benchmarks_still_find_what_they_measure(name):
    command = [sys.executable, "-c", f"import benchmarks.{name}"]

    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def test_every_message_raised_in_the_core_has_words():
    from landgis.messages import catalogue

    raised = set()
    for path in MODULES:
        text = path.read_text("utf-8")
        raised |= set(re.findall(r'(?:Error|text)\(\s*"([a-z_]+\.[a-z0-9_]+)"', text))

    assert sorted(raised - catalogue().keys()) == []


def test_every_message_is_used_somewhere():
    from landgis.messages import catalogue

    code = "\n".join(path.read_text("utf-8") for path in MODULES)
    data = "\n".join(
        path.read_text("utf-8")
        for path in (ROOT / "landgis").rglob("*.toml")
        if "texts" not in path.parts
    )
    families = set(re.findall(r'f"((?:[a-z_]+\.)+(?:[a-z_]*_)?)\{', code))

    def is_used(message):
        if f'"{message}"' in code or f'"{message}"' in data:
            return True
        return any(message.startswith(family) for family in families)

    assert [message for message in catalogue() if not is_used(message)] == []


def test_messages_neither_shout_nor_blame():
    from landgis.messages import catalogue

    assert [
        key
        for key, text in catalogue().items()
        if "！" in text or "!" in text or text.startswith("错误")
    ] == []


def test_no_core_module_opens_a_network_connection():
    found = [
        name_of(path)
        for path in MODULES
        for node in nodes(path, ast.Import, ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
        if name.split(".")[0] in {"socket", "urllib", "http", "requests", "ftplib"}
    ]

    assert found == []
