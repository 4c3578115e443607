"""The corpus's second layer compiles: incidents, their parts, figures and their givers; errors name their line."""

from __future__ import annotations

from typing import Any

import pytest

from test_corpus import HEAD, compiler

STATEMENT = "{1Q “We counted {#k nine}, {#c three of them children},”} {1S Dr Vale} {1C said} of the {%i raid}."


def build(body: str, incidents: str, figures: str = "", entities: str = "") -> dict[str, Any]:
    compiled: dict[str, Any] = compiler.document(
        f"{HEAD}{body}\n\n== entities\n{entities}== incidents\n{incidents}\n== figures\n{figures}\n", path="t.txt"
    )
    return compiled


def words(compiled: dict[str, Any], spans: list[tuple[int, int]]) -> list[str]:
    return [compiled["text"][start:end] for start, end in spans]


def givers(compiled: dict[str, Any]) -> dict[str, list[list[str]]]:
    """The sources' words of each figure's givers."""
    return {
        f["key"]: [words(compiled, compiled["attributions"][n]["source"]) for n in f["given_by"]]
        for f in compiled["figures"]
    }


def test_an_incident_with_its_mentions_and_parts() -> None:
    compiled = build(
        "{%a:date On Monday} {@army,%a:perpetrator the army} {%a shelled} {%a:target the market} of "
        "{@dol,%a:place Dol Aren}. The {%a attack} and the {%b,%b:weapon car bomb} of May.",
        "b | bomb | background | 2031-05-01 | 2031-05-31 | month | -\n"
        "a | shelling | news | 2031-03-03 | 2031-03-03 | day | Dol Aren",
        entities="army | organisation | the army | |\ndol | place | Dol Aren | |\n",
    )
    bomb, shelling = compiled["incidents"]
    assert {k: shelling[k] for k in ("key", "kind", "told", "place")} == {
        "key": "a",
        "kind": "shelling",
        "told": "news",
        "place": "Dol Aren",
    }
    assert shelling["date"] == {"earliest": "2031-03-03", "latest": "2031-03-03", "precision": "day"}
    assert words(compiled, shelling["mentions"]) == ["shelled", "attack"]
    assert {role: words(compiled, spans) for role, spans in shelling["roles"].items()} == {
        "date": ["On Monday"],
        "perpetrator": ["the army"],
        "target": ["the market"],
        "place": ["Dol Aren"],
    }
    assert bomb["place"] is None
    assert words(compiled, bomb["mentions"]) == words(compiled, bomb["roles"]["weapon"]) == ["car bomb"]
    assert compiled["figures"] == []


def test_an_open_date_is_null() -> None:
    (one,) = build("The {%a raid}.", "a | raid | planned | - | 2031-04-01 | unknown | -")["incidents"]
    assert one["date"] == {"earliest": None, "latest": "2031-04-01", "precision": "unknown"}


RAID = "i | raid | news | - | - | unknown | -"


def test_figures_stand_in_the_order_of_the_text() -> None:
    compiled = build(
        STATEMENT,
        RAID,
        "c | i | killed | children | 3 | 3 | k | as_of=2031-03-04T10:00\n"
        "k | i | killed | nationals:Karsan | 9 | - | - | attackers",
    )
    nine, three = compiled["figures"]
    assert (nine["key"], nine["group"], nine["nation"]) == ("k", "nationals", "Karsan")
    assert (nine["low"], nine["high"], nine["part_of"]) == (9, None, None)
    assert (nine["side"], nine["as_of"], nine["disputed_by"]) == ("attackers", None, [])
    assert (three["incident"], three["harm"], three["group"], three["nation"]) == ("i", "killed", "children", None)
    assert (three["low"], three["high"], three["part_of"]) == (3, 3, "k")
    assert (three["side"], three["as_of"]) == ("victims", "2031-03-04T10:00")
    assert words(compiled, three["spans"]) == ["three of them children"]


def test_a_figure_said_twice_has_two_spans_and_a_group_of_two_words_a_blank() -> None:
    compiled = build("{%i Killed}: {#k two drivers}. The {#k two} …", RAID, "k | i | killed | aid-workers | 2 | 2 | -")
    (figure,) = compiled["figures"]
    assert words(compiled, figure["spans"]) == ["two drivers", "two"]
    assert figure["group"] == "aid workers"


