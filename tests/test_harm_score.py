"""The scorer of incidents and figures: a perfect record reaches 1.0, and a mistake lowers its own rate."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from evaluation import baseline, harm

from onrecord.record import Record, check, from_json, to_json

TEXT = (
    "Shelling of Dol Aren on Monday killed nine people, said Ana Vale and the ministry. The clash in May left some men "
    "hurt; 12 fighters died, it is said. A raid planned for June could kill four civilians. Medics feared 40 dead or "
    "hurt."
)


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def attribution(source: str, content: str, *names: str) -> dict[str, Any]:
    return {
        "source": [span(source)] if source else [],
        "content": [span(content)],
        "speakers": [{"names": list(names)}] if names else [],
    }


FIRST = "Shelling of Dol Aren on Monday killed nine people"


def figure(incident: str, words: str, harm: str, group: str, low: int | None, high: int | None, *by: int) -> Any:
    return {
        "incident": incident, "spans": [span(words)], "harm": harm, "group": group, "low": low, "high": high,
        "given_by": list(by),
    }  # fmt: skip


def incident(
    key: str, kind: str, told: str, days: tuple[str | None, str | None], place: str | None, *words: str
) -> Any:
    return {
        "key": key, "kind": kind, "told": told, "date": {"earliest": days[0], "latest": days[1]}, "place": place,
        "mentions": [span(w) for w in words],
    }  # fmt: skip


GOLD: dict[str, Any] = {
    "text": TEXT,
    "attributions": [
        attribution("Ana Vale", FIRST, "Ana Vale"),
        attribution("the ministry", FIRST, "Interior Ministry"),
        attribution("", "12 fighters died"),
    ],
    "incidents": [
        incident("a", "shelling", "news", ("2031-03-03", "2031-03-03"), "Dol Aren", "Shelling", "killed"),
        incident("b", "clash", "background", ("2030-05-01", "2030-05-31"), None, "clash", "died"),
        incident("c", "raid", "planned", (None, None), "Karsa", "raid", "kill four"),
    ],
    "figures": [
        figure("a", "nine people", "killed", "people", 9, 9, 0, 1),
        figure("b", "some men", "injured", "men", None, None),
        figure("b", "12 fighters", "killed", "combatants", 12, 12, 2),
        figure("c", "four civilians", "killed", "civilians", 4, None),
        figure("c", "40 dead", "combined", "people", 40, 40),
    ],
}


def said(key: str, source: str, content: str, name: str | None = None) -> dict[str, Any]:
    return {
        "id": key,
        "source": {"spans": [span(source)], "name": name} if source else None,
        "content": {"spans": [span(content)]},
    }


def counted(key: str, words: str, harm: str, group: str, low: int | None, high: int | None, *by: str) -> dict[str, Any]:
    return {
        "id": key, "spans": [span(words)], "harm": harm, "who": {"group": group}, "low": low, "high": high,
        "given_by": list(by),
    }  # fmt: skip


def told(key: str, at: int, figures: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The record's incident that says what the annotated one numbered ``at`` says."""
    one = GOLD["incidents"][at]
    return {
        "id": key, "type": {"kind": one["kind"]}, "date": dict(one["date"]), "background": False, "status": "happened",
        "place": {"name": one["place"]} if one["place"] else None, "mentions": {"spans": list(one["mentions"])},
        "figures": figures, **more,
    }  # fmt: skip


PERFECT: dict[str, Any] = {
    "statements": [
        said("s1", "Ana Vale", FIRST, "Ana Vale"),
        said("s2", "the ministry", FIRST, "the ministry"),
        said("s3", "", "12 fighters died"),
    ],
    "incidents": [
        told("i1", 0, [counted("f1", "nine people", "killed", "people", 9, 9, "s1", "s2")]),
        told("i2", 1, [counted("f2", "12 fighters", "killed", "combatants", 12, 12, "s3")], background=True),
    ],
    "prospects": [
        told("i3", 2, [counted("f3", "four civilians", "killed", "civilians", 4, None)], status="planned"),
    ],
}
WHOLE = {"p": 1.0, "r": 1.0, "f": 1.0}
ALL_FIGURES: dict[str, Any] = {
    "found": 1.0, "harm": 1.0, "number": 1.0, "group": 1.0, "givers": 1.0, "all": WHOLE,
}  # fmt: skip
ALL_INCIDENTS: dict[str, Any] = {
    "mentions": WHOLE, "together": WHOLE, "found": 1.0, "kind": 1.0, "told": 1.0, "date": 1.0, "place": 1.0,
}  # fmt: skip
TWO = 0.6667  # of three


