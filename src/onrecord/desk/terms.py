"""The words of vocabularies, as the reader's language has them: facets, harms, grades, verdicts, acts, roles."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as word_of

Words = Mapping[str, str | Promise]

_FACETS: Words = {
    "date": word_of("facet", "date"),
    "place": word_of("facet", "place"),
    "killed": word_of("facet", "killed"),
    "injured": word_of("facet", "injured"),
    "missing": word_of("facet", "missing"),
    "detained": word_of("facet", "detained"),
    "abducted": word_of("facet", "abducted"),
    "displaced": word_of("facet", "displaced"),
    "casualties": word_of("facet", "casualties"),
    "blamed": word_of("facet", "blamed"),
}
_GROUPS: Words = {
    "people": word_of("group", "people"),
    "civilians": word_of("group", "civilians"),
    "combatants": word_of("group", "combatants"),
    "police": word_of("group", "police"),
    "children": word_of("group", "children"),
    "women": word_of("group", "women"),
    "men": word_of("group", "men"),
    "elderly": word_of("group", "elderly"),
    "medics": word_of("group", "medics"),
    "aid workers": word_of("group", "aid workers"),
    "journalists": word_of("group", "journalists"),
    "family": word_of("group", "family"),
    "nationals": word_of("group", "nationals"),
}
_VERDICTS: Words = {
    "agrees": word_of("verdict", "agrees"),
    "differs": word_of("verdict", "differs"),
    "silent": word_of("verdict", "silent"),
    "superseded": word_of("verdict", "superseded"),
    "disputed": word_of("verdict", "disputed"),
}
_FIELDS: Words = {
    "title": word_of("field", "title"),
    "date": word_of("field", "date"),
    "place": word_of("field", "place"),
    "killed": word_of("field", "killed"),
    "injured": word_of("field", "injured"),
    "grade": word_of("field", "grade"),
    "strike_status": word_of("field", "strike status"),
    "belligerent_status": word_of("field", "belligerent status"),
    "note": word_of("field", "note"),
}
_GRADES: Words = {
    "confirmed": word_of("grade", "confirmed"),
    "fair": word_of("grade", "fair"),
    "weak": word_of("grade", "weak"),
    "contested": word_of("grade", "contested"),
    "discounted": word_of("grade", "discounted"),
}
_STRIKE: Words = {
    "declared": word_of("strike status", "declared"),
    "likely": word_of("strike status", "likely"),
    "contested": word_of("strike status", "contested"),
    "single source": word_of("strike status", "single source"),
    "alleged": word_of("strike status", "alleged"),
}
_BELLIGERENT: Words = {
    "declared": word_of("belligerent status", "declared"),
    "suspected": word_of("belligerent status", "suspected"),
    "contested": word_of("belligerent status", "contested"),
}
_ACTS: Words = {
    "asserts": word_of("statement", "asserts"),
    "denies": word_of("statement", "denies"),
    "accuses": word_of("statement", "accuses"),
    "doubts": word_of("statement", "doubts"),
    "orders": word_of("statement", "orders"),
    "asks": word_of("statement", "asks"),
    "promises": word_of("statement", "promises"),
    "predicts": word_of("statement", "predicts"),
    "thinks": word_of("statement", "thinks"),
    "feels": word_of("statement", "feels"),
}
_KINDS: Words = {
    "direct": word_of("statement", "direct"),
    "indirect": word_of("statement", "indirect"),
    "mixed": word_of("statement", "mixed"),
}
_SOURCES: Words = {
    "person": word_of("source", "person"),
    "organisation": word_of("source", "organisation"),
    "group": word_of("source", "group"),
    "document": word_of("source", "document"),
    "anonymous": word_of("source", "anonymous"),
}
_TAKING_PART: Words = {
    "perpetrator": word_of("participant", "perpetrator"),
    "target": word_of("participant", "target"),
    "victim": word_of("participant", "victim"),
    "claimant": word_of("participant", "claimant"),
    "rescuer": word_of("participant", "rescuer"),
}
_ACTORS: Words = {
    "state forces": word_of("actor", "state forces"),
    "rebel group": word_of("actor", "rebel group"),
    "political militia": word_of("actor", "political militia"),
    "communal militia": word_of("actor", "communal militia"),
    "rioters": word_of("actor", "rioters"),
    "protesters": word_of("actor", "protesters"),
    "civilians": word_of("actor", "civilians"),
    "external forces": word_of("actor", "external forces"),
    "unknown": word_of("actor", "unknown"),
}
_PRECISIONS: Words = {
    "day": word_of("precision", "day"),
    "week": word_of("precision", "week"),
    "month": word_of("precision", "month"),
    "year": word_of("precision", "year"),
    "unknown": word_of("precision", "unknown"),
    "place": word_of("precision", "the place itself"),
    "near": word_of("precision", "near"),
    "district": word_of("precision", "district"),
    "region": word_of("precision", "region"),
    "country": word_of("precision", "country"),
}
_STATUSES: Words = {
    "happened": word_of("incident status", "happened"),
    "planned": word_of("incident status", "planned"),
    "threatened": word_of("incident status", "threatened"),
    "hypothetical": word_of("incident status", "hypothetical"),
}
_SIDES: Words = {
    "victims": word_of("side", "victims"),
    "attackers": word_of("side", "attackers"),
}
_INCIDENTS: Words = {
    "air-strike": word_of("kind of incident", "Air strike"),
    "drone-strike": word_of("kind of incident", "Drone strike"),
    "shelling": word_of("kind of incident", "Shelling"),
    "suicide-bomb": word_of("kind of incident", "Suicide bombing"),
    "bomb": word_of("kind of incident", "Bomb or mine"),
    "grenade": word_of("kind of incident", "Grenade attack"),
    "chemical": word_of("kind of incident", "Chemical attack"),
    "clash": word_of("kind of incident", "Clash"),
    "raid": word_of("kind of incident", "Raid"),
    "targeted-killing": word_of("kind of incident", "Targeted killing"),
    "attack": word_of("kind of incident", "Attack"),
    "execution": word_of("kind of incident", "Execution"),
    "abduction": word_of("kind of incident", "Abduction"),
    "sexual-violence": word_of("kind of incident", "Sexual violence"),
    "arrest": word_of("kind of incident", "Arrest"),
    "mob": word_of("kind of incident", "Mob violence"),
    "riot": word_of("kind of incident", "Riot"),
    "protest": word_of("kind of incident", "Protest"),
    "protest-force": word_of("kind of incident", "Force against protesters"),
    "protest-intervention": word_of("kind of incident", "Protest broken up"),
    "displacement": word_of("kind of incident", "Displacement"),
    "capture": word_of("kind of incident", "Ground taken"),
    "destruction": word_of("kind of incident", "Looting or destruction"),
    "disrupted": word_of("kind of incident", "Weapons found or defused"),
    "agreement": word_of("kind of incident", "Agreement"),
    "transfer": word_of("kind of incident", "Ground handed over"),
    "base": word_of("kind of incident", "Base set up"),
    "change": word_of("kind of incident", "Change of a group"),
    "non-violent": word_of("kind of incident", "No violence: accident, disaster or illness"),
    "other": word_of("kind of incident", "Other incident"),
    "unknown": word_of("kind of incident", "Incident"),
}
_EVENTS: Words = {
    "Explosions/Remote violence": word_of("ACLED", "Explosions/Remote violence"),
    "Battles": word_of("ACLED", "Battles"),
    "Violence against civilians": word_of("ACLED", "Violence against civilians"),
    "Strategic developments": word_of("ACLED", "Strategic developments"),
    "Riots": word_of("ACLED", "Riots"),
    "Protests": word_of("ACLED", "Protests"),
    "Air/drone strike": word_of("ACLED", "Air/drone strike"),
    "Shelling/artillery/missile attack": word_of("ACLED", "Shelling/artillery/missile attack"),
    "Suicide bomb": word_of("ACLED", "Suicide bomb"),
    "Remote explosive/landmine/IED": word_of("ACLED", "Remote explosive/landmine/IED"),
    "Grenade": word_of("ACLED", "Grenade"),
    "Chemical weapon": word_of("ACLED", "Chemical weapon"),
    "Armed clash": word_of("ACLED", "Armed clash"),
    "Attack": word_of("ACLED", "Attack"),
    "Abduction/forced disappearance": word_of("ACLED", "Abduction/forced disappearance"),
    "Sexual violence": word_of("ACLED", "Sexual violence"),
    "Arrests": word_of("ACLED", "Arrests"),
    "Mob violence": word_of("ACLED", "Mob violence"),
    "Violent demonstration": word_of("ACLED", "Violent demonstration"),
    "Peaceful protest": word_of("ACLED", "Peaceful protest"),
    "Excessive force against protesters": word_of("ACLED", "Excessive force against protesters"),
    "Protest with intervention": word_of("ACLED", "Protest with intervention"),
    "Other": word_of("ACLED", "Other"),
    "Non-state actor overtakes territory": word_of("ACLED", "Non-state actor overtakes territory"),
    "Looting/property destruction": word_of("ACLED", "Looting/property destruction"),
    "Disrupted weapons use": word_of("ACLED", "Disrupted weapons use"),
    "Agreement": word_of("ACLED", "Agreement"),
    "Non-violent transfer of territory": word_of("ACLED", "Non-violent transfer of territory"),
    "Headquarters or base established": word_of("ACLED", "Headquarters or base established"),
    "Change to group/activity": word_of("ACLED", "Change to group/activity"),
}
_COPIES: Words = {
    "first": word_of("copy", "first"),
    "exact": word_of("copy", "exact"),
    "edited": word_of("copy", "edited"),
    "truncated": word_of("copy", "cut short"),
    "extended": word_of("copy", "extended"),
    "reordered": word_of("copy", "reordered"),
    "retitled": word_of("copy", "retitled"),
    "translated": word_of("copy", "translated"),
}
_ROLES: Words = {
    "reader": word_of("role", "reader"),
    "coder": word_of("role", "coder"),
    "reviewer": word_of("role", "reviewer"),
    "administrator": word_of("role", "administrator"),
}
_LOG: Words = {
    "made": word_of("log", "made the ledger"),
    "added": word_of("log", "added"),
    "changed": word_of("log", "new version"),
    "set": word_of("log", "set"),
    "grade": word_of("log", "graded"),
    "join": word_of("log", "joined"),
    "split": word_of("log", "split"),
    "move": word_of("log", "moved"),
    "reject": word_of("log", "rejected"),
    "remove": word_of("log", "withdrew"),
    "undo": word_of("log", "undone"),
}

TERMS: Mapping[str, Words] = {
    "facet": _FACETS,
    "harm": _FACETS,
    "group": _GROUPS,
    "verdict": _VERDICTS,
    "standing": _VERDICTS,
    "field": _FIELDS,
    "grade": _GRADES,
    "strike_status": _STRIKE,
    "belligerent_status": _BELLIGERENT,
    "act": _ACTS,
    "statement": _KINDS,
    "source": _SOURCES,
    "participant": _TAKING_PART,
    "actor": _ACTORS,
    "precision": _PRECISIONS,
    "status": _STATUSES,
    "side": _SIDES,
    "incident": _INCIDENTS,
    "acled": _EVENTS,
    "copy": _COPIES,
    "role": _ROLES,
    "log": _LOG,
}
"""Each vocabulary by its name: the value as it is kept, and its word."""


def word(value: str, kind: str = "") -> str:
    """The word for ``value`` in the vocabulary ``kind``, or, without one, in the first that has it; else the value."""
    tables = (TERMS[kind],) if kind else TERMS.values()
    for table in tables:
        if value in table:
            return str(table[value])
    return value
