"""Small words by what they do in a phrase. The lists are data (data/grammar.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def _lists() -> dict[str, frozenset[str]]:
    table = tomllib.loads((DATA / "grammar.toml").read_text("utf-8"))
    return {key: frozenset(block.split()) for key, block in table.items()}


AFFILIATING = _lists()["affiliating"]
AFTER_PRONOUN = _lists()["after_pronoun"]
AND = _lists()["and"]
ANY = _lists()["any"]
ANY_DOCUMENT = _lists()["any_document"]
ARMIES = _lists()["armies"]
ARTICLES = _lists()["articles"]
AUXILIARY = _lists()["auxiliary"]
BARE_PERSON = _lists()["bare_person"]
BASED = _lists()["based"]
BEFORE_BODIES = _lists()["before_bodies"]
BEFORE_NAMES = _lists()["before_names"]
BEFORE_OFFICE = _lists()["before_office"]
CALLED = _lists()["called"]
CONTRACTED = _lists()["contracted"]
COUNT = _lists()["count"]
DEFINITE = _lists()["definite"]
DEGREES = _lists()["degrees"]
DEPUTY = _lists()["deputy"]
DETERMINERS = _lists()["determiners"]
EMPTY = _lists()["empty"]
EMPTY_OF_PERSONS = _lists()["empty_of_persons"]
ENDS_APPOSITION = _lists()["ends_apposition"]
ENDS_BODY = _lists()["ends_body"]
FIRM = _lists()["firm"]
FIRST = _lists()["first"]
FREE = _lists()["free"]
HEADED_BY = _lists()["headed_by"]
HE = _lists()["he"]
HEADED = _lists()["headed"]
HOLD = _lists()["hold"]
HUMAN = _lists()["human"]
ISSUED = _lists()["issued"]
KIN = _lists()["kin"]
LAWS = _lists()["laws"]
LEAD = _lists()["lead"]
NAMED_OF = _lists()["named_of"]
NAMED_AS = _lists()["named_as"]
NEW_CLAUSE = _lists()["new_clause"]
NO_APPOSITION = _lists()["no_apposition"]
PARTIES = _lists()["parties"]
NO_PARTS = _lists()["no_parts"]
NUMBERED = _lists()["numbered"]
OBJECT_BEFORE = _lists()["object_before"]
OF = _lists()["of"]
OPENS_BODIES = _lists()["opens_bodies"]
OWNERS = _lists()["owners"]
PAIR = _lists()["pair"]
PARTICLES = _lists()["particles"]
PARTS = _lists()["parts"]
PAST = _lists()["past"]
PLACE_BEFORE = _lists()["place_before"]
PREDICATE = _lists()["predicate"]
PRESS = _lists()["press"]
RANKS = _lists()["ranks"]
RELATIVE = _lists()["relative"]
SELVES = _lists()["selves"]
SPEECH = _lists()["speech"]
SENIOR = _lists()["senior"]
SHE = _lists()["she"]
SHORT = _lists()["short"]
SMALL = _lists()["small"]
SUBORDINATE = _lists()["subordinate"]
TIMES = _lists()["times"]
