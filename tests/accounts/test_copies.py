"""Which texts are copies, and of what kind: labelled pairs of every shape, a table of kinds, hostile input."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from evaluation import copies as labelled
from hypothesis import given
from hypothesis import strategies as st

from onrecord.accounts.comparison import compare, overlap
from onrecord.accounts.phrasing import phrasing
from onrecord.accounts.prints import MOST, Prints, candidates, enough, prints, prints_of
from onrecord.accounts.wording import fold, plain, plainly, words_of
from onrecord.record import Article

FIRST = """\
Two boats laden with rice capsized on Lake Terekh before dawn on Friday and at least 14 traders drowned, the harbour
master of Pesk said.

“The wind turned within a minute. We heard them call and we could not see them,” said Aldin Porec, who mends nets on
the northern pier and put out with his brother in a rowing boat.

Nine people were pulled out alive by fishermen from Omarra, on the far shore. The provincial governor, Marta Lindqvar,
has forbidden sailings after dark and has asked the army for divers.

A third boat, the Swallow, reached Omarra with 31 people aboard. Its skipper told investigators that none of the three
carried a lamp, because lamp oil has cost four times as much since the border was closed in March.
"""
PARAGRAPHS = FIRST.strip().split("\n\n")
OWN = """\
In our town the flag on the customs house was lowered to half-mast. The choir of the secondary school, which was to
sing on the pier on Sunday, will sing in the chapel for the dead, and the collection goes to the families.
"""


def article(text: str, title: str | None = "Boats capsize on Lake Terekh") -> Article:
    return Article(id="sha256:", text=text, title=title)


# What was done to the first report, and the kind of copy that it makes.
KINDS = [
    ("nothing", FIRST, "exact"),
    ("other marks and line breaks", FIRST.replace("“", '"').replace("”", '"').replace("\n", " "), "exact"),
    ("capitals", FIRST.upper(), "exact"),
    ("once read in the wrong encoding", FIRST.encode().decode("cp1252", "replace").replace("�", ""), "exact"),
    ("broken at hyphens", FIRST.replace("governor", "gov-\nernor").replace("fishermen", "fisher-\nmen"), "exact"),
    ("a new toll", FIRST.replace("14", "19").replace("Nine", "Eleven"), "edited"),
    (
        "words changed",
        FIRST.replace("drowned", "died").replace("forbidden", "banned").replace("cost", "sold"),
        "edited",
    ),
    ("its first paragraph", PARAGRAPHS[0], "truncated"),
    ("its first half", "\n\n".join(PARAGRAPHS[:2]), "truncated"),
    ("its end", "\n\n".join(PARAGRAPHS[2:]), "truncated"),
    ("a paragraph of one's own", f"{FIRST}\n{OWN}", "extended"),
    ("own words on top", f"{OWN}\n{FIRST}", "extended"),
    ("paragraphs in another order", "\n\n".join(PARAGRAPHS[n] for n in (2, 0, 3, 1)), "reordered"),
]
MIRRORED = {"truncated": "extended", "extended": "truncated"}


@pytest.mark.parametrize(("done", "text", "kind"), KINDS, ids=[done for done, _, _ in KINDS])
def test_kind_of_copy(done: str, text: str, kind: str) -> None:
    there, back = compare(article(FIRST), article(text)), compare(article(text), article(FIRST))
    assert there is not None and back is not None, done
    assert there.kind == kind
    assert back.kind == MIRRORED.get(kind, kind)
    assert there.containment == back.containment and there.jaccard == back.jaccard
    assert enough(len(set(prints(FIRST)) & set(prints(text))), len(prints(FIRST)), len(prints(text)))


def test_a_truncated_copy_has_all_of_its_runs_and_few_of_both() -> None:
    found = compare(article(FIRST), article(PARAGRAPHS[0]))
    assert found is not None
    assert found.containment == 1.0
    assert found.jaccard < 0.2


@pytest.mark.parametrize("title", ["Fourteen traders drown", "Al menos 14 comerciantes ahogados", "数十人遇难湖中翻船"])
def test_another_title_over_the_same_words_is_retitled(title: str) -> None:
    found = compare(article(FIRST), article(FIRST, title=title))
    assert found is not None
    assert found.kind == "retitled"
    assert "another title" in found.why


def test_reasons_name_what_else_changed() -> None:
    one = Article(id="", text=FIRST, authors=("Lena Fabrik",), outlet="Terekh Wire", url="https://a.example/1")
    other = Article(id="", text=FIRST, authors=("Omar Seddiq",), outlet="The Lantern", url="https://a.example/1")
    found = compare(one, other)
    assert found is not None
    assert found.why[1:] == ("another by-line", "another outlet", "the same address")


BULLETIN = """\
Bulletin No. {number}. The fire service of Tarsk was called out {calls} times on {day} and found {dead} dead and {hurt}
injured, said its spokesman. {more} of the injured were in danger, and {men} firemen were out with {engines} engines.
The service reminds the public to keep staircases clear and to test the battery of every alarm once a month.
"""
ISSUES = (
    BULLETIN.format(number=112, calls=14, day="Monday", dead=2, hurt=31, more=4, men=60, engines=11),
    BULLETIN.format(number=113, calls=22, day="Tuesday", dead=5, hurt=18, more=3, men=85, engines=16),
)


@pytest.mark.parametrize("url", [None, "https://tarsk.example/"])
def test_a_form_filled_anew_is_no_copy_even_at_the_same_address(url: str | None) -> None:
    # Many sites give each page the address of their front page.
    found = overlap(*(Article(id="", text=text, url=url) for text in ISSUES))
    assert found.shape == "template"
    assert "differ" in found.why[0]


VIDEOS = "\n\n".join(
    f"{n}:{13 + 7 * n} {title}"
    for n, title in enumerate(
        ("Ferry leaves the pier Pause", "Mayor of Pesk speaks", "Snow in Omarra", "The choir sings")
    )
)
NOTICE = "We have sent you a message. Open the link in it to activate your profile, or look among the unwanted mail."


@pytest.mark.parametrize("text", [VIDEOS, NOTICE], ids=["list of videos", "notice"])
def test_what_a_site_shows_instead_of_the_report_is_no_copy(text: str) -> None:
    one, other = (
        article(text, "Third trader drowns off Lower Imber"),
        article(text, "Governor forbids sailings by night"),
    )
    assert overlap(one, other).shape == "background"
    assert compare(one, article(text, "Third trader drowns off Lower Imber")) is not None


# Two titles over one notice, and whether the two are copies: they are unless neither title's longer words are in it.
NOTICE_TITLES = [
    ("Skipper charged with neglect after traders drown among reeds", "Price of lamp oil doubles", False),  # 'among'
    ("Third trader found drowned", "Governor forbids sailing by night", False),
    ("Activate your profile by this link", "Third trader found drowned", True),
    ("Third trader found drowned", "Boats", True),  # one word tells nothing either way
]


@pytest.mark.parametrize(("title", "other", "copies"), NOTICE_TITLES)
def test_a_notice_under_two_titles(title: str, other: str, copies: bool) -> None:
    assert (compare(article(NOTICE, title), article(NOTICE, other)) is not None) is copies
    assert (compare(article(NOTICE, other), article(NOTICE, title)) is not None) is copies


CAPTIONS = (
    "Jorun Hale, 41, skipper of the Swallow, was taken to Pesk on Sunday, where the harbour court will hear him.",
    "Divers of the army search the reeds off Lower Imber for two traders of Omarra who have been missing since Friday.",
    "Marta Lindqvar, the provincial governor, lays a wreath on the northern pier, from which both boats had put out.",
    "Seven sacks of rice, all that was saved of the cargo, dry on the slipway behind the customs house of Upper Imber.",
    "Aldin Porec mends the net with which he and his brother pulled five of the traders from the water before sunrise.",
)


def gallery(*captions: str, by: str = "Photo: Lena Fabrik") -> str:
    """A page that has each caption twice, as the pages of photo galleries do, and no report."""
    lines = [f"Image {n} of {len(captions)} {each} {each} {by}" for n, each in enumerate(captions, start=1)]
    return "\n\n".join(lines)


# Two galleries, whether under one title, and whether they are copies.
GALLERIES = [
    ("two captions more", gallery(*CAPTIONS[:3]), gallery(*CAPTIONS), False, False),
    ("the same and others, in another order", gallery(*CAPTIONS[:4]), gallery(*CAPTIONS[4:0:-1]), False, False),
    ("the same page later", gallery(*CAPTIONS[:3]), gallery(*CAPTIONS), True, True),
    ("the same under another title", gallery(*CAPTIONS), gallery(*CAPTIONS), False, True),
    ("another credit", gallery(*CAPTIONS), gallery(*CAPTIONS, by="Photo: Omar Seddiq"), False, True),
    (
        "a report beside it",
        gallery(*CAPTIONS[:2]) + "\n\n" + FIRST,
        gallery(*CAPTIONS[:1]) + "\n\n" + FIRST,
        False,
        True,
    ),
]


@pytest.mark.parametrize(
    ("one", "other", "same_title", "copies"), [row[1:] for row in GALLERIES], ids=[row[0] for row in GALLERIES]
)
def test_galleries_are_copies_only_as_a_whole(one: str, other: str, same_title: bool, copies: bool) -> None:
    first = article(one, "Skipper of the Swallow heard in Pesk")
    second = article(other, first.title if same_title else "Traders of Imber mourn their dead")
    found = overlap(first, second), overlap(second, first)
    assert [each.shape == "copies" for each in found] == [copies, copies]
    if not copies:
        assert "captions" in found[0].why[0]


def test_captions_given_twice_are_no_narrative() -> None:
    captions = "\n".join(f"{p} {p} Photo: Lena Fabrik" for p in PARAGRAPHS)
    one = article(f"{captions}\n{OWN}", "Choir sings")
    other = article(
        f"{captions}\nThe provincial court of Terekh opened its inquiry on Monday and heard two skippers.", "Court"
    )
    assert compare(one, other) is None


# Every pair of evaluation/copies.py by its shape. So many of a shape may come out wrong; none where nothing is said.
PAIRS = tuple(labelled.pairs())
MAY_BE_WRONG = {"reprint": 2, "shared background": 1, "outlet's words": 3}


@pytest.mark.parametrize("shape", sorted({pair.shape for pair in PAIRS} - {"live page, whole", "translated title"}))
def test_shape_comes_out_right(shape: str) -> None:
    of_shape = [pair for pair in PAIRS if pair.shape == shape]
    wrong = [pair for pair in of_shape if (compare(pair.one, pair.other) is not None) != pair.copies]
    assert len(of_shape) >= 6
    assert len(wrong) <= MAY_BE_WRONG.get(shape, 0)


@pytest.mark.parametrize("held", [False, True], ids=["open half", "held-out half"])
def test_labelled_pairs_score(held: bool) -> None:
    half = [pair for pair in PAIRS if pair.held == held]
    said = [compare(pair.one, pair.other) is not None for pair in half]
    assert labelled.f1(said, [pair.copies for pair in half])[2] >= 0.97


def test_there_are_two_hundred_pairs_and_ten_of_each_shape() -> None:
    counted = Counter(pair.shape for pair in PAIRS)
    assert len(PAIRS) >= 200
    shapes = ("reprint", "edited", "truncated", "extended", "reordered", "retitled", "translated title", "template")
    for shape in (*shapes, "shared quote", "shared background", "same incident", "unrelated"):
        assert counted[shape] >= 10, shape


def test_copies_share_enough_prints() -> None:
    missed = []
    for pair in PAIRS:
        one, other = prints(pair.one.text), prints(pair.other.text)
        if pair.copies and not enough(len(set(one) & set(other)), len(one), len(other)):
            missed.append(pair.shape)
    assert len(missed) <= 1, missed


def test_decision_does_not_depend_on_the_order() -> None:
    for pair in PAIRS:
        there, back = overlap(pair.one, pair.other), overlap(pair.other, pair.one)
        assert (there.shape, there.containment, there.jaccard) == (back.shape, back.containment, back.jaccard)


def test_what_is_no_copy_says_what_it_is() -> None:
    said: dict[str, Counter[str]] = {}
    for pair in PAIRS:
        said.setdefault(pair.shape, Counter())[overlap(pair.one, pair.other).shape] += 1
    assert said["template"].most_common(1)[0][0] == "template"
    assert said["shared quote"].most_common(1)[0][0] == "quotes"
    assert said["shared background"].most_common(1)[0][0] == "background"
    assert said["live page"].most_common(1)[0][0] == "live"
    assert said["unrelated"].most_common(1)[0][0] == "apart"


WORDS = st.sampled_from(
    ["the", "a", "boat", "Pesk", "14", "drowned,", "said.", "“We", "harbour\n\n", "don’t", "Ülm", "湖", "провинция"]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_characters="".join(map(chr, range(0x2000, 0x3000)))), max_size=300),
    st.lists(WORDS, max_size=120).map(" ".join),
)


@given(TEXTS)
def test_a_text_is_a_copy_of_itself(text: str) -> None:
    found = compare(article(text), article(text))
    assert (found is not None) == bool(plainly(text).split())
    assert found is None or found.kind == "exact"


@given(TEXTS, TEXTS)
def test_comparison_is_symmetric(one: str, other: str) -> None:
    assert (compare(article(one), article(other)) is None) == (compare(article(other), article(one)) is None)


@given(st.lists(TEXTS, max_size=6))
def test_prints_are_the_same_one_by_one_and_together(texts: list[str]) -> None:
    together = prints_of(texts)
    for n, text in enumerate(texts):
        assert tuple(sorted(together.keys[together.texts == n].tolist())) == prints(text)


TYPED = st.text(alphabet="abcXYZ059 .,;\n'\"-–—‘’“”…`", max_size=80)


@given(st.one_of(TEXTS, TYPED))
def test_the_short_way_to_plain_words_is_the_long_one(text: str) -> None:
    assert plainly(text).split() == plain(fold(text)).split()


@given(st.lists(st.integers(0, 10**6).map(str), min_size=60, max_size=400), st.integers(30, 60))
def test_the_beginning_shares_prints_with_the_whole(words: list[str], cut: int) -> None:
    whole, beginning = prints(" ".join(words)), prints(" ".join(words[:cut]))
    assert len(whole) <= MOST
    assert set(whole) & set(beginning)


def test_prints_depend_on_the_words_alone() -> None:
    assert prints(FIRST) == prints(FIRST.upper()) == prints(FIRST.replace("“", "«").replace("”", "»"))
    assert prints("Café naïve résumé über alles") == prints("Cafe naive resume uber alles")
    assert prints("") == prints(" .. – !") == ()
    assert len(prints("fire")) == 1 and prints("fire") != prints("flood")


PINNED = (1790873267236600259, 2707891375418056867)


# What a ledger has stored must stay findable, whatever becomes of the code.
def test_prints_stay_what_they_were() -> None:
    assert prints("one two three four five six seven eight nine ten eleven twelve") == PINNED


def test_candidates_of_many_at_once() -> None:
    texts = [pair.one.text for pair in PAIRS[:60]] + [pair.other.text for pair in PAIRS[:60]]
    found = {tuple(pair) for pair in candidates(prints_of(texts)).tolist()}
    missed = [n for n, pair in enumerate(PAIRS[:60]) if pair.copies and (n, n + 60) not in found]
    assert len(missed) <= 1
    assert len(found) < 120 * 119 / 2 / 10
    assert candidates(prints_of([])).shape == candidates(prints_of(["alone"])).shape == (0, 2)


def test_a_print_that_every_text_carries_costs_no_pairs_of_all_with_all() -> None:
    standing = "Sign up for the morning letter of the valley and read it before your breakfast is cold"
    texts = [f"{n} {n + 1} {n + 2} {n + 3} {n + 4} {n + 5} {standing}" for n in range(0, 4000, 7)]
    assert len(candidates(prints_of(texts))) <= 64 * len(texts)


HOSTILE = {
    "empty": "",
    "one word": "fire",
    "one word again and again": "fire " * 200_000,
    "one line of a megabyte": " ".join(str(n * 7919 % 100_003) for n in range(160_000)),
    "one word of a megabyte": "a" * 1_000_000,
    "quotation marks": '"' * 500_000,
    "apostrophes": " 'a" * 100_000,
    "hyphens": "-\n" * 100_000,
    "clock times": "10:15 x\n" * 30_000,
    "broken encoding": "Ã©Ã" * 60_000,
    "Chinese": "湖上翻船十四人遇难" * 10_000,
    "surrogates": "\ud800 a \udfff" * 20_000,
    "combining marks": "e\u0301\u0301\u0301 " * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(name: str) -> None:
    text = HOSTILE[name]
    started = time.process_time()
    found = prints(text)
    compare(article(text), article(text[: len(text) // 2]))
    compare(article(text), article(FIRST))
    assert len(found) <= MOST
    assert time.process_time() - started < 10  # quadratic work on so much takes minutes


def test_layout_has_a_mark_for_each_word() -> None:
    laid_out = phrasing(FIRST)
    count = len(words_of(plainly(FIRST)).numbers)
    assert len(laid_out.words) == len(laid_out.quoted) == len(laid_out.particular) == len(laid_out.number) == count
    quoted = b"the wind turned within a minute we heard them call and we could not see them".split()
    assert int(laid_out.quoted.sum()) == len(quoted)
    assert not laid_out.live


def test_prints_of_nothing() -> None:
    nothing = prints_of([])
    assert isinstance(nothing, Prints)
    assert len(nothing.keys) == len(nothing.texts) == 0
