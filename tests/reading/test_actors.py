"""Who took part, of what kind, under which names, and whose words those are."""

from __future__ import annotations

import pytest

from onrecord.reading.actors import kind_of, name_of, participants
from onrecord.reading.words import page
from onrecord.record import Entity, EntityKind, Participant, Role, Span, words
from reading.markup import unmark
from reading.test_signs import at, part


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("the army", "state forces"),
        ("Soldiers of the 4th Battalion", "state forces"),
        ("policemen", "state forces"),
        ("government forces", "state forces"),
        ("warplanes", "state forces"),
        ("the Northern Front", "rebel group"),
        ("rebels", "rebel group"),
        ("Free Brigades of Karsa", "rebel group"),
        ("Islamist fighters", "rebel group"),
        ("a pro-government militia", "political militia"),
        ("unidentified gunmen", "political militia"),
        ("masked assailants", "political militia"),
        ("herdsmen", "communal militia"),
        ("tribesmen", "communal militia"),
        ("a vigilante patrol", "communal militia"),
        ("a mob", "rioters"),
        ("looters", "rioters"),
        ("demonstrators", "protesters"),
        ("striking dockers who were marchers", "protesters"),
        ("villagers", "civilians"),
        ("a bus", "civilians"),
        ("Nine people", "civilians"),
        ("UN peacekeepers", "external forces"),
        ("coalition aircraft", "external forces"),
        ("Karsan mercenaries", "external forces"),
        ("Osman Dray", "unknown"),
        ("unarmyish", "unknown"),
        ("", "unknown"),
    ],
)
def test_kinds(said: str, kind: str) -> None:
    assert kind_of(said) == kind


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("the Northern Front", "Northern Front"),
        ("A gunman", "gunman"),
        ("their own\nguards", "own guards"),
        ("“the Wolves”,", "the Wolves"),
        ("Anders", "Anders"),
        ("FKF]", "FKF"),
        ("the", "the"),
        ("…", "…"),
        ("—", "—"),
    ],
)
def test_names(said: str, name: str) -> None:
    assert name_of(said) == name


def took_part(
    marked: str, *parts: tuple[str, str], known: tuple[tuple[str, EntityKind, tuple[str, ...]], ...] = ()
) -> tuple[str, tuple[Participant, ...]]:
    """Who took part: ``parts`` are words and what they are; ``known`` entities: name, kind, mentions."""
    text, _, statements = unmark(marked)
    p = page(text)
    entities = [
        Entity(f"e{n}", kind, name, tuple(Span(*at(text, m)) for m in mentions))
        for n, (name, kind, mentions) in enumerate(known, 1)
    ]
    found = participants(
        text, [part(p, said, what, nth=parts[:n].count((said, what))) for n, (said, what) in enumerate(parts)],
        entities, statements,
    )  # fmt: skip
    for each in found:
        assert each.text == words(text, each.spans)
    return text, found


def names(found: tuple[Participant, ...]) -> list[tuple[Role, str]]:
    return [(p.role, p.name) for p in found]


def test_each_has_its_role() -> None:
    _, found = took_part(
        "Gunmen stormed the mill; the Wolves boasted; divers came. It was a rifle, at Dol Aren, on Monday.",
        ("Gunmen", "perpetrator"),
        ("the mill", "target"),
        ("the Wolves", "claimant"),
        ("divers", "rescuer"),
        ("a rifle", "weapon"),
        ("Dol Aren", "place"),
        ("Monday", "date"),
    )
    assert names(found) == [
        ("perpetrator", "Gunmen"), ("target", "mill"), ("claimant", "Wolves"), ("rescuer", "divers"),
    ]  # fmt: skip
    assert [p.kind for p in found[:2]] == ["political militia", "unknown"]


