"""From marks to statements, with marks made by hand: no weights are needed here."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.reading.chains import cited, hands, hears, passed
from onrecord.reading.model import CueMark, Marks
from onrecord.reading.pieces import pieces
from onrecord.reading.statements import Found, statements
from onrecord.reading.view import view


def read(text: str, told: list[dict[str, str]]) -> list[Found]:
    """Statements of ``text`` where the model is sure of the words in ``told`` (cue, source, content)."""
    seen = view(text)
    cut = pieces(seen)

    def at(words: str, after: int = 0) -> tuple[int, int]:
        start = seen.text.index(words, after)
        return (
            next(k for k, e in enumerate(cut.ends) if e > start),
            next(k for k, s in [*enumerate(cut.starts), (len(cut.ids), len(seen.text) + 1)] if s >= start + len(words)),
        )

    cues = []
    for one in told:
        labels = np.full((len(cut.ids), 4), 0.02, dtype=np.float32)
        labels[:, 0] = 0.94
        for role, column in (("source", 1), ("content", 2), ("hand", 3)):
            for words in filter(None, one.get(role, "").split("|")):
                s, e = at(words)
                labels[s:e] = 0.02
                labels[s:e, column] = 0.94
        s, e = at(one["cue"])
        cues.append(CueMark(s, e, float(one.get("likely", 0.9)), 0.9, 0, labels))
    cues.sort(key=lambda c: c.start)
    return statements(Marks(cues, [], [], [], [], []), cut, seen)


def words(text: str, found: list[Found]) -> list[tuple[str, str]]:
    seen = view(text).text
    return [(" … ".join(seen[s:e] for s, e in f.source), " … ".join(seen[s:e] for s, e in f.content)) for f in found]


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        (
            '"We counted nine bodies," said Aru Devan.',
            [{"cue": "said", "source": "Aru Devan", "content": '"We counted nine bodies,"'}],
            [("Aru Devan", '"We counted nine bodies,"')],
        ),
        (  # a quotation mostly taken is taken whole
            '"We counted nine bodies in the square," said Aru Devan.',
            [{"cue": "said", "source": "Aru Devan", "content": "counted nine bodies in the"}],
            [("Aru Devan", '"We counted nine bodies in the square,"')],
        ),
        (  # a scrap of it is not
            '"We counted nine bodies in the square and carried them away," said Aru Devan of the dead.',
            [{"cue": "said", "source": "Aru Devan", "content": "nine"}],
            [("Aru Devan", "nine")],
        ),
        (  # the sentence after it floats to the same speaker
            '"We counted nine bodies," said Aru Devan. "Three of them were children."',
            [{"cue": "said", "source": "Aru Devan", "content": '"We counted nine bodies,"'}],
            [("Aru Devan", '"We counted nine bodies," … "Three of them were children."')],
        ),
        (  # scare quotes do not
            '"We counted nine bodies," said Aru Devan. The army speaks of "terrorists" there.',
            [{"cue": "said", "source": "Aru Devan", "content": '"We counted nine bodies,"'}],
            [("Aru Devan", '"We counted nine bodies,"')],
        ),
        (  # the final stop of indirect speech stays outside
            "The ministry denied that anyone was hurt.",
            [{"cue": "denied", "source": "The ministry", "content": "that anyone was hurt."}],
            [("The ministry", "that anyone was hurt")],
        ),
        (  # no source in the words
            "Nine people are believed to have died.",
            [{"cue": "are believed", "content": "Nine people|to have died"}],
            [("", "Nine people … to have died")],
        ),
        (  # a place-holder is nobody
            "It was revealed that ministers had known.",
            [{"cue": "was revealed", "source": "It", "content": "that ministers had known"}],
            [("", "that ministers had known")],
        ),
        (  # a quotation between two speakers is the one's whose cue follows it
            '"We counted nine bodies," said Aru Devan. "Nobody was hurt," said Tovan Reik.',
            [
                {"cue": "said", "source": "Aru Devan", "content": '"We counted nine bodies,"|"Nobody was hurt,"'},
                {"cue": "said Tovan", "source": "Reik", "content": '"Nobody was hurt,"'},
            ],
            [("Aru Devan", '"We counted nine bodies,"'), ("Reik", '"Nobody was hurt,"')],
        ),
        (  # a headline does not run into the next line
            "Ministers discussed the crisis\nAru Devan\nThe town was quiet.",
            [{"cue": "discussed", "source": "Ministers", "content": "the crisis Aru Devan"}],
            [("Ministers", "the crisis")],
        ),
        (  # told twice, kept once: the likelier
            "The ministry said and stressed that nobody was hurt.",
            [
                {"cue": "said", "source": "The ministry", "content": "that nobody was hurt", "likely": "0.9"},
                {"cue": "stressed", "source": "The ministry", "content": "that nobody was hurt", "likely": "0.6"},
            ],
            [("The ministry", "that nobody was hurt")],
        ),
        (  # unlikely cues are dropped
            "The ministry counted nine.",
            [{"cue": "counted", "source": "The ministry", "content": "nine", "likely": "0.05"}],
            [],
        ),
        ("He spoke at length.", [{"cue": "spoke", "source": "He"}], []),
        (  # a second cue goes on with the subject of the first
            "The ministry denied the raid and said that nobody was hurt.",
            [
                {"cue": "denied", "source": "The ministry", "content": "the raid"},
                {"cue": "said", "content": "that nobody was hurt"},
            ],
            [("The ministry", "the raid"), ("The ministry", "that nobody was hurt")],
        ),
        (  # not over a sentence's end, nor past another subject
            "The ministry denied the raid. Aru Devan said that nobody was hurt.",
            [
                {"cue": "denied", "source": "The ministry", "content": "the raid"},
                {"cue": "said", "content": "that nobody was hurt"},
            ],
            [("The ministry", "the raid"), ("", "that nobody was hurt")],
        ),
        (  # a claim within what is said of it
            "Aru Devan rejected the council's figure of nine.",
            [{"cue": "rejected", "source": "Aru Devan", "content": "the council's figure of nine"}],
            [("Aru Devan", "the council's figure of nine"), ("the council", "nine")],
        ),
        (
            "Aru Devan says the mayor told him that nine had died.",
            [{"cue": "says", "source": "Aru Devan", "content": "the mayor told him that nine had died"}],
            [("Aru Devan", "the mayor told him that nine had died"), ("the mayor", "that nine had died")],
        ),
        (  # what it says that somebody told it is theirs
            "Aru Devan said the mayor had told him that nine had died.",
            [{"cue": "said", "source": "Aru Devan", "content": "the mayor had told him that nine had died"}],
            [("Aru Devan", "the mayor had told him that nine had died"), ("the mayor", "that nine had died")],
        ),
        (
            "Aru Devan said he was informed by the mayor that nine had died.",
            [{"cue": "said", "source": "Aru Devan", "content": "he was informed by the mayor that nine had died"}],
            [("Aru Devan", "he was informed by the mayor that nine had died"), ("the mayor", "that nine had died")],
        ),
        (  # unless the decoder found that itself
            "Aru Devan said the mayor had told him that nine had died.",
            [
                {"cue": "said", "source": "Aru Devan", "content": "the mayor had told him that nine had died"},
                {"cue": "had told", "source": "the mayor", "content": "nine had died"},
            ],
            [("Aru Devan", "the mayor had told him that nine had died"), ("the mayor", "nine had died")],
        ),
        (  # a relative pronoun speaks, not whom it stands for
            "They met a porter who said that nine had died.",
            [{"cue": "said", "source": "a porter who", "content": "that nine had died"}],
            [("who", "that nine had died")],
        ),
        (  # an attribution that closes its line has the line, not the next item of the list
            "- Nine people died in Dol, the clinic says\n- Nobody has claimed it",
            [{"cue": "says", "source": "the clinic", "content": "Nobody has claimed it"}],
            [("the clinic", "Nine people died in Dol")],
        ),
        (  # a heading's colon does not reach into the line below
            "Mayor: 27 dead\nMayor Aru Devan told reporters so.",
            [{"cue": ":", "source": "Mayor", "content": "27 dead Mayor Aru"}],
            [("Mayor", "27 dead")],
        ),
        (  # and no source reaches back into the heading
            "Mayor: 27 dead\nMayor Aru Devan said that nine had died.",
            [{"cue": "said", "source": "dead Mayor Aru Devan", "content": "that nine had died"}],
            [("Mayor Aru Devan", "that nine had died")],
        ),
        (  # a dateline is not said
            "VELM, Karsa (Karsa Wire) — Nine people died in Dol, Aru Devan said.",
            [{"cue": "said", "source": "Aru Devan", "content": "VELM, Karsa (Karsa Wire) — Nine people died in Dol"}],
            [("Aru Devan", "Nine people died in Dol")],
        ),
        (  # rumours end before what another says of them
            "Asked about rumours that fifty had died, the mayor dismissed them.",
            [{"cue": "dismissed", "source": "the mayor", "content": "them"}],
            [("", "that fifty had died"), ("the mayor", "them")],
        ),
        (  # an auxiliary is the cue's, not the source's
            "Nine men were told that the road was shut.",
            [{"cue": "told", "source": "Nine men were", "content": "that the road was shut"}],
            [("", "that the road was shut")],
        ),
        (  # what a noun of reckoning is, is its content
            "The council's figure is 54.",
            [{"cue": "figure", "source": "The council", "content": "is 54"}],
            [("The council", "54")],
        ),
        (  # what somebody has, of numbers, is said
            "The hospital has fourteen.",
            [{"cue": "has", "source": "The hospital", "content": "fourteen"}],
            [("The hospital", "fourteen")],
        ),
        (  # no word of its own tells that something is said
            "The council revised this to 11.",
            [
                {"cue": "revised", "source": "The council", "content": "this"},
                {"cue": "to", "source": "The council", "content": "11"},
            ],
            [("The council", "this")],
        ),
        (  # when it was said is not what was said
            "The army said two days later that nine had died.",
            [{"cue": "said", "source": "The army", "content": "two days later that nine had died"}],
            [("The army", "that nine had died")],
        ),
        (  # a quotation that a court heard that somebody wrote belongs to both
            'A guard texted home "all is wrong here" before he was shot at the gate of the mine, a court said.',
            [
                {"cue": "texted", "source": "A guard", "content": '"all is wrong here"'},
                {
                    "cue": "said",
                    "source": "a court",
                    "content": 'A guard texted home "all is wrong here" before he was shot at the gate of the mine',
                },
            ],
            [
                ("a court", 'A guard texted home "all is wrong here" before he was shot at the gate of the mine'),
                ("A guard", '"all is wrong here"'),
            ],
        ),
        (  # a scrap of another's quotation is no statement
            'His deputy went further, calling it "an act of open war".',
            [
                {"cue": "went further", "source": "His deputy", "content": 'it "an', "likely": "0.8"},
                {"cue": "calling", "source": "His deputy", "content": 'it "an act of open war"'},
            ],
            [("His deputy", 'it "an act of open war"')],
        ),
        (  # who stands before an active cue says it, whatever the mark
            "We can say that nine had died.",
            [{"cue": "can say", "hand": "We", "content": "that nine had died"}],
            [("We", "that nine had died")],
        ),
        (  # who is told is no part of what is said
            "The inquiry was told that nine had died.",
            [{"cue": "was told", "source": "The inquiry", "content": "that nine had died"}],
            [("", "that nine had died")],
        ),
        (  # the end of a source is the source before it in the sentence
            "The envoy to Dol, Aru Devan, wrote that it was false, but did not dispute that nine had died.",
            [
                {"cue": "wrote", "source": "The envoy to Dol, Aru Devan", "content": "that it was false"},
                {"cue": "did not dispute", "source": "Dol, Aru Devan", "content": "that nine had died"},
            ],
            [
                ("The envoy to Dol, Aru Devan", "that it was false"),
                ("The envoy to Dol, Aru Devan", "that nine had died"),
            ],
        ),
        (  # what callers are to quote is said by nobody
            "Call Dol police on 101, quoting reference 44 of May.",
            [{"cue": "quoting", "source": "Dol police", "content": "reference 44 of May"}],
            [],
        ),
        (  # a quotation over three paragraphs behind a colon
            "Aru Devan said: “We went in.\n\n“We saw nine bodies there.\n\n“We left them where they lay.”\n\nIt shut.",
            [
                {
                    "cue": "said",
                    "source": "Aru Devan",
                    "content": '"We went in. "We saw nine bodies there. "We left them',
                }
            ],
            [("Aru Devan", '"We went in. "We saw nine bodies there. "We left them where they lay."')],
        ),
        (  # a label on its own line
            "Corporal D, army:\n“We were told that it was empty.”",
            [],
            [("Corporal D, army", '"We were told that it was empty."')],
        ),
        (  # what an officer said inside a survivor's words
            "“They lined us up. An officer said, ‘Finish them.’ I ran,” said Aru Devan.",
            [
                {"cue": "said", "source": "An officer", "content": "'Finish them.' I ran"},
            ],
            [("An officer", "'Finish them.'")],
        ),
        (  # what a transcript says that somebody said
            'Aru Devan told state radio that "nine had died," according to a transcript.',
            [
                {
                    "cue": "according to",
                    "source": "a transcript",
                    "content": 'Aru Devan told state radio that "nine had died,"',
                }
            ],
            [("a transcript", 'Aru Devan told state radio that "nine had died,"'), ("Aru Devan", '"nine had died,"')],
        ),
        (  # a source ends with no loose word
            "Aru Devan in his channel wrote that nine had died.",
            [{"cue": "wrote", "source": "Aru Devan in his", "content": "that nine had died"}],
            [("Aru Devan", "that nine had died")],
        ),
    ],
)
def test_statements(text: str, told: list[dict[str, str]], expected: list[tuple[str, str]]) -> None:
    assert words(text, read(text, told)) == expected


@pytest.mark.parametrize(
    ("text", "cue", "hand"),
    [
        ("The doctor told Meridian Wire that nine had died.", "told", ["Meridian Wire"]),
        ("The doctor told reporters in Karsa that nine had died.", "told", ["reporters"]),
        ("The doctor told a local newspaper that nine had died.", "told", ["a local newspaper"]),
        ("The doctor said in an interview with Karsa Radio that nine had died.", "said", ["Karsa Radio"]),
        (
            "Nine died, the doctor was quoted by the Daily Karsa as saying.",
            "was quoted by the Daily Karsa as saying",
            ["the Daily Karsa"],
        ),
        ("The doctor said that nine had died.", "said", []),
        ("The doctor told him that nine had died.", "told", []),
        ("The doctor told the court on Monday that nine had died.", "told", ["the court"]),
        ("The doctor told a parish priest that nine had died.", "told", ["a parish priest"]),
        ("The doctor told us that nine had died.", "told", ["us"]),
        ("The doctor told the crowd that nine had died.", "told", []),
        (
            "State television, citing the ministry, said nine had died.",
            "citing the ministry, said",
            ["State television"],
        ),
        ("Karsa Radio, quoting a doctor, said nine had died.", "said", ["Karsa Radio"]),
    ],
)
def test_hands(text: str, cue: str, hand: list[str]) -> None:
    start = text.index(cue)
    found = hands(text, (start, start + len(cue)), [], [], [])
    assert [text[s:e] for s, e in found] == hand


@pytest.mark.parametrize(
    ("text", "cue", "source", "first"),
    [
        # Before the cue, inside the source that was found, and behind the cue.
        ("Radio Karsa, quoting a doctor at the clinic, put the dead at 26.", "put", "", "a doctor at the clinic"),
        ("Radio Karsa, quoting a doctor, put the dead at 26.", "put", "Radio Karsa", "a doctor"),
        ("Velm News, with reference to aides, says so.", "says", "Velm News, with reference to aides", "aides"),
        ("Nine died, state television reported, citing the mayor.", "reported", "state television", "the mayor"),
        ("Nine died, said the radio on Monday, citing Col. A. Vale.", "said", "the radio", "Col. A. Vale"),
        # Already found, or nobody.
        ("Radio Karsa, citing the ministry, said nine died.", "said", "the ministry", None),
        ("Radio Karsa said nine died.", "said", "Radio Karsa", None),
        ("Radio Karsa said so. Citing haste, it left.", "said", "Radio Karsa", None),
    ],
)  # fmt: skip
def test_who_is_cited_said_it_first(text: str, cue: str, source: str, first: str | None) -> None:
    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    found = cited(text, at(cue), [], [at(source)] if source else [])
    assert (text[found.start : found.end] if found else None) == first


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "first"),
    [
        ("The radio reports that nine died, citing a doctor.", "reports", "The radio", "that nine died", "a doctor"),
        ("The mayor said the road was shut, citing security reasons.", "said", "The mayor", "the road was shut", None),
        ("The mayor said it was shut. Citing Aru Devan, he left.", "said", "The mayor", "it was shut", None),
        ("Nine died, the paper quoted one diplomat as saying.", "quoted", "the paper", "Nine died", "one diplomat"),
        ("Nine died, it quoted the mayor as saying.", "quoted the mayor as saying", "", "Nine died", "the mayor"),
        # a cue that reaches into who is cited
        (
            "Radio Dol, citing a clerk in the mayor's office, said nine died.",
            "citing a clerk in the",
            "mayor's office",
            "nine died",
            "a clerk in the mayor's office",
        ),
    ],
)  # fmt: skip
def test_who_is_cited_behind_what_is_said(text: str, cue: str, source: str, content: str, first: str | None) -> None:
    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    found = cited(text, at(cue), [at(content)], [at(source)] if source else [])
    assert (text[found.start : found.end] if found else None) == first


@pytest.mark.parametrize(
    ("text", "cue", "marked", "hand"),
    [
        ("He told me when I came that nine died.", "told", "me when I", ["me"]),
        ("She tells of horror after nine died.", "tells", "of horror", []),
        (
            "He said in a statement to the agency that nine died.",
            "said in a statement",
            "to the agency",
            ["the agency"],
        ),
        ("He told the inquiry yesterday that nine died.", "told the inquiry", "yesterday", []),
        ("He told Voice of the Coast that nine died.", "told", "Voice of the Coast", ["Voice of the Coast"]),
        ("Nine died, he said on state television.", "he said", "television", ["state television"]),
    ],
)
def test_a_marked_hand_is_set_to_its_noun_phrase(text: str, cue: str, marked: str, hand: list[str]) -> None:
    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    found = hands(text, at(cue), [(text.index("ine died"), text.index("ine died") + 8)], [], [at(marked)])
    assert [text[s:e] for s, e in found] == hand


@pytest.mark.parametrize(
    ("text", "source", "kept", "hand"),
    [
        ("Aides quoted by the Lake Times said so.", "Aides quoted by the Lake Times", "Aides", "the Lake Times"),
        (
            "A clerk, reached by Radio Dol by telephone, said so.",
            "A clerk, reached by Radio Dol by telephone",
            "A clerk",
            "Radio Dol",
        ),
        ("A clerk cited by the daily Sarn said so.", "A clerk cited by the daily Sarn", "A clerk", "the daily Sarn"),
        ("A clerk said so.", "A clerk", None, None),
        ("A report seen by Radio Dol said so.", "A report seen by Radio Dol", None, None),
    ],
)  # fmt: skip
def test_a_source_may_tell_its_hand(text: str, source: str, kept: str | None, hand: str | None) -> None:
    found = passed(text, (text.index(source), text.index(source) + len(source)))
    assert tuple(text[s:e] for s, e in found or ()) == ((kept, hand) if kept else ())


@pytest.mark.parametrize(
    ("text", "source", "cue", "only"),
    [
        ("A court heard that nine died.", "A court", "heard", True),
        ("The inquiry has heard that nine died.", "The inquiry", "has heard", True),
        ("A neighbour heard that nine died.", "A neighbour", "heard", False),
        ("The court said that nine died.", "The court", "said", False),
    ],
)
def test_a_court_that_hears_says_nothing(text: str, source: str, cue: str, only: bool) -> None:
    at = [(text.index(w), text.index(w) + len(w)) for w in (cue, source)]
    assert hears(text, *at) is only


def test_many_statements_cost_what_their_neighbours_cost() -> None:
    """Two thousand quotations in one paragraph were once each compared with all the others."""
    import sys

    calls = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    def cost(times: int) -> int:
        nonlocal calls
        sentence = '"No, nobody was hurt," said he. '
        text = sentence * times
        seen = view(text)
        cut = pieces(seen)
        each = len(cut.ids) // times
        labels = np.full((each, 4), 0.02, dtype=np.float32)
        labels[: each - 3, 2] = 0.94
        labels[each - 2, 1] = 0.94
        cues = [CueMark(n * each + each - 3, n * each + each - 2, 0.9, 0.9, n * each, labels) for n in range(times)]
        calls = 0
        sys.setprofile(count)
        try:
            assert len(statements(Marks(cues, [], [], [], [], []), cut, seen)) == times
        finally:
            sys.setprofile(None)
        return calls

    assert cost(800) < 6 * cost(200)
