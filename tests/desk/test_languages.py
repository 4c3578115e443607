"""What the desk says, in each of its languages: nothing missing, nothing half translated, all of it as compiled."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation.template import templatize
from lxml import html

from desk.team import Desk
from messages import DESK, LANGUAGES, spoken
from onrecord.desk.access import Role
from onrecord.desk.ledgers import here
from onrecord.desk.spoken import days, interval, moment, number
from onrecord.desk.terms import TERMS, word
from onrecord.desk.titles import title
from onrecord.desk.why import SHAPES, counted, why

KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2), "_": None,
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3), "gettext_noop": None,
    "lazy": None, "shape": None, "word_of": ((1, "c"), 2),
}  # fmt: skip
ISOLATED = re.compile("\u2066[^\u2069]*\u2069")
PLACED = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+")


def path(language: str) -> Path:
    return DESK / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def catalogue(language: str) -> Catalog:
    with path(language).open("rb") as file:
        return read_po(file)


def strings(of: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (of or "",) if isinstance(of, str | None) else tuple(of)


def said() -> Iterator[tuple[str | None, str]]:
    """Every string that the code and the templates of the desk ask for, and the sentences of the rooms below, with its
    context."""
    yield from ((None, each) for each in spoken())
    for file in sorted(DESK.rglob("*.py")):
        yield from found(file.read_text("utf-8"))
    for file in sorted(DESK.rglob("*.html")):
        # What the template engine asks for, as lines of calls; where in a line they stand means nothing.
        yield from found(
            "\n".join(re.findall(r"\b(?:[np]{0,2}gettext|_)\(.*?\) ", templatize(file.read_text("utf-8"))))
        )


def found(code: str) -> Iterator[tuple[str | None, str]]:
    for _, message, _, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
        text = message if isinstance(message, str) else message[0]
        yield context, text


def wanting(message: Message) -> str | None:
    """What is wrong with one translation."""
    if message.fuzzy:
        return "only guessed"
    told, meant = strings(message.string), strings(message.id)
    if not all(each.strip() for each in told):
        return "without words"
    for each in told:
        # A form for one or for none may leave out the number; nothing may be added that nobody fills in.
        if not set(PLACED.findall(each)) <= {p for m in meant for p in PLACED.findall(m)}:
            return f"asks for what is not given: {each}"
    if len(told) == 1 and set(PLACED.findall(told[0])) != set(PLACED.findall(meant[0])):
        return f"leaves out what is given: {told[0]}"
    return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    wrong = {f"{each.id}": why for each in catalogue(language) if each.id and (why := wanting(each))}
    assert wrong == {}


def test_every_word_of_pages_is_in_every_catalogue() -> None:
    asked = set(said())
    assert len(asked) > 400
    for language in LANGUAGES:
        known = {(each.context, strings(each.id)[0]) for each in catalogue(language) if each.id}
        assert sorted(asked - known, key=str) == [], f"{language}: run `make messages`"


def test_what_is_to_be_typed_does_not_turn_round_among_arabic() -> None:
    """'3-5' and '2025-03-01' among Arabic words stand with their end at the front."""
    told = [(each.id, text) for each in catalogue("ar") if each.id for text in strings(each.string)]
    assert [id for id, text in told if re.search(r"\d[-/;:]\d|\d-", ISOLATED.sub("", text))] == []


def compiled(path: Path) -> dict[str, str]:
    """What a .mo file has, as it has it: context, EOT and words; forms with NUL between."""
    data = path.read_bytes()
    _, _, count, originals, translated = struct.unpack_from("<5I", data)

    def text(table: int, n: int) -> str:
        length, start = struct.unpack_from("<2I", data, table + 8 * n)
        return data[start : start + length].decode()

    return {text(originals, n): text(translated, n) for n in range(count)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_desk_reads_is_what_was_written(language: str) -> None:
    written = {
        (f"{each.context}\x04" if each.context else "") + "\0".join(strings(each.id)): "\0".join(strings(each.string))
        for each in catalogue(language)
        if each.id
    }
    read = compiled(path(language).with_suffix(".mo"))
    assert "Plural-Forms" in read.pop("")
    assert read == written


# For each language, numbers for which it has forms of their own.
FORMS = {
    "fr": ("1 publication", "2 publications"), "es": ("1 publicación", "2 publicaciones"),
    "ar": ("لا تقارير", "تقرير واحد", "تقريران", "3 تقارير", "11 تقريرًا", "100 تقرير"),
    "ru": ("1 публикация", "2 публикации", "5 публикаций", "21 публикация", "111 публикаций"),
    "uk": ("1 публікація", "2 публікації", "5 публікацій", "21 публікація", "111 публікацій"),
}  # fmt: skip
COUNTS = {"fr": (1, 2), "es": (1, 2), "ar": (0, 1, 2, 3, 11, 100), "ru": (1, 2, 5, 21, 111), "uk": (1, 2, 5, 21, 111)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_has_its_form(language: str) -> None:
    with translation.override(language):
        told = [translation.ngettext("%(told)s report", "%(told)s reports", n) % {"told": n} for n in COUNTS[language]]
    assert tuple(told) == FORMS[language]


DAYS = {
    "en": ("3 March 2025", "3–5 March 2025", "March 2025", "3 March 2025, 11:20"),
    "fr": ("3 mars 2025", "3–5 mars 2025", "mars 2025", "3 mars 2025, 11:20"),
    "es": ("3 de marzo de 2025", "3–5 de marzo de 2025", "marzo de 2025", "3 de marzo de 2025, 11:20"),
    "ar": ("3 مارس، 2025", "3–5 مارس، 2025", "مارس 2025", "3 مارس، 2025، 11:20"),
    "ru": ("3 марта 2025\u00a0г.", "3–5 марта 2025\u00a0г.", "март 2025\u00a0г.", "3 марта 2025\u00a0г., 11:20"),
    "uk": (
        "3 березня 2025\u00a0р.",
        "3–5 березня 2025\u00a0р.",
        "березень 2025\u00a0р.",
        "3 березня 2025\u00a0р., 11:20",
    ),
}


@pytest.mark.parametrize("language", DAYS)
def test_days_are_as_the_language_writes_them(language: str) -> None:
    with translation.override(language):
        told = (
            days("2025-03-03", "2025-03-03"), days("2025-03-03", "2025-03-05"), days("2025-03-01", "2025-03-31"),
            moment("2025-03-03T11:20:00+02:00"),
        )  # fmt: skip
    assert told == DAYS[language]


TIMES = {
    "en": "3 March 2025, 21:20", "fr": "3 mars 2025 21:20", "es": "3 de marzo de 2025 a las 21:20",
    "ar": "3 مارس، 2025، 21:20", "ru": "3 марта 2025\u00a0г. 21:20", "uk": "3 березня 2025\u00a0р. 21:20",
}  # fmt: skip


@pytest.mark.parametrize("language", TIMES)
def test_a_day_with_its_time_is_not_written_as_americans_do(language: str) -> None:
    with translation.override(language):
        at = datetime(2025, 3, 3, 21, 20)
        assert date_format(at, "DATETIME_FORMAT") == TIMES[language]
        assert date_format(at, "TIME_FORMAT") == "21:20"


SPANS = [
    ("2025-01-01", "2025-12-31", "2025"),
    ("2024-01-01", "2025-12-31", "2024–2025"),
    ("2025-02-27", "2025-03-02", "27 February 2025 – 2 March 2025"),
    (None, "2025-03-04", "until 4 March 2025"),
    ("2025-03-04", None, "from 4 March 2025"),
    (None, None, ""),
    ("Monday", "Monday", "Monday"),
    ("2025-13-01", "2025-13-02", "2025-13-01 – 2025-13-02"),
]


@pytest.mark.parametrize(("earliest", "latest", "told"), SPANS)
def test_ranges_of_days(earliest: str | None, latest: str | None, told: str) -> None:
    with translation.override("en"):
        assert days(earliest, latest) == told


MOMENTS = {
    "2025": "2025", "2025-03": "March 2025", "2025-03-04~": "about 4 March 2025", "2025-03?": "March 2025 (uncertain)",
    "2025-03%": "about March 2025 (uncertain)", "2025/2026": "2025 – 2026", "Monday": "Monday",
    "2025-02-30": "2025-02-30", "": "",
}  # fmt: skip


@pytest.mark.parametrize("value", MOMENTS)
def test_days_that_are_known_more_or_less(value: str) -> None:
    with translation.override("en"):
        assert moment(value) == MOMENTS[value]


NUMBERS = {
    "en": "1,234,567", "fr": "1\u00a0234\u00a0567", "es": "1\u00a0234\u00a0567", "ar": "1,234,567",
    "ru": "1\u00a0234\u00a0567", "uk": "1\u00a0234\u00a0567",
}  # fmt: skip


@pytest.mark.parametrize("language", NUMBERS)
def test_numbers_are_as_the_language_writes_them(language: str) -> None:
    with translation.override(language):
        assert number(1234567) == NUMBERS[language]


INTERVALS = [
    (14, 14, "14"), (14, None, "≥ 14"), (None, 20, "≤ 20"), (6, 8, "6–8"), (0, 0, "0"), (0, None, "≥ 0"),
    (None, None, "?"), (1000, 2000, "1,000–2,000"), (10**12, None, "≥ ≈ 10^12"),
]  # fmt: skip


@pytest.mark.parametrize(("low", "high", "told"), INTERVALS)
def test_intervals(low: int | None, high: int | None, told: str) -> None:
    with translation.override("en"):
        assert interval(low, high) == told


TITLES = {
    "Air strike in Dol Aren, 3 March 2025": "Frappe aérienne à Dol Aren, 3 mars 2025",
    "Attack near Halvin, 3 to 9 May 2021": "Attaque près de Halvin, 3–9 mai 2021",
    "Clash, 28 February to 3 March 2024": "Affrontement, 28 février 2024 – 3 mars 2024",
    "Clash in Tel, Amar, 28 December 2023 to 3 January 2024": (
        "Affrontement à Tel, Amar, 28 décembre 2023 – 3 janvier 2024"
    ),
    "Shelling in Sirrin, May 2021": "Bombardement d’artillerie à Sirrin, mai 2021",
    "Suicide bomb, 2021": "Attentat suicide, 2021",
    "Attack": "Attaque",
    "The bridge of Sirrin": "The bridge of Sirrin",  # somebody wrote it
    "Attack in Sirrin, 3 Mayo 2025": "Attack in Sirrin, 3 Mayo 2025",
    "Attack in Sirrin, 31 February 2025": "Attack in Sirrin, 31 February 2025",
}


@pytest.mark.parametrize("made", TITLES)
def test_titles_of_incidents_are_in_the_language(made: str) -> None:
    with translation.override("fr"):
        assert title(made) == TITLES[made]
    with translation.override("en"):
        assert title(made) == made


FILLED = {
    "n": "at least 1,400", "n2": "6 to 8", "count": "12", "count2": "5", "day": "3 March 2025, 11:20",
    "day2": "4 March 2025", "when": "3 to 9 May 2021", "harm": "injured", "group": "children", "group2": "people",
    "kind": "air-strike", "kind2": "attack", "who": "Ilse Marrow", "who2": "the army", "place": "Dol Aren",
    "place2": "Sirrin", "words": "5 men and 3 women", "words2": "Eight killed", "when2": "2020",
    "figure": "killed, people, by Ilse Marrow", "figure2": "12 injured",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_of_every_shape_are_in_the_language(language: str) -> None:
    with translation.override(language):
        for each in SHAPES:
            reason = each % FILLED
            assert why(reason) not in (reason, each), reason
            assert not PLACED.search(why(reason))


REASONS = {
    "an earlier count, of 3 March 2025, 19:10; 17 by 4 March 2025": (
        "un décompte antérieur, du 3 mars 2025, 19:10 ; 17 le 4 mars 2025"
    ),
    "at least 9 here, up to 1,200 in 5 other origins": "≥ 9 ici, ≤ 1\u00a0200 dans 5 autres origines",
    "counts combatants only; 17 counts people": "ne compte que : combattants ; 17 compte : personnes",
    "more exact: may be 3 to 9 May 2021": "plus précis : peut être 3–9 mai 2021",
    "1 day apart from May 2021": "à 1 jour du mai 2021",
    "both tell of the kind 'air strike'": "les deux parlent du type « Frappe aérienne »",
    "killed: 12 is now given for killed, children": "tués : 12 est désormais donné pour : tués, enfants",
    "killed: 12 killed became 12 injured": "tués : 12 tués est devenu 12 blessés",
    "day of the incident: unknown became 2 to 3 May 2031": (
        "jour de l’incident : inconnu auparavant, désormais 2–3 mai 2031"
    ),
    "place of the incident: Dol Aren became unknown": "lieu de l’incident : Dol Aren auparavant, désormais inconnu",
    "the wording: 1,200 words are new and 1 word is gone": "formulation : 1\u00a0200 mots nouveaux, 1 mot disparu",
    "title: none became “Nine”": "titre : aucun auparavant, désormais « Nine »",
    "authors: nobody became A and B": "auteurs : personne auparavant, désormais A and B",
    "published: 3 March 2025 became no day": "publié : 3 mars 2025 auparavant, désormais sans date",
    "some reason that nothing knows": "some reason that nothing knows",
    "an earlier count, of 31 February 2025; 17 by 4 March 2025": (
        "an earlier count, of 31 February 2025; 17 by 4 March 2025"
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_reasons_are_in_the_language(reason: str) -> None:
    with translation.override("fr"):
        assert why(reason) == REASONS[reason]
    with translation.override("en"):
        assert why(reason) == reason


def test_every_reason_on_the_sheets_of_the_samples_is_in_the_language(desk_on_sqlite: Desk) -> None:
    sheets = list(here().incidents())
    told = {each for s in sheets for cell in s.cells for each in cell.why}
    told |= {each for s in sheets for account in s.accounts for each in account.why}
    told |= {check.problem for s in sheets for check in s.checks}
    assert len(told) > 20
    with translation.override("uk"):
        assert [each for each in told if why(each) == each] == []


def test_a_place_does_not_draw_the_day_to_its_side_among_arabic() -> None:
    with translation.override("ar"):
        assert title("Attack in Sirrin, 3 March 2025") == "هجوم في \u2068Sirrin\u2069، 3 مارس، 2025"


def test_an_interval_does_not_turn_round_among_arabic() -> None:
    with translation.override("ar"):
        assert (interval(6, 8), interval(14, None)) == ("\u20666–8\u2069", "\u2066≥ 14\u2069")


def test_what_stands_between_two_things_is_as_arabic_writes_it(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.READER)
    user.language = "ar"
    user.save()
    client = desk_on_sqlite.client(Role.READER)
    for address in (f"/incidents/{desk_on_sqlite.incidents()[0]}/", "/history/", "/review/"):
        tree: Any = html.document_fromstring(client.get(address).text)
        # Among words that are the desk's own; within names and words of reports they are as these have them.
        own = "not(ancestor::bdi or ancestor::script or ancestor::code or ancestor::*[@dir='auto'])"
        told = [" ".join(each.split()) for each in tree.xpath(f"//main//text()[{own}]")]
        assert [each for each in told if re.search("(^| )[,;] |[\u0600-\u06ff][,;]", each)] == [], address


def test_days_of_an_axis_are_not_drawn_into_its_direction(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.READER)
    user.language = "ar"
    user.save()
    page = desk_on_sqlite.client(Role.READER).get(f"/incidents/{desk_on_sqlite.incidents()[0]}/").text
    days = re.findall(r'<text class="tick"[^>]*>([^<]*مارس[^<]*)<', page)
    assert len(days) >= 2
    assert all(each[0] == "\u2068" and each[-1] == "\u2069" for each in days)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_in_the_language_that_a_person_chose(desk_on_sqlite: Desk, language: str) -> None:
    client = desk_on_sqlite.client(Role.READER)
    kept = client.post("/preferences/", {"language": language, "next": "/people/?q=x"})
    assert (kept.status_code, kept["Location"]) == (303, "/people/?q=x")
    page = client.get("/inbox/", headers={"accept-language": "en"}).text
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    with translation.override(language):
        assert f"<h1>{translation.gettext('Inbox')}</h1>" in page
    # It is the person's: another browser of theirs has it too.
    assert f'<html lang="{language}"' in desk_on_sqlite.client(Role.READER).get("/inbox/").text


def test_every_language_is_called_by_its_own_name(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client()
    for asked in LANGUAGES:
        page = client.get("/account/login/", headers={"accept-language": asked}).text
        told = dict(re.findall(r'<button name="language" value="(\w+)"[^>]*>([^<]+)<', page))
        assert told == dict(settings.LANGUAGES)


def test_nobody_signed_in_chooses_for_the_browser_alone(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client()
    assert 'lang="fr"' in client.get("/account/login/", headers={"accept-language": "fr,en;q=0.5"}).text
    client.post("/preferences/", {"language": "uk", "next": "/account/login/"})
    assert 'lang="uk"' in client.get("/account/login/", headers={"accept-language": "fr"}).text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"language": "xx"}, 400), ({"theme": "pink"}, 400), ({"keys": "maybe"}, 400), ({"theme": "dark"}, 303),
        ({"keys": "no"}, 303), ({}, 303),
    ],
)  # fmt: skip
def test_what_is_no_choice_is_refused(desk_on_sqlite: Desk, sent: dict[str, str], status: int) -> None:
    answer = desk_on_sqlite.client(Role.READER).post("/preferences/", sent)
    assert answer.status_code == status


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_choice_leads_nowhere_else(desk_on_sqlite: Desk, elsewhere: str) -> None:
    answer = desk_on_sqlite.client(Role.READER).post("/preferences/", {"theme": "dark", "next": elsewhere})
    assert answer["Location"] == "/"


def test_the_colours_that_one_chose_are_on_every_page(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    client.post("/preferences/", {"theme": "contrast"})
    assert 'data-theme="contrast"' in client.get("/inbox/").text


def test_a_word_of_no_vocabulary_stays_as_it_is() -> None:
    assert word("zeppelin") == word("zeppelin", "incident") == "zeppelin"


@pytest.mark.parametrize("kind", TERMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_vocabularies_keep_their_values_apart(kind: str, language: str) -> None:
    with translation.override(language):
        words = [str(each) for each in TERMS[kind].values()]
    assert len(set(words)) == len(words), "two values of one vocabulary have one word"


COUNTED = {
    "at least 1,400": "≥ 1\u00a0400", "12": "12", "12 killed": "12 tués", "up to 3 injured": "≤ 3 blessés",
    "killed, people": "tués, personnes", "killed, children, by Ilse Marrow": "tués, enfants · donné par Ilse Marrow",
    "injured, combatants (attackers)": "blessés, combattants (assaillants)", "twelve": "twelve",
}  # fmt: skip


@pytest.mark.parametrize("text", COUNTED)
def test_figures_of_what_changed_are_in_the_language(text: str) -> None:
    with translation.override("fr"):
        assert counted(text) == COUNTED[text]
