# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents say is what there is, in both languages."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

import landgis
from landgis.classify.overrides import COLUMNS as OVERRIDE_COLUMNS
from landgis.classify.statuses import STATUSES
from landgis.cli.app import ExitStatus, app
from landgis.join import METHODS
from landgis.messages import catalogue
from landgis.operations import project_file
from landgis.report.fields import field_titles
from landgis.report.symbols import shipped_symbols
from landgis.schema import ROLES, read_schema

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "docs/glossary.md",
             "docs/project-file.md", "docs/project-store.md")  # fmt: skip
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
GUIDE = (ROOT / "docs" / "project-file.md").read_text("utf-8")
STORE = (ROOT / "docs" / "project-store.md").read_text("utf-8")
BANNED = {"area", "tax", "grade", "code", "zone", "low", "plan"}
CONTRACT = {"code", "grade", "low"}  # columns that outside programs rely on
SECTIONS = {"新增": "Added", "改进": "Changed", "修复": "Fixed", "移除": "Removed"}


def read(name):
    return (ROOT / name).read_text("utf-8")


def blocks(text, *languages):
    """Return the content of fenced blocks, without their indentation."""
    found = re.findall(r"^( *)```(\w*)\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return [
        re.sub(f"^{indent}", "", body, flags=re.MULTILINE)
        for indent, language, body in found
        if not languages or language in languages
    ]


def without_blocks(text):
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.DOTALL | re.MULTILINE)


def table_rows(text):
    """Return the first two cells of each row of each table."""
    rows = re.findall(r"^\| *([^|]*?) *\| *([^|]*?) *\|", text, re.MULTILINE)
    return [row for row in rows if not set(row[0]) <= set("-: ")]


def commands():
    group = typer.main.get_command(app)
    found = set()
    for name, command in group.commands.items():
        inner = getattr(command, "commands", {})
        found |= {f"{name} {child}" for child in inner} or {name}
    return found


def mentioned_commands(text):
    spoken = re.findall(r"(?<![-\w./`])`?landgis ((?:rules |zones )?[a-z]+)", text)
    return {word for word in spoken if word != "landgis"}


def local_links(text):
    return [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "//" not in link]


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "docs/project-file.md"])
def test_every_command_that_is_named_exists(name):
    lines = "\n".join(blocks(read(name), "sh", "bat"))
    inline = "\n".join(re.findall(r"`([^`\n]+)`", without_blocks(read(name))))

    assert mentioned_commands(lines + "\n" + inline) <= commands()


@pytest.mark.parametrize("name", READMES)
def test_every_command_that_exists_is_named(name):
    named = {
        row[0].strip("`").removeprefix("landgis ") for row in table_rows(read(name))
    }

    assert commands() <= named


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_exists(name):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", read(name), re.MULTILINE))

    assert {first or second for first, second in named} <= targets


@pytest.mark.parametrize("name", READMES)
def test_every_exit_status_is_explained(name):
    numbers = {row[0] for row in table_rows(read(name)) if row[0].isdigit()}

    assert numbers == {str(int(status)) for status in ExitStatus}


def test_both_readmes_have_the_same_sections_examples_and_tables():
    english, chinese = map(read, READMES)

    def outline(text):
        bare = without_blocks(text)
        return (
            [len(marks) for marks in re.findall(r"^(#+) ", bare, re.MULTILINE)],
            blocks(text),
            len(table_rows(bare)),
            len(re.findall(r"^ *(?:\*|\d\.) ", bare, re.MULTILINE)),
            sorted(set(local_links(bare)) - set(READMES)),
        )

    assert outline(english) == outline(chinese)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files(name):
    folder = (ROOT / name).parent

    assert [
        link for link in local_links(read(name)) if not (folder / link).exists()
    ] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_name_no_place_of_a_machine_and_no_address(name):
    assert re.findall(r"https?://|/home/|/tmp/|/root/|[A-Z]:\\", read(name)) == []


def test_the_picture_is_there_and_small():
    picture = (ROOT / "docs" / "map.png").read_bytes()

    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= 600_000


def test_what_contributing_names_exists():
    path = r"`((?:tests|tools|landgis|landgis_ui|styles|docs|sample_data)/[\w/.-]+)`"
    named = re.findall(path, read("CONTRIBUTING.md"))

    assert len(named) > 5
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_contributing_shows_the_layers_as_they_are_checked():
    checked = [
        [line.strip() for line in part.split("\n\n")[0].splitlines()]
        for part in read(".importlinter").split("layers =\n")[1:]
    ]
    shown = [block.splitlines() for block in blocks(read("CONTRIBUTING.md"), "text")]

    assert len(checked) == 2
    assert shown == checked


def test_the_changelog_says_everything_in_both_languages():
    text = read("CHANGELOG.md")
    versions = re.split(r"^## ", text, flags=re.MULTILINE)[1:]

    assert versions[0].startswith(f"[{landgis.__version__}] - ")
    for version in versions:
        heading, _, body = version.partition("\n")
        assert re.fullmatch(r"\[\d+\.\d+\.\d+\] - (未发布|\d{4}-\d{2}-\d{2})", heading)
        parts = re.split(r"^### ", body, flags=re.MULTILINE)[1:]
        counts = {part.split("\n")[0]: part.count("\n* ") for part in parts}
        titles = list(counts)
        assert [SECTIONS[chinese] for chinese in titles[::2]] == titles[1::2]
        assert [counts[title] for title in titles[::2]] == [
            counts[title] for title in titles[1::2]
        ]
        assert 0 not in counts.values()


