"""Incidents as a board: what, when, where and by whom, then one line a figure.

What happened and is news comes first; then, shorter, what is told as background; then what has not happened.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text

from onrecord.cli.days import days
from onrecord.cli.figures import Shape, Voices, figures, overall, shape
from onrecord.cli.intervals import ASCII, SIGNS, Signs
from onrecord.cli.lines import Lines, counted, labelled
from onrecord.cli.tame import tame
from onrecord.record import Incident, IncidentType, Participant, Record, Role, When, Where

DETAIL = 3  # lines of when, where or by whom

# Kinds whose names are not what one calls them; all others are their name without hyphens.
KINDS: dict[str, str] = {
    "base": "Base set up",
    "bomb": "Bomb or mine",
    "capture": "Ground taken",
    "change": "Change of a group",
    "chemical": "Chemical attack",
    "destruction": "Looting or destruction",
    "disrupted": "Weapons found or defused",
    "grenade": "Grenade attack",
    "mob": "Mob violence",
    "non-violent": "No violence: accident, disaster or illness",
    "other": "Other incident",
    "protest-force": "Force against protesters",
    "protest-intervention": "Protest broken up",
    "suicide-bomb": "Suicide bombing",
    "transfer": "Ground handed over",
}
ROLES: tuple[tuple[Role, str], ...] = (("perpetrator", "By"), ("claimant", "Claimed"), ("target", "Against"))


class Board:
    """All incidents of a record, as wide as there is room."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._voices = Voices(record)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        record = self._record
        signs = ASCII if options.ascii_only else SIGNS
        news = [i for i in record.incidents if not i.background]
        history = [i for i in record.incidents if i.background]
        opened = news or history
        laid = shape(opened, width=options.max_width, signs=signs)
        for incident in opened:
            yield from whole(incident, self._voices, shape=laid)
        if news and history:
            yield from _section("Told as background", (short(i, signs=signs) for i in history))
        if not record.incidents and "incidents" in record.reader.reads:
            yield Padding(Text("No incidents found.", "italic"), (1, 1, 0, 1))
        if record.prospects:
            yield from _section("Not happened, as the report tells it", (_prospect(i, signs) for i in record.prospects))


def found(record: Record) -> str:
    """How much was found, as the end of a line: ', 2 incidents, 5 figures'; '' where nothing looked for incidents."""
    if not record.incidents and "incidents" not in record.reader.reads:
        return ""
    numbers = sum(len(i.figures) for i in record.incidents)
    return f", {counted(len(record.incidents), 'incident')}, {counted(numbers, 'figure')}"


def whole(incident: Incident, voices: Voices, *, shape: Shape) -> Iterator[RenderableType]:
    """One incident with all that is told of it."""
    signs = shape.signs
    yield Padding(Lines(what(incident)), (1, 1, 0, 1))
    lines = [("When", when(incident.date, signs=signs)), ("Where", where(incident.place, signs=signs))]
    for role, label in ROLES:
        of_role = [each for each in incident.participants if each.role == role]
        if of_role:
            lines.append((label, parties(of_role, voices, signs=signs)))
    if incident.weapons:
        names = dict.fromkeys(tame(each.name) for each in incident.weapons)
        lines.append(("With", Text(", ".join(names))))
    yield labelled((Text(label, "dim"), Lines(text, most=DETAIL)) for label, text in lines)
    yield from figures(incident, voices, shape=shape)


def short(incident: Incident, *, signs: Signs) -> Text:
    """One incident on a line, with the number of its figures and their totals."""
    text = _line(incident, signs)
    if incident.figures:
        told = ", ".join(each for rule in overall(incident, signs=signs).values() for each in rule)
        number = counted(len(incident.figures), "figure")
        text = Text.assemble(text, (signs.between, "dim"), f"{number}: {told}" if told else number)
    return text


def what(incident: Incident) -> Text:
    """The kind in words, ACLED's name for it, and whether it is history."""
    name, finer = kind(incident.type), incident.type.sub_event
    text = Text(name, "bold")
    if finer and finer.casefold() != name.casefold():
        text = Text.assemble(text, (f"  {tame(finer)}", "dim"))
    return Text.assemble(text, ("  told as background", "italic")) if incident.background else text


def kind(of: IncidentType) -> str:
    """A kind of incident as one calls it: 'Air strike'."""
    return KINDS.get(of.kind) or tame(of.kind.replace("-", " ")).capitalize()


def when(date: When, *, signs: Signs) -> Text:
    """The days, and the words that fix them; that they are not told, or that the words fix none."""
    told = days(date.earliest, date.latest, to=signs.to)
    words = f" {signs.quotes[0]}{tame(date.text)}{signs.quotes[1]}" if date.text else ""
    if told:
        return Text.assemble(told, (words, "dim"))
    return Text.assemble(("date not fixed" if words else "date not told", "italic"), (words, "dim"))


def where(place: Where | None, *, signs: Signs) -> Text:
    """The place in its province and country, how near it is known, and the report's own spelling of it."""
    if place is None:
        return Text("place not told", "italic")
    name = tame(place.name)
    holders = [tame(each) for each in (place.admin1, place.country) if each]
    text = Text(", ".join(dict.fromkeys([name, *holders])))
    if place.precision == "near":
        text = Text.assemble(("near ", "italic"), text)
    elif place.precision in ("district", "region", "country"):
        text = Text.assemble(text, (f" ({place.precision})", "italic"))
    words = tame(place.text)
    if words and name.casefold() not in words.casefold() and words.casefold() not in name.casefold():
        text = Text.assemble(text, (f" as {signs.quotes[0]}{words}{signs.quotes[1]}", "dim"))
    return text


def parties(of_role: list[Participant], voices: Voices, *, signs: Signs) -> Text:
    """Those who took part in one role, each with the words for its side and whose words they are."""
    told: dict[str, Text] = {}
    for each in of_role:
        text = Text(tame(each.name))
        if each.allegiance:
            text = Text.assemble(text, (f" {signs.quotes[0]}{tame(each.allegiance)}{signs.quotes[1]}", "dim"))
        if each.given_by:
            text = Text.assemble(text, (f" (said by {voices.named(each.given_by)})", "dim"))
        told.setdefault(text.plain.casefold(), text)
    return Text("; ").join(told.values())


def _line(incident: Incident, signs: Signs) -> Text:
    """What, when and where in a row."""
    parts = [Text(kind(incident.type), "bold")]
    date = days(incident.date.earliest, incident.date.latest, to=signs.to)
    parts.append(Text(date) if date else when(incident.date, signs=signs))
    parts.append(where(incident.place, signs=signs))
    return Text(signs.between, "dim").join(parts)


def _prospect(incident: Incident, signs: Signs) -> Text:
    return Text.assemble((f"({incident.status}) ", "italic"), _line(incident, signs))


def _section(title: str, lines: Iterator[Text]) -> Iterator[RenderableType]:
    yield Padding(Lines(Text(title, "italic")), (1, 1, 0, 1))
    for line in lines:
        yield Padding(Lines(line, most=DETAIL), (0, 1, 0, 3))
