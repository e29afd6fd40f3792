"""The layers of the design, the environment's three files, and what every commit promises of its files."""

import ast
import csv
import re
import tomllib
from pathlib import Path

import pytest

from analysis import studies

PROJECT = Path(__file__).resolve().parent.parent
LAYERS = {
    "base": {"__init__", "tables", "paths", "words", "reading", "spans"},
    "inputs": {"corpus", "datasets", "lexicons"},
    "stages": {
        "languages", "text", "copies", "terms", "attribution", "sources", "measures", "compare", "agreement", "stories", "vocabulary",
        "distinctive", "naming", "bias",
    },
    "outputs": {"charts", "views", "export"},
    "top": {"pipeline", "studies", "reproduction", "training", "sentence_bias", "__main__"},
}  # fmt: skip
LAYER_OF = {module: layer for layer, modules in LAYERS.items() for module in modules}
# What a layer may import besides itself; datasets reads through corpus, and charts of one figure need no other output.
ALLOWED = {"base": {"base"}, "inputs": {"base", "inputs"}, "stages": {"base"}, "outputs": {"base"}, "top": set(LAYERS)}


def modules():
    """(module, file) of every Python file of the project's package."""
    for file in sorted((PROJECT / "analysis").rglob("*.py")):
        relative = file.relative_to(PROJECT / "analysis")
        yield relative.parts[0].removesuffix(".py"), file


def imported(file):
    """The project's modules that a file imports, in the package's own top level."""
    depth = len(file.relative_to(PROJECT / "analysis").parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            yield from [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis"):
            yield from [node.module.split(".")[1]] if "." in node.module else [alias.name for alias in node.names]


@pytest.mark.parametrize(("module", "file"), list(modules()), ids=lambda value: str(value).split("analysis/")[-1])
def test_a_module_imports_only_the_layers_below_it(module, file):
    layer = LAYER_OF[module]
    for other in imported(file):
        if other in LAYER_OF and other != module:
            assert LAYER_OF[other] in ALLOWED[layer], f"{module} ({layer}) imports {other} ({LAYER_OF[other]})"


def test_the_fingerprint_of_the_instrument_holds_every_module_that_measures():
    # Where files lie decides no count, and what `corpus` reads is held by the corpus's own fingerprint.
    others = {(module, other) for module, file in modules() if module in studies.MEASURING for other in imported(file) if other in LAYER_OF}
    assert {other for _, other in others} - {"paths", "corpus"} <= set(studies.MEASURING), sorted(others)


def test_every_module_of_the_design_exists():
    designed = "tables paths corpus datasets lexicons text copies terms attribution sources measures compare agreement charts views export pipeline __main__"
    assert set(designed.split()) <= {module for module, _ in modules()}


def project_file():
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def locked():
    """The packages of the lock: name to the set of versions."""
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    found = {}
    for name, version in re.findall(r"^([a-zA-Z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(name.lower(), set()).add(version)
    return found


def numbers(version):
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def test_the_lock_holds_every_dependency_at_or_above_its_floor():
    project = project_file()["project"]
    wanted = project["dependencies"] + [d for extra in project["optional-dependencies"].values() for d in extra]
    for line in wanted:
        name, floor = re.fullmatch(r"([a-z0-9-]+)>=([\d.]+)", line).groups()
        versions = locked()[name]
        assert all(numbers(v) >= numbers(floor) for v in versions), f"{name}: {versions} under {floor}"


@pytest.mark.parametrize(("name", "floor"), [("nltk", "3.10.4"), ("jupyterlab", "4.6.2"), ("jupyter-server", "2.20.0"), ("pandas", "3")])
def test_the_floors_that_users_were_promised(name, floor):
    line = next(d for d in project_file()["project"]["dependencies"] if d.startswith(f"{name}>="))
    assert numbers(line) >= numbers(floor)


def test_the_lock_has_hashes_and_names_no_index():
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-zA-Z0-9])", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in text and "index" not in text.lower().replace("--hash", "")


def test_conda_and_binder_read_the_same_lock_and_an_allowed_python():
    text = (PROJECT / "environment.yml").read_text(encoding="utf-8")
    assert "- -r requirements.txt" in text
    python = re.search(r"- python=([\d.]+)", text)[1]
    floor = project_file()["project"]["requires-python"].removeprefix(">=")
    assert numbers(python) >= numbers(floor)


def test_nothing_fetches_nltk_data():
    for _, file in modules():
        text = file.read_text(encoding="utf-8")
        assert "nltk.download" not in text and "nltk.data" not in text, file.name


def test_versions_agree():
    version = project_file()["project"]["version"]
    assert f'__version__ = "{version}"' in (PROJECT / "analysis" / "__init__.py").read_text(encoding="utf-8")
    assert f"version: {version}" in (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version} " in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_word_list_has_a_description():
    for file in (PROJECT / "data" / "lexicons").glob("*.csv"):
        assert file.with_suffix(".md").is_file(), file.name


def test_documents_link_to_files_that_exist():
    for document in [*PROJECT.glob("*.md"), *(PROJECT / "data").rglob("*.md"), *(PROJECT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_a_word_lists_description_gives_its_number_of_rows():
    for file in (PROJECT / "data" / "lexicons").glob("*.csv"):
        stated = re.search(r"([\d,]+) rows", file.with_suffix(".md").read_text(encoding="utf-8"))[1]
        with open(file, encoding="utf-8", newline="") as stream:
            assert int(stated.replace(",", "")) == sum(1 for _ in csv.reader(stream)) - 1, file.name