@pytest.mark.parametrize("role", ROLES)
def test_the_glossary_has_every_standard_field_with_its_title(role):
    schema = read_schema(role)
    section = GLOSSARY.split(f"### {schema.title} · `{role}`")[1].split("\n#")[0]
    named = {row[0].strip("`"): row[1] for row in table_rows(section)}
    named.pop("identifier")

    assert named == {field.name: field.title for field in schema.fields.values()}


def test_the_glossary_has_every_status_with_its_title():
    rows = {row[0]: row[1] for row in table_rows(GLOSSARY)}
    symbols = shipped_symbols()

    assert {f"`{s.id}`": s.title for s in symbols.values()}.items() <= rows.items()
    assert [row[0].strip("`") for row in table_rows(GLOSSARY)
            if row[0].strip("`") in STATUSES] == list(STATUSES)  # fmt: skip


def test_the_glossary_has_every_way_of_joining_indicator_and_treatment():
    rows = {row[0]: row[1] for row in table_rows(GLOSSARY)}
    rules, classify = ROOT / "landgis/rules/data", ROOT / "landgis/classify/data"
    evaluation = tomllib.loads((rules / "evaluation.toml").read_text("utf-8"))
    treatments = tomllib.loads((classify / "treatments.toml").read_text("utf-8"))
    indicators = evaluation["evaluation"]["indicators"]

    for name, entry in indicators.items():
        assert rows[f"`{name}`"] == entry["title"]
    joining = GLOSSARY.split("| `match_method` |")[1].split("\n\n")[0]
    methods = dict(table_rows(joining))
    assert methods == {f"`{m}`": catalogue()[f"report.method.{m}"] for m in METHODS}
    assert {row["treatment"] for row in treatments["row"]} <= rows.keys()


def test_the_words_of_project_file_and_window_name_what_there_is():
    code = "\n".join(
        path.read_text("utf-8")
        for program in ("landgis", "landgis_ui")
        for path in (ROOT / program).rglob("*.py")
    )
    sections = GLOSSARY.split("### Project file")[1].split("| document |")
    words = sections[0] + sections[1].split("### Window")[1]
    cells = re.findall(r"\| ([^|]*) \|$", words, re.MULTILINE)
    named = re.findall(r"`([A-Za-z_]+)`", " ".join(cells))

    assert len(named) > 20
    assert [name for name in named if not re.search(rf"\b{name}\b", code)] == []


def test_every_document_that_the_program_keeps_is_explained_in_both_documents():
    glossary = GLOSSARY.split("| document |")[1].split("### Window")[0]
    explained = {row[0].strip("`") for row in table_rows(glossary)} - {"中文"}
    section = STORE.split("### landgis_document")[1].split("###")[0]
    told = {
        kind for row in table_rows(section) for kind in re.findall("`(.*?)`", row[0])
    }
    kept = {
        kind
        for program in ("landgis", "landgis_ui")
        for path in (ROOT / program).rglob("*.py")
        for kind in re.findall(
            r'(?:\bPut|\.documents?)\(\s*"([a-z]+)"', path.read_text("utf-8")
        )
    }

    assert len(kept) > 5
    assert told - {"kind"} == explained
    assert kept <= explained


def test_every_step_and_panel_that_has_help_has_it_in_both_languages():
    chinese, english = (
        {
            path.name: len(re.findall("^#", path.read_text("utf-8"), re.MULTILINE))
            for path in (ROOT / "landgis_ui" / "help" / language).glob("*.md")
        }
        for language in ("zh_CN", "en")
    )

    assert chinese == english
    assert {"data.md", "checks.md", "analysis.md"} <= chinese.keys()


def test_no_column_has_a_name_that_could_mean_two_things():
    fields = {name for role in ROLES for name in read_schema(role).fields}
    columns = {name.split(".")[-1] for name in field_titles()}

    assert (fields | columns | set(shipped_symbols())) & BANNED <= CONTRACT


def test_the_example_in_the_guide_is_a_project_that_can_be_read(tmp_path):
    example = tmp_path / "project.toml"
    example.write_text("\n".join(blocks(GUIDE, "toml")), "utf-8")

    project = project_file.read_project(example)

    assert {source.role for source in project.inputs} == {
        *project_file.LAYER_ROLES,
        *project_file.TABLE_ROLES,
    }
    assert project.read["enterprise"].header_row == 3
    assert project.joins == tmp_path / "匹配决定.csv"


def test_the_guide_explains_every_key_and_every_column_of_the_decisions():
    explained = {row[0] for row in table_rows(GUIDE)}
    keys = (*project_file.PROJECT_KEYS, *project_file.LAYER_ROLES,
            *project_file.TABLE_ROLES, *project_file.READ_KEYS)  # fmt: skip

    assert {f"`{key}`" for key in keys} <= explained
    assert all(key in blocks(GUIDE, "toml")[-1] for key in project_file.DECISION_KEYS)
    assert set(OVERRIDE_COLUMNS) <= {
        part for cell in explained for part in cell.split("、")
    }
    assert all(shipped_symbols()[status].title in GUIDE for status in STATUSES)