@pytest.mark.parametrize(
    ("body", "remarks", "expected"),
    [
        ("{%i Raid}: {#k two} dead.", "", []),
        ("{1S Ada} {1C said} {1Q that {#k two} {%i died}}.", "", [["Ada"]]),
        ("{1S Ada} {1C said} {1Q that {2S Bo} {2C saw} {2Q {#k two} {%i die}}}.", "", [["Bo"]]),
        ("{1S Ada} {1C said} {1Q that {#k two}, {2S Bo} {2C thought}, {2Q had {%i died}}}.", "", [["Ada"]]),
        ("{1S Ada} and {2S Bo} {1C,2C said} {1Q,2Q {#k two} {%i died}}.", "", [["Ada"], ["Bo"]]),
        ("{1S Ada} {1C said} {1Q that {2S,3S Bo} {2C,3C saw} {2Q,3Q {#k two} {%i die}}}.", "", [["Bo"], ["Bo"]]),
        ("{1S Ada} {1C said} {1Q {#k two} {%i died}}.", "by=", []),
        ("{1S Ada} {1C said} {1Q {#k two} {%i died}}. {2S Bo} {2C:denies denied} {2Q it}.", "by=2", [["Bo"]]),
        ("{1S Ada} {1C said} {1Q {#k two} {%i died}}. {9S Bo} {9C said} {9Q so}.", "by=1+9", [["Ada"], ["Bo"]]),
        # The first place of a figure said twice tells who gave it.
        ("{1S Ada} {1C said} {1Q {#k two} {%i died}}. The {#k two} lie here.", "", [["Ada"]]),
        # Content in two pieces holds what stands in either.
        ("{1Q Nobody came,} {1S Ada} {1C said}. {1Q {#k Two} {%i died}.}", "", [["Ada"]]),
        # A figure that begins before the content is not in it.
        ("{#k two {1Q men}} {1C said} {1S Ada}, {%i dead}", "", []),
    ],
)
def test_who_gave_it(body: str, remarks: str, expected: list[list[str]]) -> None:
    assert givers(build(body, RAID, f"k | i | killed | people | 2 | 2 | - | {remarks}"))["k"] == expected


def test_statements_are_named_by_their_place_in_the_attributions() -> None:
    compiled = build(
        "{7S Ada} {7C said} {7Q {#k two} {%i died}}. {2S Bo} {2C:denies denied} {2Q it}.",
        RAID,
        "k | i | killed | people | 2 | 2 | - | disputed=2",
    )
    (figure,) = compiled["figures"]
    assert (figure["given_by"], figure["disputed_by"]) == ([0], [1])


def test_a_document_without_the_second_layer_has_none_of_its_keys() -> None:
    compiled = compiler.document(f"{HEAD}x\n\n== entities\n", path="t.txt")
    assert "incidents" not in compiled
    assert "figures" not in compiled


BODY = "{1S Ada} {1C said} {1Q {#k two} {%i died}}."
FIGURE = "k | i | killed | people | 2 | 2 | - |"


