"""Incidents and figures become labels on the right pieces, from the corpus and from sets that say less."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evaluation.score import lines
from training.counted import counted
from training.examples import LAYERS, OUT, TOTALS_WITHIN, UNKNOWN, Example, examples
from training.templates import weak

from onrecord.reading.labels import HARMS, KINDS, MOST, PARTS, SIDES, TOLD
from test_training import said

TEXT = (
    "The army shelled the market of Dol Aren on Monday, killing nine traders, three of them women. "
    "A planned raid was feared; a gunman died."
)


def span(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def figure(
    words: str, incident: str, harm: str, side: str = "victims", number: int = 1, part_of: str | None = None
) -> dict[str, Any]:
    return {
        "key": words, "incident": incident, "harm": harm, "side": side, "spans": [span(words)], "group": "people",
        "low": number, "high": number, "part_of": part_of, "given_by": [],
    }  # fmt: skip


DOCUMENT: dict[str, Any] = {
    "id": "d",
    "text": TEXT,
    "incidents": [
        {
            "key": "a", "kind": "shelling", "told": "news", "mentions": [span("shelled"), span("killing")],
            "roles": {"perpetrator": [span("The army")], "date": [span("on Monday")], "place": [span("Dol Aren")]},
        },
        {"key": "b", "kind": "raid", "told": "planned", "mentions": [span("raid"), span("died")], "roles": {}},
    ],
    "figures": [
        figure("three of them women", "a", "killed", number=3, part_of="nine traders, three of them women"),
        figure("nine traders, three of them women", "a", "killed", number=9),
        figure("a gunman", "b", "killed", "attackers"),
    ],
}  # fmt: skip


def layer(example: Example, name: str) -> list[int]:
    return example.harm[LAYERS.index(name)]


def marked(example: Example, name: str) -> list[tuple[str, int]]:
    """The words marked in a layer of beginnings and goings-on, with the label of their beginning."""
    row = layer(example, name)
    out = []
    for start, label in enumerate(row):
        if label > OUT and label % 2:
            end = start + 1
            while row[end] == label + 1:
                end += 1
            out.append((said(example, list(range(start, end))), label))
    return out


def chosen(example: Example, name: str) -> list[tuple[str, int]]:
    """The pieces that have a label in a layer of one label a mention or figure."""
    return [(said(example, [k]), v) for k, v in enumerate(layer(example, name)) if v != UNKNOWN]


def test_labels_stand_on_the_pieces_of_their_words() -> None:
    (example,) = examples(DOCUMENT, 0)
    assert marked(example, "mention") == [("shelled", 1), ("killing", 1), ("raid", 1), ("died", 1)]
    killed = 1 + 2 * HARMS.index("killed")
    # Of a figure inside a figure the outer one alone is marked.
    assert marked(example, "figure") == [("nine traders, three of them women", killed), ("a gunman", killed)]
    parts = {words: PARTS[(label - 1) // 2] for words, label in marked(example, "part")}
    assert parts == {"the army": "perpetrator", "dol aren": "place", "on monday": "date"}


def test_kind_told_and_side_are_asked_where_a_mention_or_figure_begins() -> None:
    (example,) = examples(DOCUMENT, 0)
    mentions = [k for k, v in enumerate(layer(example, "mention")) if v == 1]
    figures = [k for k, v in enumerate(layer(example, "figure")) if v > 0 and v % 2]
    for name, names, at, expected in (
        ("kind", KINDS, mentions, ["shelling", "shelling", "raid", "raid"]),
        ("told", TOLD, mentions, ["news", "news", "planned", "planned"]),
        ("side", SIDES, figures, ["victims", "attackers"]),
    ):
        row = layer(example, name)
        assert [k for k, v in enumerate(row) if v != UNKNOWN] == at
        assert [names[row[k]] for k in at] == expected


def test_what_belongs_together_is_linked() -> None:
    (example,) = examples(DOCUMENT, 0)
    # The first piece of each; ‘shelled’ and ‘Dol’ are two pieces.
    linked = {said(example, [k]): incident for k, incident in example.linked}
    assert linked == {
        "the": 0, "shell": 0, "do": 0, "on": 0, "killing": 0, "nine": 0, "raid": 1, "a": 1, "died": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("harm", "label"), [*((h, h) for h in HARMS), ("combined", "casualties")])
def test_every_harm_has_its_label(harm: str, label: str) -> None:
    (example,) = examples({**DOCUMENT, "figures": [figure("a gunman", "b", harm)]}, 0)
    assert [(words, HARMS[(n - 1) // 2]) for words, n in marked(example, "figure")] == [("a gunman", label)]


def test_what_is_unsure_is_unknown_unless_it_is_marked() -> None:
    sure, unsure = examples(DOCUMENT, 0)[0], examples({**DOCUMENT, "unsure": [span("A planned raid was feared")]}, 0)[0]
    for name in ("mention", "figure", "part"):
        changed = [k for k, (a, b) in enumerate(zip(layer(sure, name), layer(unsure, name), strict=True)) if a != b]
        assert said(unsure, changed) == ("a planned was feared" if name == "mention" else "a planned raid was feared")
        assert {layer(unsure, name)[k] for k in changed} == {UNKNOWN}
    assert unsure.linked == sure.linked


def test_without_incidents_nothing_of_them_is_known() -> None:
    (example,) = examples({"id": "d", "text": TEXT, "attributions": []}, 0)
    assert {v for row in example.harm for v in row} == {UNKNOWN}
    assert example.linked == []


@pytest.mark.parametrize(
    ("totals", "killed", "injured"),
    [({"killed": 2, "injured": 0}, 2, 0), ({"killed": 500}, MOST, UNKNOWN), ({}, UNKNOWN, UNKNOWN)],
)
def test_totals_stand_before_the_first_piece(totals: dict[str, int], killed: int, injured: int) -> None:
    (example,) = examples({**DOCUMENT, "totals": totals}, 0)
    assert (layer(example, "killed")[0], layer(example, "injured")[0]) == (killed, injured)
    assert {v for name in ("killed", "injured") for v in layer(example, name)[1:]} == {UNKNOWN}


def test_totals_are_taught_at_the_head_of_a_report_alone() -> None:
    long = "\n\n".join([TEXT] * 80)
    bare = examples({"id": "d", "text": long, "totals": {"killed": 9}}, 0)
    assert [layer(e, "killed")[0] for e in bare] == [9 if MOST > 9 else MOST] * TOTALS_WITHIN
    whole = examples({**DOCUMENT, "text": long, "totals": {"killed": 1}}, 0)
    assert len(whole) > TOTALS_WITHIN
    heads = [layer(e, "killed")[0] for e in whole]
    assert heads == [1] * TOTALS_WITHIN + [UNKNOWN] * (len(whole) - TOTALS_WITHIN)


UPPER = (
    "LORO, 4 MAY -- MEN OF THE RED DAWN BLEW UP THE BANK OF DOL AREN WITH DYNAMITE YESTERDAY. THE BLAST KILLED TWO\n"
    "NIGHT WATCHMEN AND LEFT A CLERK IN A COMA.\n\n"
    "THE RED DAWN PUBLISHES A PAPER. A CLASH WAS REPORTED IN KARSA. THE MAYOR WAS NOT HARMED."
)


def template(kind: str = "BOMBING", stage: str = "ACCOMPLISHED", **slots: list[dict[str, Any]]) -> dict[str, Any]:
    empty: dict[str, list[dict[str, Any]]] = {
        "targets": [], "weapons": [], "victims": [], "place": [], "perpetrators": [],
    }  # fmt: skip
    return {"type": kind, "stage": stage, "killed": None, "injured": None, **empty, **slots}


def filler(words: str, optional: bool = False) -> dict[str, Any]:
    return {"texts": [words], "optional": optional}


def victim(words: str, *effects: str, optional: bool = False) -> dict[str, Any]:
    return {"text": words, "aliases": [], "descriptions": [], "effects": list(effects), "optional": optional}


def taught(*templates: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    made = weak({"id": "t", "text": UPPER, "published": "1991-05-04", "templates": list(templates)})

    def words(spans: list[list[int]]) -> list[str]:
        return [" ".join(UPPER[s:e].split()) for s, e in spans]

    return made, words


def number(low: int) -> dict[str, int]:
    return {"low": low, "high": low}


@pytest.mark.parametrize(
    ("templates", "totals"),
    [
        ([{"killed": number(2), "injured": number(1)}], {"killed": 2, "injured": 1}),
        # Where a template has none, nobody was.
        ([{"killed": number(2)}], {"killed": 2, "injured": 0}),
        # Of several incidents nobody knows which is the main one.
        ([{"killed": number(2)}, {"killed": number(3)}], None),
        ([], None),
    ],
)
def test_one_template_teaches_totals(templates: list[dict[str, Any]], totals: dict[str, int] | None) -> None:
    made, _ = taught(*(template() | t for t in templates))
    assert made.get("totals") == totals


BANK = template(
    targets=[filler("BANK OF DOL AREN")],
    weapons=[filler("DYNAMITE")],
    victims=[victim("NIGHT WATCHMEN", "DEATH"), victim("CLERK", "INJURY"), victim("MAYOR", "NO INJURY")],
    place=[{"names": ["LORO"]}, {"names": ["DOL AREN"]}],
    perpetrators=[filler("RED DAWN")],
)


def test_a_template_marks_where_its_fillers_stand() -> None:
    made, words = taught(BANK)
    (one,) = made["incidents"]
    assert (one["kind"], one["told"]) == ("bomb", "news")
    assert set(one) == {"key", "kind", "told", "mentions", "roles"}
    assert words(one["mentions"]) == ["BLEW UP", "BLAST", "KILLED"]
    assert words(one["roles"]["target"]) == ["BANK OF DOL AREN", "MAYOR"]
    assert words(one["roles"]["weapon"]) == ["DYNAMITE"]
    assert words(one["roles"]["place"]) == ["DOL AREN"]
    assert [(f["harm"], f["side"], f["incident"], words(f["spans"])) for f in made["figures"]] == [
        ("killed", "victims", one["key"], ["TWO NIGHT WATCHMEN"]),
        ("injured", "victims", one["key"], ["A CLERK"]),
    ]


def test_what_a_template_leaves_open_is_unsure() -> None:
    made, words = taught(BANK)
    # The group is named again where nothing is told, and a word tells of something else.
    assert words(made["incidents"][0]["roles"]["perpetrator"]) == ["RED DAWN"]
    assert words(made["unsure"]) == ["RED DAWN", "CLASH", "YESTERDAY"]
    optional = template(
        targets=[filler("BANK OF DOL AREN", True)],
        weapons=[filler("DYNAMITE", True)],
        victims=[victim("NIGHT WATCHMEN", "DEATH", optional=True)],
        perpetrators=[filler("RED DAWN", True)],
    )
    made, words = taught(optional)
    assert made["figures"] == []
    assert {"BANK OF DOL AREN", "DYNAMITE", "NIGHT WATCHMEN", "RED DAWN"} <= set(words(made["unsure"]))


@pytest.mark.parametrize(
    ("kind", "stage", "expected", "told", "harm"),
    [
        ("BOMBING", "ACCOMPLISHED", "bomb", "news", "killed"),
        ("ATTACK", "ATTEMPTED", "attack", "news", "killed"),
        ("ATTACK", "THREATENED", "attack", "threatened", "killed"),
        ("KIDNAPPING", "ACCOMPLISHED", "abduction", "news", "abducted"),
        ("ARSON", "ACCOMPLISHED", "destruction", "news", "killed"),
    ],
)
def test_kinds_stages_and_harms_of_templates(kind: str, stage: str, expected: str, told: str, harm: str) -> None:
    made, _ = taught(template(kind, stage, victims=[victim("NIGHT WATCHMEN", "DEATH")]))
    assert [(one["kind"], one["told"]) for one in made["incidents"]] == [(expected, told)]
    assert [f["harm"] for f in made["figures"]] == [harm]


def test_a_document_without_templates_tells_of_nothing() -> None:
    made, _ = taught()
    assert (made["incidents"], made["figures"], made["unsure"]) == ([], [], [])
    (example,) = examples(made, 0)
    assert set(layer(example, "mention")[1:-1]) == {OUT}


def test_a_template_trains() -> None:
    made, _ = taught(BANK)
    (example,) = examples(made, 0)
    assert ("two night watchmen", 1 + 2 * HARMS.index("killed")) in marked(example, "figure")
    unknown = [k for k, v in enumerate(layer(example, "mention")[:-1]) if v == UNKNOWN and k]
    assert said(example, unknown) == "yesterday red dawn clash"


@pytest.mark.parametrize(
    ("earliest", "latest", "dating"),
    [
        ("1991-05-03", "1991-05-03", ["YESTERDAY"]),
        ("1991-05-04", "1991-05-04", []),  # the dateline's day, which dates the report
        ("1991-05-01", "1991-05-03", []),
        (None, None, []),
    ],
)
def test_a_template_is_dated_by_the_times_of_its_day(
    earliest: str | None, latest: str | None, dating: list[str]
) -> None:
    day = {"earliest": earliest, "latest": latest}
    made, words = taught({**BANK, "date": {**day, "alternatives": [day]}})
    assert words(made["incidents"][0]["roles"].get("date", [])) == dating
    assert ("YESTERDAY" in words(made["unsure"])) is not bool(dating)


COUNTED: dict[str, Any] = {
    "id": "c", "text": "Ana Vale and Ivo Sund were shot by Jon Kell. Vale died.", "killed": 1, "injured": 1,
}  # fmt: skip


def person(role: str, name: str, *was: str) -> dict[str, Any]:
    start, end = span(name, COUNTED["text"])
    return {"role": role, "name": {"start": start, "end": end}, "was": list(was)}


def test_counts_alone_teach_totals_alone() -> None:
    assert counted(COUNTED) == {"id": "c", "text": COUNTED["text"], "totals": {"killed": 1, "injured": 1}}
    assert counted({**COUNTED, "killed": 0, "injured": None})["totals"] == {"killed": 0}


def test_named_persons_of_counts_are_figures_and_the_rest_is_unsure() -> None:
    people = [
        person("victim", "Ana Vale", "killed", "injured"), person("victim", "Ivo Sund", "injured"),
        person("victim", "Ivo Sund"), person("shooter", "Jon Kell", "killed"), {"role": "victim", "name": None},
    ]  # fmt: skip
    made = counted({**COUNTED, "people": people})
    assert made["totals"] == {"killed": 1, "injured": 1}
    assert [(f["harm"], f["spans"]) for f in made["figures"]] == [
        ("killed", [span("Ana Vale", made["text"])]),
        ("injured", [span("Ivo Sund", made["text"])]),
    ]
    assert made["incidents"][0]["roles"] == {"perpetrator": [span("Jon Kell", made["text"])]}
    (example,) = examples(made, 0)
    assert [words for words, _ in marked(example, "figure")] == ["ana vale", "ivo sund"]
    assert OUT not in layer(example, "mention")
    assert (layer(example, "killed")[0], layer(example, "injured")[0]) == (1, 1)


def test_prepare_gathers_templates_counts_and_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from training import prepare

    def put(name: str, *documents: dict[str, Any]) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")

    put("corpus/train.jsonl", {**DOCUMENT, "story": "dropped"})
    put("corpus/aside.jsonl", DOCUMENT)
    put("data/templates/t.jsonl", {"id": "t", "text": UPPER, "templates": [BANK]})
    put("data/counts/c.jsonl", COUNTED)
    known = {**DOCUMENT, "unsure": [[0, 3]], "totals": {"killed": 8}}
    put("data/figures/f.jsonl", known)
    arguments = ["--corpus", tmp_path / "corpus", "--data", tmp_path / "data", "--output", tmp_path / "out"]
    monkeypatch.setattr("sys.argv", ["prepare", *map(str, arguments)])
    prepare.main()
    summed = {**DOCUMENT, "totals": {"killed": 9, "injured": 0}}
    made = {p.name: list(lines(p)) for p in (tmp_path / "out").iterdir()}
    assert made == {
        "train_templates_t.jsonl": [taught(BANK)[0] | {"id": "t"}],
        "train_counts_c.jsonl": [counted(COUNTED)],
        "train_figures_f.jsonl": [known],
        "train_corpus_train.jsonl": [summed],
        "dev_corpus_aside.jsonl": [summed],
    }
