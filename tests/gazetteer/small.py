"""A small gazetteer of invented places, compiled by the real compiler in a moment."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from onrecord.gazetteer import Gazetteer
from onrecord.gazetteer import compile as compiler

# Two invented countries. Each has a Halvin and a Sorrel; the larger Halvin is in Tarnia.
ROWS: list[compiler.Row] = [
    ("geonames:1", "C", "Merevia", [], -38.6, -22.4, "XM", "", "", 4_100_000),
    ("geonames:2", "C", "Tarnia", [], 12.0, 61.0, "XT", "", "", 30_000_000),
    ("geonames:3", "A1", "Kessar", ["Kessar Governorate"], -38.1, -21.7, "XM", "01", "", 310_000),
    ("geonames:4", "A1", "Upper Tarn", [], 12.5, 61.5, "XT", "07", "", 2_000_000),
    ("geonames:5", "A2", "Ember County", ["Ember"], -38.2, -21.8, "XM", "01", "003", 90_000),
    ("geonames:10", "K", "Ostrel", [], -38.9, -22.9, "XM", "02", "", 860_000),
    ("geonames:11", "P", "Dol Aren", ["Dôl-Aren"], -38.05, -21.65, "XM", "01", "003", 24_000),
    ("geonames:12", "P", "Halvin", [], -38.3, -21.95, "XM", "01", "", 71_000),
    ("geonames:13", "P", "Halvin", [], 12.4, 61.4, "XT", "07", "", 900_000),
    ("geonames:14", "P", "Sorrel", [], 12.6, 61.7, "XT", "07", "", 150_000),
    ("geonames:15", "P", "Sorrel", [], -38.15, -21.75, "XM", "01", "", 60_000),
    ("gns:-16", "P", "Qaşr az Zubārah", [], 12.2, 61.2, "XT", "07", "", 0),
    ("gnis:17", "F", "Lake Ember", [], -38.2, -21.9, "XM", "01", "", 0),
    ("geonames:18", "P", "Marrow", [], -38.7, -22.6, "XM", "02", "", 3_000),
    ("geonames:19", "P", "La Prensa", [], -38.6, -22.5, "XM", "02", "", 52_000),
    ("onrecord:vale", "R", "Grey Vale", ["the Vale"], -38.4, -22.1, "XM", "", "", 0),
]


def small(path: Path) -> Gazetteer:
    """The gazetteer of :data:`ROWS`, compiled into ``path``."""
    with (
        patch.object(compiler, "rows", lambda: iter(ROWS)),
        patch.object(compiler, "extra", lambda kind, code: [("Tarnian", 2)] if (kind, code) == ("C", "XT") else []),
    ):
        return Gazetteer(compiler.compiled(path))
