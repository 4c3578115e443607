"""The corpus compiles, and its compiler refuses what is wrong with a clear line."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

CORPUS = Path(__file__).parent.parent / "corpus"


def _compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_compile", CORPUS / "compile.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


compiler = _compiler()
HEAD = "# id: t\n# style: wire\n# title: T\n# outlet: O\n# published: 2031-03-04\n# aside: no\n\n"


def build(body: str, entities: str = "") -> dict[str, Any]:
    compiled: dict[str, Any] = compiler.document(f"{HEAD}{body}\n\n== entities\n{entities}\n", path="t.txt")
    return compiled


def words(compiled: dict[str, Any], spans: list[tuple[int, int]]) -> list[str]:
    return [compiled["text"][start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("body", "text", "source", "cue", "content", "act"),
    [
        ("{1S He} {1C said} {1Q so}.", "He said so.", ["He"], ["said"], ["so"], "asserts"),
        ("{1Q “A,”} {1C said} {1S X}. {1Q “B.”}", "“A,” said X. “B.”", ["X"], ["said"], ["“A,”", "“B.”"], "asserts"),
        ("{1C We learned} {1Q that\nso}", "We learned that\nso", [], ["We learned"], ["that\nso"], "asserts"),
        ("{1S X} {1C:denies denied} {1Q it}", "X denied it", ["X"], ["denied"], ["it"], "denies"),
        ("{1S X}{1C :} {1Q y}", "X: y", ["X"], [":"], ["y"], "asserts"),
        ("{1Q a}\n\n{1Q b}", "a\n\nb", [], [], ["a", "b"], "asserts"),
        ("{1S X} {1C did} {1Q ça 🙂}.", "X did ça 🙂.", ["X"], ["did"], ["ça 🙂"], "asserts"),
    ],
)
def test_one_statement(body: str, text: str, source: list[str], cue: list[str], content: list[str], act: str) -> None:
    compiled = build(body)
    (statement,) = compiled["attributions"]
    assert compiled["text"] == text
    assert words(compiled, statement["source"]) == source
    assert words(compiled, statement["cue"]) == cue
    assert words(compiled, statement["content"]) == content
    assert statement["act"] == act


def test_nested_shared_and_handed_on() -> None:
    compiled = build(
        "{1R,@tv State TV}, {1C citing} {1S,2S,@x Dr X, {@h Y Hospital}’s head,} {1C said} "
        "{1Q that {3S,@w she} {3C feared} {3Q the worst}}, {2C adding} {2Q “no”}. "
        "{4S {@x X} and {@w Ann Wu}} {4C left} {4Q it}.",
        "tv | organisation | State TV | |\nx | person | Dr X | head | Y Hospital\nh | organisation | Y Hospital | |\n"
        "w | person | Ann Wu | |",
    )
    first, second, third, fourth = compiled["attributions"]
    assert [words(compiled, hand) for hand in first["reported_by"]] == [["State TV"]]
    assert words(compiled, first["cue"]) == ["citing", "said"]
    assert words(compiled, third["content"]) == ["the worst"]
    assert second["source"] == first["source"]
    assert [(one["key"], one["names"], one["affiliation"]) for one in first["speakers"]] == [
        ("x", ["Dr X", "X"], "Y Hospital")
    ]
    assert [one["key"] for one in fourth["speakers"]] == ["x", "w"]
    mentions = {entity["key"]: words(compiled, entity["mentions"]) for entity in compiled["entities"]}
    assert mentions == {"tv": ["State TV"], "x": ["Dr X", "X"], "h": ["Y Hospital"], "w": ["she", "Ann Wu"]}


def test_a_speaker_without_a_name_has_none() -> None:
    (statement,) = build("{1S,@n A nurse} {1C said} {1Q so}.", "n | person | a nurse | nurse |")["attributions"]
    assert statement["speakers"][0]["names"] == []


@pytest.mark.parametrize(
    ("body", "entities", "line", "says"),
    [
        ("x {1Q y", "", 8, "never closed"),
        ("x {1Q y\n\nz}", "", 8, "not closed in its paragraph"),
        ("a\n\nx} y", "", 10, "without its opening"),
        ("{ y}", "", 8, "needs labels"),
        ("{1Q}", "", 8, "needs labels"),
        ("{1X y}", "", 8, "no label"),
        ("{0Q y}", "", 8, "no label"),
        ("{1Q,1Q y}", "", 8, "twice"),
        ("{1Q y {1Q z}}", "", 8, "inside itself"),
        ("{1Q y }", "", 8, "padded"),
        ("{1S:denies y} {1Q z}", "", 8, "not a cue"),
        ("{1C:shouts y} {1Q z}", "", 8, "no act"),
        ("{1C:asks y} {1C:denies w} {1Q z}", "", 8, "two acts"),
        ("a\n\n{1S y} {1C said} so", "", 10, "no content"),
        ("{@who y}", "", 8, "not among the entities"),
        ("y", "a | person | A | |", 11, "never mentioned"),
        ("{@a y}", "a | robot | A | |", 11, "no kind"),
        ("{@a y}", "a | person", 11, "an entity line is"),
        ("{@a y}", "a | person | A | |\na | person | A | |", 12, "stands twice"),
        ("", "", 10, "body is empty"),
    ],
)
def test_errors_name_file_and_line(body: str, entities: str, line: int, says: str) -> None:
    with pytest.raises(compiler.CorpusError, match=says) as caught:
        build(body, entities)
    assert str(caught.value).startswith(f"t.txt:{line}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("# id: t\n", "", "lacks id"),
        ("wire", "gossip", "no style"),
        ("2031-03-04", "4 March", "published"),
        ("# aside: no", "# aside: perhaps", "aside"),
        ("# title: T", "# titel: T", "not a header line"),
        ("no\n\n", "no\n", "blank line"),
        ("== entities", "", "footer"),
    ],
)
def test_header_and_footer(old: str, new: str, says: str) -> None:
    source = f"{HEAD}text\n\n== entities\n"
    with pytest.raises(compiler.CorpusError, match=says):
        compiler.document(source.replace(old, new, 1), path="t.txt")


@given(st.lists(st.text(st.characters(exclude_characters="{}\r", exclude_categories=["Cs"]), min_size=1), max_size=6))
def test_unmark_takes_nothing_but_the_marks(pieces: list[str]) -> None:
    plain, marked = "", ""
    for piece in pieces:
        plain += piece
        whole = piece == piece.strip() and "\n\n" not in piece
        marked += "{1Q " + piece + "}" if whole else piece
    text, tags = compiler.unmark(marked)
    assert text == plain
    assert [text[tag.start : tag.end] for tag in tags] == [p for p in pieces if p == p.strip() and "\n\n" not in p]


def test_the_shipped_corpus(tmp_path: Path) -> None:
    documents = compiler.load(CORPUS / "documents")
    for one in documents:
        spans = [span for entity in one["entities"] for span in entity["mentions"]]
        for statement in one["attributions"]:
            assert statement["content"], one["id"]
            spans += statement["source"] + statement["cue"] + statement["content"]
            spans += [span for hand in statement["reported_by"] for span in hand]
        for start, end in spans:
            assert 0 <= start < end <= len(one["text"])
            assert one["text"][start:end] == one["text"][start:end].strip()
        assert "{" not in one["text"] and "}" not in one["text"]
    counts = compiler.counts(documents)
    assert counts["paragraphs_with_statements"] >= 150
    assert 0.08 <= counts["aside"] / (counts["documents"] - counts["development"]) <= 0.15
    acts = {statement["act"] for one in documents for statement in one["attributions"]}
    assert acts == compiler.ACTS
    assert {one["style"] for one in documents} == compiler.STYLES

    assert compiler.main([str(CORPUS / "documents"), "-o", str(tmp_path)]) == 0
    lines = {
        name: [json.loads(line) for line in (tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("train", "development", "aside")
    }
    for name, part in lines.items():
        assert [one["id"] for one in part] == [one["id"] for one in documents if one["part"] == name]
        assert part and not any("part" in one for one in part)
    assert sum(map(len, lines.values())) == len(documents)


def test_every_bad_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(f"{HEAD}x {{1Q y\n\n== entities\n", "utf-8")
    (tmp_path / "b.txt").write_bytes(HEAD.encode() + b"\xff\n\n== entities\n")
    assert compiler.main([str(tmp_path), "--check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2 and "a.txt:8: " in told[0] and "not UTF-8" in told[1]