@pytest.mark.parametrize("pronoun", ["they", "They", "who", "it", "Those"])
def test_pronouns_are_nobody(pronoun: str) -> None:
    assert took_part(f"Then {pronoun} fired.", (pronoun, "perpetrator"))[1] == ()


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        # Who helps, who is named as dead, and what something ran into did and suffered nothing.
        ("The coastguard has recovered 61 bodies.", ("The coastguard", "perpetrator"), []),
        ("A merchant ship rescued 24 survivors.", ("merchant", "perpetrator"), []),
        ("The coroner identified the dead as Bo Karr, 24.", ("Bo Karr", "perpetrator"), []),
        ("Their convoy hit an explosive device.", ("explosive device", "target"), []),
        ("The guerrillas were identified and fled.", ("The guerrillas", "perpetrator"), ["guerrillas"]),
        ("Troops recovered 12 rifles.", ("Troops", "perpetrator"), ["Troops"]),
        # A band of which a part of the name was marked.
        (
            "He accused the Front for the Liberation of Karsa.",
            ("the Front", "perpetrator"),
            ["Front for the Liberation of Karsa"],
        ),
        ("It blamed the Karsa Liberation Front.", ("Karsa", "perpetrator"), ["Karsa Liberation Front"]),
    ],
)
def test_who_did_it_and_who_did_not(text: str, words: tuple[str, str], names: list[str]) -> None:
    assert [p.name for p in took_part(text, words)[1]] == names


@pytest.mark.parametrize(
    ("marked", "parts", "name", "count"),
    [
        # The same words, and fewer or more of them.
        ("Soldiers came. Soldiers fired.", ("Soldiers", "Soldiers"), "Soldiers", 1),
        ("The army came. Karsa's army fired.", ("The army", "Karsa's army"), "Karsa's army", 1),
        ("The Northern Front came. The Front fired.", ("The Northern Front", "The Front"), "Northern Front", 1),
        ("The army came. The militia fired.", ("The army", "The militia"), "army", 2),
        # Names that the report itself says are of one.
        ("The Northern Front, formerly the Free Brigades, fired.", ("The Northern Front", "the Free Brigades"),
         "Northern Front", 1),
        ("The Wolves (also known as the River Boys) fired.", ("The Wolves", "the River Boys"), "River Boys", 1),
        ("The Wolves, better known as the River Boys, fired.", ("The Wolves", "the River Boys"), "River Boys", 1),
        # One name in brackets behind the other, wherever the report has them so.
        ("The Free Karsa Front (FKF) came. The FKF fired.", ("The Free Karsa Front", "The FKF"), "Free Karsa Front", 1),
        ("THE FKF [FREE KARSA FRONT] CAME. THE FREE KARSA FRONT FIRED.", ("THE FKF", "THE FREE KARSA FRONT"),
         "FREE KARSA FRONT", 1),
        ("The Free Karsa Front (FKF) met the KNA. The KNA fired.", ("The Free Karsa Front", "The KNA"),
         "Free Karsa Front", 2),
        ("The Wolves, a.k.a. the River Boys, fired.", ("The Wolves", "the River Boys"), "River Boys", 1),
        ("The Wolves and the River Boys fired.", ("The Wolves", "the River Boys"), "Wolves", 2),
        ("The Wolves fired. It was formerly the River Boys’ town.", ("The Wolves", "the River Boys"), "Wolves", 2),
        # 'Or' between two that may have done it, and between two names of one.
        ("It was the army or the militia.", ("the army", "the militia"), "army", 2),
        ("The Northern Front, or the Free Brigades, fired.", ("The Northern Front", "the Free Brigades"),
         "Northern Front", 1),
        ("The Wolves (or the River Boys) fired.", ("The Wolves", "the River Boys"), "River Boys", 1),
    ],
)  # fmt: skip
def test_one_actor_under_several_names(marked: str, parts: tuple[str, str], name: str, count: int) -> None:
    _, found = took_part(marked, *((each, "perpetrator") for each in parts))
    assert len(found) == count
    assert found[0].name == name
    assert sum(len(p.spans) for p in found) == 2


def test_one_actor_in_two_roles_is_two_participants() -> None:
    _, found = took_part(
        "The Wolves fired; the Wolves boasted.", ("The Wolves", "perpetrator"), ("the Wolves", "claimant")
    )
    assert names(found) == [("perpetrator", "Wolves"), ("claimant", "Wolves")]


ARMY: tuple[str, EntityKind, tuple[str, ...]] = ("Karsan National Army", "organisation", ("The army", "the KNA"))


def test_mentions_of_one_entity_are_one_actor() -> None:
    _, found = took_part(
        "The army came. At dawn the KNA fired.", ("The army", "perpetrator"), ("the KNA", "perpetrator"), known=(ARMY,)
    )
    assert [(p.name, p.entity, p.kind, len(p.spans)) for p in found] == [
        ("Karsan National Army", "e1", "state forces", 2)
    ]


