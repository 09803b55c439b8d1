"""The directions and places that hold the house together (docs say why; here is what)."""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from service.settings import ROOT

SERVICE = ROOT / "service"

# each may import what stands to its left; of one group none may import another
ORDER: tuple[tuple[str, ...], ...] = (
    ("law",),
    ("core",),
    ("gateways",),
    ("journal",),
    ("people",),
    ("documents",),
    ("signatures",),
    ("notices",),
    ("personal_files",),
    ("bodies",),
    ("posts",),
    ("items",),
    ("qualities", "ability"),
    ("programmes",),
    ("booking",),
    ("attempts",),
    ("proctoring",),
    ("item_statistics",),
    ("exam_day",),
    ("lots",),
    ("vacancies",),
    ("admissions",),
    ("hirings",),
    ("commissions",),
    ("competitions",),
    ("scoring",),
    ("appeals",),
    ("pages", "api", "jobs"),
    ("rooms", "settings", "assets"),
    ("app",),
    ("backup", "serving"),
    ("demo",),
    ("cli",),
)
RANK = {room: rank for rank, group in enumerate(ORDER) for room in group}
LAYERS = ("models", "queries", "actions")
MOST_LINES = 400
MOST_FUNCTION_LINES = 40
NO_PLACES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}
FILES = sorted(SERVICE.rglob("*.py"))


def each_file(check: Callable[[Path], None]) -> Callable[[], None]:
    """Make one test of a rule for a file; it names every file that breaks it."""

    def test() -> None:
        assert faults_of(check, FILES) == []

    test.__name__ = check.__name__
    return test


def faults_of(check: Callable[[Path], None], files: Iterable[Path]) -> list[str]:
    """Return what breaks the rule, a sentence for each file."""
    faults = []
    for file in files:
        try:
            check(file)
        except AssertionError as fault:
            faults.append(f"{file.relative_to(ROOT)}: {fault}")
    return faults


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def inside(file: Path) -> tuple[str, ...]:
    """The file's place as names: ("people", "queries")."""
    return file.relative_to(SERVICE).with_suffix("").parts


def imported(file: Path) -> Iterator[tuple[str, int]]:
    """Full names of what the file imports, with the line; a name from a module counts with it."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports by dots"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def ours(file: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """What the file imports of our own, as names after `service.`, with the line."""
    for name, line in imported(file):
        parts = tuple(name.split("."))
        if parts[0] == "service" and len(parts) > 1:
            yield parts[1:], line


def calls(file: Path, is_meant: Callable[[ast.Call], bool]) -> list[int]:
    """The lines of the calls that are meant."""
    return [
        node.lineno
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and is_meant(node)
    ]


def called_as(node: ast.Call) -> tuple[str, str]:
    """How a call is written: ("db", "commit") for db.commit(), ("", "select") for select()."""
    match node.func:
        case ast.Name(id=name):
            return "", name
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return owner, name
        case ast.Attribute(attr=name):
            return "?", name
    return "", ""


@each_file
def test_imports_go_one_way(file: Path):
    room = inside(file)[0]
    if room == "__init__":
        return
    for target, line in ours(file):
        other = target[0]
        allowed = other == room or RANK[other] < RANK[room]
        assert allowed, f"line {line}: {room} may not import {other}"


@each_file
def test_within_a_concept_models_queries_actions(file: Path):
    place = inside(file)
    if len(place) != 2 or place[1] not in LAYERS:
        return
    for target, line in ours(file):
        if target[0] == place[0] and len(target) > 1 and target[1] in LAYERS:
            later = LAYERS.index(target[1]) > LAYERS.index(place[1])
            assert not later, f"line {line}: {place[1]} may not import {target[1]}"


@each_file
def test_the_law_is_pure(file: Path):
    if inside(file)[0] != "law":
        return
    for name, line in imported(file):
        pure = name.startswith("service.law") or name.split(".")[0] in sys.stdlib_module_names
        assert pure, f"line {line}: the law may not import {name}"


@each_file
def test_the_demo_is_imported_by_the_command_line_only(file: Path):
    if inside(file)[0] in {"demo", "cli"}:
        return
    assert [line for target, line in ours(file) if target[0] == "demo"] == []


@each_file
def test_queries_select(file: Path):
    place = inside(file)
    if place[-1] == "queries" or place[0] in {"core", "demo"} or place == ("attempts", "writer"):
        return
    found = calls(file, lambda call: called_as(call)[1] == "select")
    assert found == [], "`select(` stands in queries.py"


@each_file
def test_the_request_commits_once(file: Path):
    if inside(file) in {("core", "db"), ("core", "migrate")}:
        return
    assert calls(file, lambda call: called_as(call)[1] == "commit") == []


@each_file
def test_the_clock_is_read_in_one_place(file: Path):
    if inside(file) == ("core", "clock") or inside(file)[0] == "demo":
        return
    wall = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
    wall |= {("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}
    assert calls(file, lambda call: called_as(call) in wall) == []


@each_file
def test_randomness_comes_from_one_place(file: Path):
    if inside(file) == ("core", "security") or inside(file)[0] == "demo":
        return
    sources = ("secrets", "random", "os.urandom", "uuid.uuid1", "uuid.uuid4", "numpy.random")
    names = [name for name, _ in imported(file) if name.startswith(sources)]
    assert names == []
    drawn = {("os", "urandom"), ("uuid", "uuid1"), ("uuid", "uuid4")}
    assert calls(file, lambda call: called_as(call) in drawn) == []


@each_file
def test_secrets_follow_from_a_seed_in_the_demo_alone(file: Path):
    if inside(file)[0] == "demo":
        return
    seeded = {"service.core.security.secrets_from", "service.core.ids.ids_from"}
    assert [name for name, _ in imported(file) if name in seeded] == []


@each_file
def test_the_environment_is_read_in_one_place(file: Path):
    if inside(file)[0] in {"settings", "demo", "assets"}:
        return
    read = [
        node.lineno
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert read == []


@each_file
def test_a_file_has_at_most_400_lines(file: Path):
    assert len(file.read_text().splitlines()) <= MOST_LINES


@each_file
def test_a_function_has_at_most_40_lines(file: Path):
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            # the docstring and the signature are not what makes a function long
            begins = (
                first.lineno if ast.get_docstring(node) is None else (first.end_lineno or 0) + 1
            )
            lines = (node.end_lineno or 0) - begins + 1
            assert lines <= MOST_FUNCTION_LINES, f"{node.name} has {lines} lines"


@each_file
def test_a_thing_that_has_no_name_has_no_place(file: Path):
    assert not NO_PLACES & set(inside(file))


def test_a_test_file_has_at_most_400_lines():
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert [one for one in files if len(one.read_text().splitlines()) > MOST_LINES] == []


def test_a_file_that_breaks_a_rule_is_named():
    def check(file: Path) -> None:
        assert file.suffix == ".md", "no page"

    found = faults_of(check, [ROOT / "README.md", ROOT / "Makefile"])
    assert len(found) == 1
    assert found[0].startswith("Makefile: no page")
