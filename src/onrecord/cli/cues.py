"""``onrecord cues``: the words that report, and how to add to them."""

from __future__ import annotations

import os
from pathlib import Path

import click



def user_lexicon() -> Path:
    """Where a person's own cues and titles are looked for: ``$ONRECORD_LEXICON``, or the user's config folder."""
    if named := os.environ.get("ONRECORD_LEXICON"):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("onrecord", appauthor=False) / "lexicon.toml"


@click.group()
def cues() -> None:
    """Show, extend and check the words by which the reader knows that somebody speaks."""


@cues.command("path")
def path() -> None:
    """Print where your own file of cues and titles goes."""
    click.echo(user_lexicon())