def test_two_entities_are_two_actors_though_their_words_are_alike() -> None:
    _, found = took_part(
        "A guard came. The guard fired.",
        ("A guard", "perpetrator"),
        ("The guard", "perpetrator"),
        known=(("Bo Karr", "person", ("A guard",)), ("Cy Dorn", "person", ("The guard",))),
    )
    assert [(p.name, p.entity) for p in found] == [("Bo Karr", "e1"), ("Cy Dorn", "e2")]


def test_two_entities_are_one_actor_where_the_report_says_so() -> None:
    _, found = took_part(
        "The Wolves, formerly the River Boys, fired.",
        ("The Wolves", "perpetrator"),
        ("the River Boys", "perpetrator"),
        known=(("Wolves", "organisation", ("The Wolves",)), ("River Boys", "organisation", ("the River Boys",))),
    )
    assert [(p.entity, len(p.spans)) for p in found] == [("e1", 2)]


@pytest.mark.parametrize(
    ("known", "entity"),
    [
        (("Dol Aren", "place", ("Dol Aren",)), None),  # a place does nothing
        (("Dol Aren police", "organisation", ("The Dol Aren police",)), "e1"),
        (("Dol", "person", ("Dol",)), None),  # too little of the words
    ],
)
def test_which_entity_words_are_of(known: tuple[str, EntityKind, tuple[str, ...]], entity: str | None) -> None:
    _, (found,) = took_part("The Dol Aren police fired.", ("The Dol Aren police", "perpetrator"), known=(known,))
    assert found.entity == entity


@pytest.mark.parametrize(
    ("marked", "part", "allegiance"),
    [
        ("Gunmen loyal to Osman Dray fired.", "Gunmen loyal to Osman Dray", "loyal to Osman Dray"),
        ("Gunmen, loyal to Osman Dray, fired.", "Gunmen", "loyal to Osman Dray"),
        ("A Karsan-backed militia fired.", "A Karsan-backed militia", "Karsan-backed militia"),
        ("The Wolves, allied with the Northern Front, fired.", "The Wolves", "allied with the Northern Front"),
        ("The pro-government Wolves fired.", "The pro-government Wolves", "pro-government Wolves"),
        ("Gunmen linked to Dray; others fled.", "Gunmen", "linked to Dray"),
        ("Gunmen, who are loyal to Osman Dray, fired.", "Gunmen", "loyal to Osman Dray"),
        ("The Wolves, which have pledged allegiance to Dray, fired.", "The Wolves", "pledged allegiance to Dray"),
        ("Gunmen who fled. Loyal to Osman Dray, others fired.", "Gunmen", None),
        ("Gunmen fired. Loyal to Osman Dray, others fled.", "Gunmen", None),
        ("Gunmen fired.", "Gunmen", None),
    ],
)
def test_words_that_tie_an_actor_to_a_side(marked: str, part: str, allegiance: str | None) -> None:
    text, (found,) = took_part(marked, (part, "perpetrator"))
    assert found.allegiance == allegiance
    assert allegiance is None or allegiance in text


def test_an_allegiance_told_later_is_kept() -> None:
    _, (found,) = took_part(
        "The Wolves came. The Wolves, backed by Karsa, fired.",
        ("The Wolves", "perpetrator"),
        ("The Wolves", "perpetrator"),
    )
    assert found.allegiance == "backed by Karsa"


@pytest.mark.parametrize(
    ("marked", "given_by"),
    [
        ("The army fired.", ()),
        ("{1S She} {1C said} {1Q The army fired}.", ("s1",)),
        ("{1S She} and {2S he} {1C,2C said} {1Q,2Q The army fired}.", ("s1", "s2")),
        ("{1S She} {1C said} {1Q The army fired}. {2S He} {2C said} {2Q it was The army}.", ("s1", "s2")),
        # Once in the report's own voice, it is the report's.
        ("The army fired. {1S She} {1C said} {1Q The army fled}.", ()),
        ("{1S She} {1C said} {1Q The army fled}. The army fired.", ()),
    ],
)
def test_whose_words_an_actor_is(marked: str, given_by: tuple[str, ...]) -> None:
    count = marked.count("The army")
    _, (found,) = took_part(marked, *[("The army", "perpetrator")] * count)
    assert found.given_by == given_by


def test_who_says_to_which_side_an_actor_is_tied() -> None:
    _, (found,) = took_part(
        "{1S The mayor} {1C said} {1Q gunmen loyal to Osman Dray fired}.", ("gunmen loyal to Osman Dray", "perpetrator")
    )
    assert (found.allegiance, found.given_by) == ("loyal to Osman Dray", ("s1",))
