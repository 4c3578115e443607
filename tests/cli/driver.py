"""The command line with hand-made records in place of intake and reader, for tests of the command line alone.

Run as a program it is ``onrecord`` in a process of its own: on a terminal, into a pipe that closes, interrupted.
Inputs: ``bad…`` cannot be read, ``fault…`` makes the reader fail, ``many:N`` is N reports, ``slow`` sleeps first.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import msgspec

from cli.records import record
from onrecord.cli import read
from onrecord.intake.given import Given
from onrecord.intake.problem import IntakeError, Problem
from onrecord.record import Article, Record

seen: list[Given] = []


class HandMade:
    """Gives the same statements for every article."""

    def read(self, article: Article, *, input_id: str | None = None) -> Record:
        if input_id == "fault":
            raise ZeroDivisionError("division by zero")
        if input_id == "fault-told":
            raise IntakeError("It is too \x1b[31mred to be read.")
        return msgspec.structs.replace(record(), input_id=input_id)


def open_articles(inputs: Sequence[str], *, given: Given) -> Iterator[tuple[str, Article] | Problem]:
    seen.append(given)
    article = record().article
    for each in inputs:
        if each.startswith("bad"):
            yield Problem(each, "there is no such file; check the path.")
        elif each.startswith("many:"):
            yield from ((f"{each}#{n}", article) for n in range(int(each[5:])))
        elif each == "slow":
            print("started", flush=True)
            time.sleep(300)
        else:
            yield each, article


def load_reader(places: object = None) -> HandMade:
    return HandMade()


if __name__ == "__main__":
    read.load_reader = load_reader
    read.open_articles = open_articles
    from onrecord.cli.main import main

    main()
