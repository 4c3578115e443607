"""``onrecord search``: across all reports."""

from __future__ import annotations

import click

from onrecord.cli.at import form_option, ledger_option, opened


@click.command(short_help="Find reports by words, names, places, days, figures, who said.")
@click.argument("query", metavar="QUERY...", nargs=-1, required=True)
@ledger_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many to show.")
@form_option()
def search(query: tuple[str, ...], where: str | None, limit: int, form: str) -> None:
    """Find reports by words, all of which must be there, and by any of:

    \b
    "a phrase"   -without   this OR that   begin*
    said:NAME    name:NAME  place:NAME     outlet:NAME
    killed:>=10  injured:3  since:2025-03-01  until:2025-03-31

    The best are shown first, with the words where they stand and the incidents that each tells of.
    """
    with opened(where) as ledger:
        found = ledger.search(" ".join(query), limit=limit)
        hits = found.hits
        if form == "jsonl":
            from onrecord.cli.printing import json_lines

            json_lines(hits)
            return
        from onrecord.cli.hit_lines import hit_lines
        from onrecord.cli.table import console

        out = console()
        for line in hit_lines(hits, colour=out.color_system is not None):
            out.print(line)
        if (more := found.total - len(hits)) > 0:
            others = "other fits" if more == 1 and not found.more else "others fit"
            out.print(f"{more:,}{' or more' if found.more else ''} {others}; --limit shows more of them.")
        if not hits:
            out.print("Nothing found; fewer words, or begin* for a part of a word, may find more.")