def rate(p: float, r: float, f: float) -> dict[str, float]:
    return {"p": p, "r": r, "f": f}


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    record = copy.deepcopy(PERFECT)
    change(record)
    return record


def test_a_perfect_record() -> None:
    assert harm.figures([GOLD], [PERFECT]) == ALL_FIGURES
    assert harm.incidents([GOLD], [PERFECT]) == ALL_INCIDENTS


def first(record: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = record["incidents"][0]["figures"][0]
    return made


BOTH = rate(TWO, TWO, TWO)


@pytest.mark.parametrize(
    ("change", "lowered"),
    [
        (
            lambda r: r["incidents"][0]["figures"].clear(),
            {"found": TWO, "harm": TWO, "number": TWO, "group": TWO, "givers": TWO, "all": rate(1.0, TWO, 0.8)},
        ),
        (lambda r: first(r).update(harm="injured"), {"harm": TWO, "number": TWO, "group": TWO, "all": BOTH}),
        (lambda r: first(r).update(low=8), {"number": TWO, "group": TWO, "all": BOTH}),
        (lambda r: first(r).update(high=None), {"number": TWO, "group": TWO, "all": BOTH}),
        (lambda r: first(r).update(who={"group": "civilians"}), {"group": TWO, "all": BOTH}),
        (lambda r: first(r).update(given_by=[]), {"givers": TWO, "all": BOTH}),
        (lambda r: first(r).update(given_by=["s1"]), {"givers": TWO, "all": BOTH}),  # one of a joint source
        (lambda r: first(r).update(given_by=["s1", "s3"]), {"givers": TWO, "all": BOTH}),
        (lambda r: first(r).update(given_by=["s3", "s2", "s1"]), {}),  # givers besides are not punished
        # The report's own voice is not a statement's, and not the other way round.
        (lambda r: r["prospects"][0]["figures"][0].update(given_by=["s1"]), {"givers": TWO, "all": BOTH}),
        # Whom the text does not name has no source.
        (lambda r: r["statements"][2].update(said("s3", "Medics", "12 fighters died")), {"givers": TWO, "all": BOTH}),
        # A source of other words is met by the name, if that is right.
        (lambda r: r["statements"][0]["source"].update(spans=[span("Medics")]), {}),
        (lambda r: r["statements"][1].update(said("s2", "Medics", FIRST, "Medics")), {"givers": TWO, "all": BOTH}),
        (
            lambda r: r["incidents"][1]["figures"].append(counted("f9", "Monday", "killed", "people", 1, 1)),
            {"all": rate(0.75, 1.0, 0.8571)},
        ),
        # What is found where nothing fixes a number, or one number counts two harms, is left out.
        (lambda r: r["incidents"][1]["figures"].append(counted("f9", "some men", "injured", "men", 2, None)), {}),
        (lambda r: r["incidents"][1]["figures"].append(counted("f9", "40 dead", "killed", "people", 40, 40)), {}),
        # Of two figures over the same words the better one is taken; the other is one too many.
        (
            lambda r: r["incidents"][0]["figures"].insert(0, counted("f9", "nine people", "missing", "people", 9, 9)),
            {"all": rate(0.75, 1.0, 0.8571)},
        ),
        (
            lambda r: r.update(incidents=[], prospects=[]),
            {"found": 0.0, "harm": 0.0, "number": 0.0, "group": 0.0, "givers": 0.0, "all": rate(0.0, 0.0, 0.0)},
        ),
    ],
)  # fmt: skip
def test_figures(change: Callable[[dict[str, Any]], object], lowered: dict[str, Any]) -> None:
    assert harm.figures([GOLD], [changed(change)]) == ALL_FIGURES | lowered


def merged(record: dict[str, Any]) -> None:
    """The first two incidents as one, which says what the first says."""
    one, two = record["incidents"]
    one["mentions"]["spans"] += two["mentions"]["spans"]
    one["figures"] += two["figures"]
    record["incidents"] = [one]


def split(record: dict[str, Any]) -> None:
    """The first incident's last mention as an incident of its own."""
    one = record["incidents"][0]
    other = copy.deepcopy({**one, "id": "i9", "figures": []})
    other["mentions"]["spans"] = [one["mentions"]["spans"].pop()]
    record["incidents"].append(other)


@pytest.mark.parametrize(
    ("change", "lowered"),
    [
        (lambda r: r["incidents"][0]["type"].update(kind="bomb"), {"kind": TWO}),
        (lambda r: r["incidents"][1].update(background=False), {"told": TWO}),
        (lambda r: r["prospects"][0].update(status="threatened"), {"told": TWO}),
        (lambda r: r["incidents"][0]["date"].update(latest="2031-03-04"), {"date": TWO}),
        (lambda r: r["incidents"][0]["date"].update(earliest=None), {"date": TWO}),
        (lambda r: r["incidents"][0].update(place={"name": "Karsa"}), {"place": 0.5}),
        (lambda r: r["incidents"][0].update(place=None), {"place": 0.5}),
        (lambda r: r["incidents"][1].update(place={"name": "Karsa"}), {}),  # no place is annotated there
        (lambda r: r["incidents"][0]["mentions"]["spans"].pop(), {"mentions": rate(1.0, 0.8333, 0.9091)}),
        (lambda r: r["incidents"][0]["mentions"]["spans"].append(span("it")), {"mentions": rate(0.8571, 1.0, 0.9231)}),
        # Nine mentions and figures: the six of two incidents each stand with three of their own among six.
        (merged, {"together": rate(TWO, 1.0, 0.8), "kind": TWO, "told": TWO, "date": TWO}),
        # The three of one incident: two stand with two of three, one alone: 2/3, 2/3 and 1/3, and six whole ones.
        (split, {"together": rate(1.0, 0.8519, 0.92)}),
        (
            lambda r: r["prospects"].clear(),
            {"mentions": rate(1.0, TWO, 0.8), "found": TWO},  # place, kind and the like: of the incidents found
        ),
    ],
)  # fmt: skip
def test_incidents(change: Callable[[dict[str, Any]], object], lowered: dict[str, Any]) -> None:
    assert harm.incidents([GOLD], [changed(change)]) == ALL_INCIDENTS | lowered


def test_an_empty_record_scores_nothing() -> None:
    empty: dict[str, Any] = {"statements": [], "incidents": [], "prospects": []}
    nothing = rate(0.0, 0.0, 0.0)
    assert harm.incidents([GOLD], [empty]) == {
        "mentions": nothing, "together": nothing, "found": 0.0, "kind": 0.0, "told": 0.0, "date": 0.0, "place": 0.0,
    }  # fmt: skip


def test_one_record_for_each_document() -> None:
    with pytest.raises(ValueError, match="shorter"):
        harm.figures([GOLD, GOLD], [PERFECT])


def counts(text: str) -> list[tuple[str, str, str, int | None, int | None]]:
    record = baseline.read({"id": "t", "text": text})
    check(record)
    assert from_json(to_json(record)) == record
    return [(f.text, f.harm, f.who.group, f.low, f.high) for i in record.incidents for f in i.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 21 people were killed.", [("At least 21 people", "killed", "people", 21, None)]),
        ("More than 1,000 villagers fled.", [("More than 1,000 villagers", "displaced", "people", 1001, None)]),
        ("Up to twenty-three soldiers died.", [("Up to twenty-three soldiers", "killed", "combatants", None, 23)]),
        ("It killed 9, hurt a dozen.", [("9", "killed", "people", 9, 9), ("a dozen", "injured", "people", 12, 12)]),
        ("Dozens of children are missing.", [("Dozens of children", "missing", "children", 24, None)]),
        ("No civilians were hurt.", [("No civilians", "injured", "civilians", 0, 0)]),
        ("Fewer than 10 medics were detained.", [("Fewer than 10 medics", "detained", "medics", None, 9)]),
        ("Nobody was killed in 2019, and no longer at 10.30.", []),
        ("He died after 12 days. Nine shops were open.", []),
        ("", []),
    ],
)  # fmt: skip
def test_the_baseline(text: str, expected: list[tuple[str, str, str, int | None, int | None]]) -> None:
    assert counts(text) == expected


def test_the_baseline_takes_its_givers_from_statements() -> None:
    text = "Ada said nine men died. Two men died."
    held = from_json(
        b'{"reader": {"version": "0", "model": "m"}, "article": {"id": "sha256:", "text": "' + text.encode() + b'"}, '
        b'"statements": [{"id": "s1", "kind": "indirect", "content": {"spans": [[9, 22]], "text": "nine men died"}}]}'
    )
    check(held)
    made: Record = baseline.read({"id": "t", "text": text}, held)
    assert [f.given_by for i in made.incidents for f in i.figures] == [("s1",), ()]