@pytest.mark.parametrize(
    ("body", "incidents", "figures", "line", "says"),
    [
        ("{%I x}", RAID, "", 8, "no label; write %key"),
        ("{%i:who x}", RAID, "", 8, "'who' is no role"),
        ("{#k:target x}", RAID, "", 8, "no label; write %key"),
        ("a\n\n{%j x} {%i y}", RAID, "", 10, "%j is not among the incidents"),
        ("{%i:place x}", RAID, "", 12, "never mentioned; tag its words as %i"),
        (BODY, "i | raid | news | - | - | unknown", FIGURE, 12, "the line must read: key | kind | told"),
        (BODY, "i | raid | news | - | - | unknown | - | -", FIGURE, 12, "the line must read: key | kind | told"),
        (BODY, f"{RAID}\n{RAID}", FIGURE, 13, "'i' is not well formed or stands twice"),
        (BODY, "I | raid | news | - | - | unknown | -", FIGURE, 12, "'I' is not well formed"),
        (BODY, "i | war | news | - | - | unknown | -", FIGURE, 12, "'war' is not known here"),
        (BODY, "i | raid | old | - | - | unknown | -", FIGURE, 12, "'old' is not known here"),
        (BODY, "i | raid | news | - | - | hour | -", FIGURE, 12, "'hour' is not known here"),
        (BODY, "i | raid | news | May | - | day | -", FIGURE, 12, "written like 2031-03-04, or -, not 'May'"),
        (BODY, "i | raid | news | 2031-03-04 | 2031-03-03 | day | -", FIGURE, 12, "earliest day 2031-03-04 is after"),
        (f"{BODY} {{#x one}}", RAID, FIGURE, 8, "#x is not among the figures"),
        (BODY, RAID, f"{FIGURE}\nx | i | killed | people | 2 | 2 | -", 15, "never tagged; tag its words as #x"),
        (BODY, RAID, "k | i | killed | people | 2 | 2", 14, "the line must read: key | incident | harm"),
        (BODY, RAID, "k | j | killed | people | 2 | 2 | -", 14, "names the incident 'j'"),
        (BODY, RAID, "k | i | hurt | people | 2 | 2 | -", 14, "'hurt' is not known here"),
        (BODY, RAID, "k | i | killed | lawyers | 2 | 2 | -", 14, "'lawyers' is not known here"),
        (BODY, RAID, "k | i | killed | people | two | 2 | -", 14, "whole numbers or -, not 'two'"),
        (BODY, RAID, "k | i | killed | people | -2 | 2 | -", 14, "whole numbers or -, not '-2'"),
        (BODY, RAID, "k | i | killed | people | 3 | 2 | -", 14, "low 3 is above high 2"),
        (BODY, RAID, "k | i | killed | people | 2 | 2 | k", 14, "part of 'k', which is not another figure"),
        (BODY, RAID, "k | i | killed | people | 2 | 2 | x", 14, "part of 'x', which is not another figure"),
        (BODY, RAID, f"{FIGURE} by=2", 14, "'by=2' must name statements of this document"),
        (BODY, RAID, f"{FIGURE} by=1,1", 14, "'by=1,1' must name statements of this document"),
        (BODY, RAID, f"{FIGURE} by", 14, "'by' is no remark"),
        (BODY, RAID, f"{FIGURE} disputed=x", 14, "'disputed=x' must name statements"),
        (BODY, RAID, f"{FIGURE} as_of=today", 14, "'as_of=today' is no remark"),
        (BODY, RAID, f"{FIGURE} victims", 14, "'victims' is no remark"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(body: str, incidents: str, figures: str, line: int, says: str) -> None:
    with pytest.raises(compiler.CorpusError) as caught:
        build(body, incidents, figures)
    assert str(caught.value).startswith(f"t.txt:{line}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize("footers", ["== incidents\n", "== figures\n== incidents\n", "== incidents\n== figure\n"])
def test_the_footer_has_both_parts_or_neither(footers: str) -> None:
    with pytest.raises(compiler.CorpusError, match="it must have entities, incidents, figures"):
        compiler.document(f"{HEAD}x\n\n== entities\n{footers}", path="t.txt")


def test_the_shipped_second_layer_holds_together() -> None:
    documents = [
        one for one in compiler.load(compiler.Path(compiler.__file__).parent / "documents") if "figures" in one
    ]
    assert len(documents) >= 200
    ids = {one["id"] for one in documents}
    parts: dict[str, str] = {}
    for one in documents:
        told = {incident["key"] for incident in one["incidents"]}
        keys = {figure["key"] for figure in one["figures"]}
        for figure in one["figures"]:
            assert figure["incident"] in told
            assert figure["part_of"] is None or figure["part_of"] in keys - {figure["key"]}
            assert all(0 <= n < len(one["attributions"]) for n in figure["given_by"] + figure["disputed_by"])
            assert all(word == word.strip() for word in words(one, figure["spans"]))
    for one in documents:
        if "reprint" in one:
            assert one["reprint"] in ids - {one["id"]}
        if "story" in one:
            part = parts.setdefault(one["story"], one["part"])
            assert part == one["part"], f"{one['story']} is in {part} and in {one['part']}"
    voices = {bool(figure["given_by"]) for one in documents for figure in one["figures"]}
    assert voices == {True, False}


def test_colours_know_the_second_layer() -> None:
    assert compiler.coloured("{%i raid} {#k two}\n== entities").count("\x1b[1;31m") == 1
