"""The words of vocabularies, as the reader's language has them: facets, harms, grades, verdicts, acts, roles."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

_FACETS: Words = {
    "date": pgettext_lazy("facet", "date"),
    "place": pgettext_lazy("facet", "place"),
    "killed": pgettext_lazy("facet", "killed"),
    "injured": pgettext_lazy("facet", "injured"),
    "missing": pgettext_lazy("facet", "missing"),
    "detained": pgettext_lazy("facet", "detained"),
    "abducted": pgettext_lazy("facet", "abducted"),
    "displaced": pgettext_lazy("facet", "displaced"),
    "casualties": pgettext_lazy("facet", "casualties"),
    "blamed": pgettext_lazy("facet", "blamed"),
}
_GROUPS: Words = {
    "people": pgettext_lazy("group", "people"),
    "civilians": pgettext_lazy("group", "civilians"),
    "combatants": pgettext_lazy("group", "combatants"),
    "police": pgettext_lazy("group", "police"),
    "children": pgettext_lazy("group", "children"),
    "women": pgettext_lazy("group", "women"),
    "men": pgettext_lazy("group", "men"),
    "elderly": pgettext_lazy("group", "elderly"),
    "medics": pgettext_lazy("group", "medics"),
    "aid workers": pgettext_lazy("group", "aid workers"),
    "journalists": pgettext_lazy("group", "journalists"),
    "family": pgettext_lazy("group", "family"),
    "nationals": pgettext_lazy("group", "nationals"),
}
_VERDICTS: Words = {
    "agrees": pgettext_lazy("verdict", "agrees"),
    "differs": pgettext_lazy("verdict", "differs"),
    "silent": pgettext_lazy("verdict", "silent"),
    "superseded": pgettext_lazy("verdict", "superseded"),
    "disputed": pgettext_lazy("verdict", "disputed"),
}
_FIELDS: Words = {
    "title": pgettext_lazy("field", "title"),
    "date": pgettext_lazy("field", "date"),
    "place": pgettext_lazy("field", "place"),
    "killed": pgettext_lazy("field", "killed"),
    "injured": pgettext_lazy("field", "injured"),
    "grade": pgettext_lazy("field", "grade"),
    "strike_status": pgettext_lazy("field", "strike status"),
    "belligerent_status": pgettext_lazy("field", "belligerent status"),
    "note": pgettext_lazy("field", "note"),
}
_GRADES: Words = {
    "confirmed": pgettext_lazy("grade", "confirmed"),
    "fair": pgettext_lazy("grade", "fair"),
    "weak": pgettext_lazy("grade", "weak"),
    "contested": pgettext_lazy("grade", "contested"),
    "discounted": pgettext_lazy("grade", "discounted"),
}
_STRIKE: Words = {
    "declared": pgettext_lazy("strike status", "declared"),
    "likely": pgettext_lazy("strike status", "likely"),
    "contested": pgettext_lazy("strike status", "contested"),
    "single source": pgettext_lazy("strike status", "single source"),
    "alleged": pgettext_lazy("strike status", "alleged"),
}
_BELLIGERENT: Words = {
    "declared": pgettext_lazy("belligerent status", "declared"),
    "suspected": pgettext_lazy("belligerent status", "suspected"),
    "contested": pgettext_lazy("belligerent status", "contested"),
}
_ACTS: Words = {
    "asserts": pgettext_lazy("statement", "asserts"),
    "denies": pgettext_lazy("statement", "denies"),
    "accuses": pgettext_lazy("statement", "accuses"),
    "doubts": pgettext_lazy("statement", "doubts"),
    "orders": pgettext_lazy("statement", "orders"),
    "asks": pgettext_lazy("statement", "asks"),
    "promises": pgettext_lazy("statement", "promises"),
    "predicts": pgettext_lazy("statement", "predicts"),
    "thinks": pgettext_lazy("statement", "thinks"),
    "feels": pgettext_lazy("statement", "feels"),
}
_KINDS: Words = {
    "direct": pgettext_lazy("statement", "direct"),
    "indirect": pgettext_lazy("statement", "indirect"),
    "mixed": pgettext_lazy("statement", "mixed"),
}
_SOURCES: Words = {
    "person": pgettext_lazy("source", "person"),
    "organisation": pgettext_lazy("source", "organisation"),
    "group": pgettext_lazy("source", "group"),
    "document": pgettext_lazy("source", "document"),
    "anonymous": pgettext_lazy("source", "anonymous"),
}
_TAKING_PART: Words = {
    "perpetrator": pgettext_lazy("participant", "perpetrator"),
    "target": pgettext_lazy("participant", "target"),
    "victim": pgettext_lazy("participant", "victim"),
    "claimant": pgettext_lazy("participant", "claimant"),
    "rescuer": pgettext_lazy("participant", "rescuer"),
}
_ACTORS: Words = {
    "state forces": pgettext_lazy("actor", "state forces"),
    "rebel group": pgettext_lazy("actor", "rebel group"),
    "political militia": pgettext_lazy("actor", "political militia"),
    "communal militia": pgettext_lazy("actor", "communal militia"),
    "rioters": pgettext_lazy("actor", "rioters"),
    "protesters": pgettext_lazy("actor", "protesters"),
    "civilians": pgettext_lazy("actor", "civilians"),
    "external forces": pgettext_lazy("actor", "external forces"),
    "unknown": pgettext_lazy("actor", "unknown"),
}
_PRECISIONS: Words = {
    "day": pgettext_lazy("precision", "day"),
    "week": pgettext_lazy("precision", "week"),
    "month": pgettext_lazy("precision", "month"),
    "year": pgettext_lazy("precision", "year"),
    "unknown": pgettext_lazy("precision", "unknown"),
    "place": pgettext_lazy("precision", "the place itself"),
    "near": pgettext_lazy("precision", "near"),
    "district": pgettext_lazy("precision", "district"),
    "region": pgettext_lazy("precision", "region"),
    "country": pgettext_lazy("precision", "country"),
}
_STATUSES: Words = {
    "happened": pgettext_lazy("incident status", "happened"),
    "planned": pgettext_lazy("incident status", "planned"),
    "threatened": pgettext_lazy("incident status", "threatened"),
    "hypothetical": pgettext_lazy("incident status", "hypothetical"),
}
_SIDES: Words = {
    "victims": pgettext_lazy("side", "victims"),
    "attackers": pgettext_lazy("side", "attackers"),
}
_INCIDENTS: Words = {
    "air-strike": pgettext_lazy("kind of incident", "Air strike"),
    "drone-strike": pgettext_lazy("kind of incident", "Drone strike"),
    "shelling": pgettext_lazy("kind of incident", "Shelling"),
    "suicide-bomb": pgettext_lazy("kind of incident", "Suicide bombing"),
    "bomb": pgettext_lazy("kind of incident", "Bomb or mine"),
    "grenade": pgettext_lazy("kind of incident", "Grenade attack"),
    "chemical": pgettext_lazy("kind of incident", "Chemical attack"),
    "clash": pgettext_lazy("kind of incident", "Clash"),
    "raid": pgettext_lazy("kind of incident", "Raid"),
    "targeted-killing": pgettext_lazy("kind of incident", "Targeted killing"),
    "attack": pgettext_lazy("kind of incident", "Attack"),
    "execution": pgettext_lazy("kind of incident", "Execution"),
    "abduction": pgettext_lazy("kind of incident", "Abduction"),
    "sexual-violence": pgettext_lazy("kind of incident", "Sexual violence"),
    "arrest": pgettext_lazy("kind of incident", "Arrest"),
    "mob": pgettext_lazy("kind of incident", "Mob violence"),
    "riot": pgettext_lazy("kind of incident", "Riot"),
    "protest": pgettext_lazy("kind of incident", "Protest"),
    "protest-force": pgettext_lazy("kind of incident", "Force against protesters"),
    "protest-intervention": pgettext_lazy("kind of incident", "Protest broken up"),
    "displacement": pgettext_lazy("kind of incident", "Displacement"),
    "capture": pgettext_lazy("kind of incident", "Ground taken"),
    "destruction": pgettext_lazy("kind of incident", "Looting or destruction"),
    "disrupted": pgettext_lazy("kind of incident", "Weapons found or defused"),
    "agreement": pgettext_lazy("kind of incident", "Agreement"),
    "transfer": pgettext_lazy("kind of incident", "Ground handed over"),
    "base": pgettext_lazy("kind of incident", "Base set up"),
    "change": pgettext_lazy("kind of incident", "Change of a group"),
    "non-violent": pgettext_lazy("kind of incident", "No violence: accident, disaster or illness"),
    "other": pgettext_lazy("kind of incident", "Other incident"),
    "unknown": pgettext_lazy("kind of incident", "Incident"),
}
_EVENTS: Words = {
    "Explosions/Remote violence": pgettext_lazy("ACLED", "Explosions/Remote violence"),
    "Battles": pgettext_lazy("ACLED", "Battles"),
    "Violence against civilians": pgettext_lazy("ACLED", "Violence against civilians"),
    "Strategic developments": pgettext_lazy("ACLED", "Strategic developments"),
    "Riots": pgettext_lazy("ACLED", "Riots"),
    "Protests": pgettext_lazy("ACLED", "Protests"),
    "Air/drone strike": pgettext_lazy("ACLED", "Air/drone strike"),
    "Shelling/artillery/missile attack": pgettext_lazy("ACLED", "Shelling/artillery/missile attack"),
    "Suicide bomb": pgettext_lazy("ACLED", "Suicide bomb"),
    "Remote explosive/landmine/IED": pgettext_lazy("ACLED", "Remote explosive/landmine/IED"),
    "Grenade": pgettext_lazy("ACLED", "Grenade"),
    "Chemical weapon": pgettext_lazy("ACLED", "Chemical weapon"),
    "Armed clash": pgettext_lazy("ACLED", "Armed clash"),
    "Attack": pgettext_lazy("ACLED", "Attack"),
    "Abduction/forced disappearance": pgettext_lazy("ACLED", "Abduction/forced disappearance"),
    "Sexual violence": pgettext_lazy("ACLED", "Sexual violence"),
    "Arrests": pgettext_lazy("ACLED", "Arrests"),
    "Mob violence": pgettext_lazy("ACLED", "Mob violence"),
    "Violent demonstration": pgettext_lazy("ACLED", "Violent demonstration"),
    "Peaceful protest": pgettext_lazy("ACLED", "Peaceful protest"),
    "Excessive force against protesters": pgettext_lazy("ACLED", "Excessive force against protesters"),
    "Protest with intervention": pgettext_lazy("ACLED", "Protest with intervention"),
    "Other": pgettext_lazy("ACLED", "Other"),
    "Non-state actor overtakes territory": pgettext_lazy("ACLED", "Non-state actor overtakes territory"),
    "Looting/property destruction": pgettext_lazy("ACLED", "Looting/property destruction"),
    "Disrupted weapons use": pgettext_lazy("ACLED", "Disrupted weapons use"),
    "Agreement": pgettext_lazy("ACLED", "Agreement"),
    "Non-violent transfer of territory": pgettext_lazy("ACLED", "Non-violent transfer of territory"),
    "Headquarters or base established": pgettext_lazy("ACLED", "Headquarters or base established"),
    "Change to group/activity": pgettext_lazy("ACLED", "Change to group/activity"),
}
_COPIES: Words = {
    "first": pgettext_lazy("copy", "first"),
    "exact": pgettext_lazy("copy", "exact"),
    "edited": pgettext_lazy("copy", "edited"),
    "truncated": pgettext_lazy("copy", "cut short"),
    "extended": pgettext_lazy("copy", "extended"),
    "reordered": pgettext_lazy("copy", "reordered"),
    "retitled": pgettext_lazy("copy", "retitled"),
    "translated": pgettext_lazy("copy", "translated"),
}
_SAYS: Words = {
    "grade": pgettext_lazy("field", "grade"),
    "strike status": pgettext_lazy("field", "strike status"),
    "belligerent status": pgettext_lazy("field", "belligerent status"),
    "status": pgettext_lazy("rule", "status"),
    "origins": pgettext_lazy("rule", "origins"),
    "event clarity": pgettext_lazy("rule", "clarity of the event"),
    "date prec": pgettext_lazy("rule", "precision of the date"),
    "where prec": pgettext_lazy("rule", "precision of the place"),
    "time precision": pgettext_lazy("rule", "precision of the time"),
    "geo precision": pgettext_lazy("rule", "precision on the map"),
    "established": pgettext_lazy("rule", "established"),
    "provisional": pgettext_lazy("rule", "provisional"),
}
_ROLES: Words = {
    "reader": pgettext_lazy("role", "reader"),
    "coder": pgettext_lazy("role", "coder"),
    "reviewer": pgettext_lazy("role", "reviewer"),
    "administrator": pgettext_lazy("role", "administrator"),
}
_LOG: Words = {
    "made": pgettext_lazy("log", "made the ledger"),
    "added": pgettext_lazy("log", "added"),
    "changed": pgettext_lazy("log", "new version"),
    "set": pgettext_lazy("log", "set"),
    "grade": pgettext_lazy("log", "graded"),
    "join": pgettext_lazy("log", "joined"),
    "split": pgettext_lazy("log", "split"),
    "move": pgettext_lazy("log", "moved"),
    "reject": pgettext_lazy("log", "rejected"),
    "remove": pgettext_lazy("log", "withdrew"),
    "undo": pgettext_lazy("log", "undone"),
    "accept": pgettext_lazy("log", "accepted"),
    "correct": pgettext_lazy("log", "corrected"),
    "add": pgettext_lazy("log", "added what was missed"),
    "ready": pgettext_lazy("log", "ready for review"),
    "back": pgettext_lazy("log", "sent back"),
    "final": pgettext_lazy("log", "made final"),
    "reopen": pgettext_lazy("log", "opened again"),
    "coded": pgettext_lazy("log", "coded by themselves"),
    "veil": pgettext_lazy("log", "name no longer shown"),
    "unveil": pgettext_lazy("log", "name shown again"),
    "behind": pgettext_lazy("log", "saw the names of people at risk"),
    "redact": pgettext_lazy("log", "made a redacted copy"),
    "fold": pgettext_lazy("log", "marked as graphic"),
    "unfold": pgettext_lazy("log", "marked as not graphic"),
    "setting": pgettext_lazy("log", "chose for the team"),
    "same": pgettext_lazy("log", "held two names to be one source"),
    "together": pgettext_lazy("log", "took back that two incidents are two"),
    "parted": pgettext_lazy("log", "held two names to be two again"),
    "unlike": pgettext_lazy("log", "held two names to be two sources"),
    "alike": pgettext_lazy("log", "took back that two names are two sources"),
    "note": pgettext_lazy("log", "wrote a note"),
    "task": pgettext_lazy("log", "task"),
    "take": pgettext_lazy("log", "took"),
    "give-back": pgettext_lazy("log", "gave back"),
    "assign": pgettext_lazy("log", "assigned"),
    "done": pgettext_lazy("log", "done with"),
    "set-aside": pgettext_lazy("log", "set aside"),
    "restrict": pgettext_lazy("log", "restricted to groups"),
    "lift": pgettext_lazy("log", "opened to all"),
    "bring": pgettext_lazy("log", "brought in"),
    "account": pgettext_lazy("log", "made an account"),
    "end": pgettext_lazy("log", "ended an account"),
    "return": pgettext_lazy("log", "opened an account again"),
    "role": pgettext_lazy("log", "gave a role"),
    "password": pgettext_lazy("log", "chose a password"),
    "second-factor": pgettext_lazy("log", "took away a second factor"),
    "sign-in": pgettext_lazy("log", "sign-in by the issuer"),
    "unlock": pgettext_lazy("log", "let somebody try again"),
    "group": pgettext_lazy("log", "made or named a group"),
    "members": pgettext_lazy("log", "members of a group"),
    "team": pgettext_lazy("log", "chose who needs a second factor"),
    "token": pgettext_lazy("log", "made a token"),
    "token-end": pgettext_lazy("log", "ended a token"),
}
_STATES: Words = {
    "new": pgettext_lazy("state", "new"),
    "taken": pgettext_lazy("state", "taken"),
    "aside": pgettext_lazy("state", "set aside"),
    "done": pgettext_lazy("state", "done"),
    "open": pgettext_lazy("state", "open"),
    "coded": pgettext_lazy("state", "ready for review"),
    "final": pgettext_lazy("state", "final"),
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
    "says": _SAYS,
    "role": _ROLES,
    "log": _LOG,
    "state": _STATES,
}
"""Each vocabulary by its name: the value as it is kept, and its word."""


def word(value: str, kind: str = "") -> str:
    """The word for ``value`` in the vocabulary ``kind``, or, without one, in the first that has it; else the value."""
    tables = (TERMS[kind],) if kind else TERMS.values()
    for table in tables:
        if value in table:
            return str(table[value])
    return value
