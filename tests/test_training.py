"""Annotated documents become training windows whose labels stand on the right pieces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evaluation.score import lines
from training.examples import CONTENT, HAND, SOURCE, UNKNOWN, Example, examples

TEXT = "The shelling began at dawn. “We counted nine bodies,” Aru Devan told Meridian Wire. Nobody else spoke."


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


DOCUMENT: dict[str, Any] = {
    "id": "d",
    "text": TEXT,
    "attributions": [
        {
            "source": [span("Aru Devan")],
            "cue": [span("told")],
            "content": [span("“We counted nine bodies,”")],
            "reported_by": [[span("Meridian Wire")]],
        }
    ],
    "entities": [
        {"kind": "person", "mentions": [span("Aru Devan")]},
        {"kind": "organisation", "mentions": [span("Meridian Wire")]},
        {"kind": "group", "mentions": [span("Nobody else")]},
    ],
}


def said(example: Example, positions: list[int]) -> str:
    from onrecord.reading.pieces import tokenizer

    return tokenizer().decode([example.ids[k] for k in positions], skip_special_tokens=False)


def test_labels_stand_on_the_pieces_of_their_words() -> None:
    (example,) = examples(DOCUMENT, 0)
    assert said(example, [k for k, v in enumerate(example.cue) if v > 0]) == "told"
    (row,) = example.arguments
    assert said(example, [k for k, v in enumerate(row) if v == SOURCE]) == "aru devan"
    assert said(example, [k for k, v in enumerate(row) if v == HAND]) == "meridian wire"
    assert said(example, [k for k, v in enumerate(row) if v == CONTENT]).replace(" ", "") == '"wecountedninebodies,"'
    assert said(example, [k for k, v in enumerate(example.entity) if v in (1, 2)]) == "aru devan"
    assert said(example, [k for k, v in enumerate(example.entity) if v in (3, 4)]) == "meridian wire"
    assert example.hands


@pytest.mark.parametrize(("left_out", "field"), [("attributions", "cue"), ("entities", "entity")])
def test_what_is_not_annotated_is_unknown_not_absent(left_out: str, field: str) -> None:
    (example,) = examples({k: v for k, v in DOCUMENT.items() if k != left_out}, 0)
    assert set(getattr(example, field)) == {UNKNOWN}


def test_a_long_document_is_cut_and_every_cue_is_told_once() -> None:
    document = {**DOCUMENT, "text": "\n\n".join([TEXT] * 40)}
    step = len(TEXT) + 2
    document["attributions"] = [
        {
            role: [[s + n * step, e + n * step] for s, e in spans]
            for role, spans in DOCUMENT["attributions"][0].items()
            if role != "reported_by"
        }
        for n in range(40)
    ]
    cut = examples(document, 0)
    assert len(cut) > 1
    assert sum(len(e.cues) for e in cut) == 40
    assert all(len(e.ids) <= 512 for e in cut)


def test_lines_reads_plain_and_gzipped(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "a.jsonl").write_text(json.dumps(DOCUMENT) + "\n\n", encoding="utf-8")
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as f:
        f.write(json.dumps(DOCUMENT) + "\n")
    assert list(lines(tmp_path / "a.jsonl")) == list(lines(tmp_path / "a.jsonl.gz")) == [DOCUMENT]


def test_prepare_gathers_sets_and_gives_silver_to_those_without_entities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training import prepare

    def put(name: str, *documents: dict[str, Any]) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")

    put("corpus/train.jsonl", DOCUMENT)
    put("corpus/aside.jsonl", {**DOCUMENT, "id": "kept"})
    put("data/attribution/a.jsonl", {"id": "a", "text": TEXT, "attributions": []})
    put("data/entities/e.jsonl", {"id": "e", "text": TEXT, "entities": [{"type": "Person", "start": 53, "end": 62}]})
    put("data/silver/s.jsonl", {"id": "a", "entities": [{"kind": "place", "mentions": [[0, 3]]}]})
    monkeypatch.setattr(
        "sys.argv",
        [
            "prepare",
            "--corpus",
            str(tmp_path / "corpus"),
            "--data",
            str(tmp_path / "data"),
            "--output",
            str(tmp_path / "out"),
        ],
    )
    prepare.main()
    made = {p.name: list(lines(p)) for p in sorted((tmp_path / "out").iterdir())}
    assert sorted(made) == [
        "dev_corpus_aside.jsonl",
        "train_attribution_a.jsonl",
        "train_corpus_train.jsonl",
        "train_entities_e.jsonl",
    ]
    assert made["train_attribution_a.jsonl"][0]["entities"] == [{"kind": "place", "mentions": [[0, 3]]}]
    assert made["train_entities_e.jsonl"][0]["entities"] == [{"kind": "person", "mentions": [[53, 62]]}]
    assert [d["id"] for d in made["dev_corpus_aside.jsonl"]] == ["kept"]
