"""The house's one direction, from the record up to the command line; every import is declared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "onrecord"
# '' is the package itself, onrecord/__init__.py.
ORDER = ("record", "gazetteer", "intake", "reading", "accounts", "ledger", "publishing", "desk", "", "cli", "__main__")
MODULES = sorted(PACKAGE.rglob("*.py"))
# Distributions whose import name is not their own.
IMPORTED_AS = {
    "charset-normalizer": "charset_normalizer",
    "django-allauth": "allauth",
    "django-axes": "axes",
    "django-csp": "csp",
    "django-ninja": "ninja",
    "rfc3161-client": "rfc3161_client",
}


def room(module: str) -> str:
    """'onrecord.intake.html' is in the room 'intake'."""
    return [*module.split("."), ""][1]


def home(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def imports(path: Path) -> Iterator[str]:
    """Everything that a module imports anywhere, also inside functions and for types alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relative to itself"
            if node.module == "onrecord":  # 'from onrecord import intake' is the room; the version is for all
                yield from (f"onrecord.{a.name}" for a in node.names if a.name not in ("__version__", "read"))
            elif node.module:
                yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_upwards(path: Path) -> None:
    here = ORDER.index(home(path))
    for module in imports(path):
        if module.split(".")[0] == "onrecord":
            assert ORDER.index(room(module)) <= here, f"{path.relative_to(ROOT)} imports {module}"


def test_record_imports_nothing_of_ours() -> None:
    assert not [module for module in imports(PACKAGE / "record.py") if module.startswith("onrecord")]


@pytest.mark.parametrize("name", ["intake", "gazetteer"])
def test_rooms_below_reading_import_the_record_alone(name: str) -> None:
    """Neither what comes in nor the places know of each other, or of anything above."""
    used = {room(m) for path in (PACKAGE / name).rglob("*.py") for m in imports(path) if m.startswith("onrecord.")}
    assert used == {name, "record"}


def test_accounts_are_pure() -> None:
    """They import the record and themselves: no database, no network, nothing that reads."""
    used = {
        room(m) for path in (PACKAGE / "accounts").rglob("*.py") for m in imports(path) if m.startswith("onrecord.")
    }
    assert used == {"accounts", "record"}
    foreign = {m.split(".")[0] for path in (PACKAGE / "accounts").rglob("*.py") for m in imports(path)}
    assert foreign - set(sys.stdlib_module_names) <= {"onrecord", "msgspec", "numpy"}


@pytest.mark.parametrize("room", ["intake", "gazetteer", "reading", "accounts", "ledger", "publishing"])
def test_the_library_never_prints(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        calls = [n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        assert not [c for c in calls if isinstance(c, ast.Name) and c.id == "print"], path


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {re.split(r"[<>=!\[; ]", each)[0].lower() for each in project["dependencies"]}


# Needed by trafilatura under an extra that older pips do not match, by Django for PostgreSQL, named in settings, or
# there for the files that they carry; not imported here.
ONLY_NAMED = {"lxml-html-clean", "psycopg", "django-htmx", "django-leaflet"}


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    used = {module.split(".")[0] for path in MODULES for module in imports(path)}
    foreign = {each for each in used if each not in sys.stdlib_module_names and each != "onrecord"}
    assert foreign == {IMPORTED_AS.get(each, each) for each in declared()} - ONLY_NAMED


def test_every_dependency_has_its_line_in_the_docs() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    assert not [each for each in declared() if f"| {each} |" not in page]


@pytest.mark.parametrize(
    "command", [["--help"], ["read", "--help"], ["add", "--help"], ["export", "--help"], ["--version"]]
)
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    """`onrecord --help` answers at once: what reads and draws is imported when it is needed."""
    heavy = (
        "numpy",
        "onnxruntime",
        "tokenizers",
        "trafilatura",
        "lxml",
        "rich",
        "httpx2",
        "httpcore2",
        "pypdfium2",
        "fastwarc",
        "django",
        "pyarrow",
    )
    program = (
        "import sys; from onrecord.cli.main import main\n"
        f"try: main({command!r})\n"
        f"except SystemExit: print([each for each in {heavy!r} if each in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300)
    assert done.stderr.strip() == "[]"
