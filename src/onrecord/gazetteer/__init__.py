"""The gazetteer: names of places, their coordinates and ids. Imports nothing of ours but the record's error."""

from onrecord.gazetteer.own import Own, own_file, own_path, read_own
from onrecord.gazetteer.place import GazetteerError, Hit, Place
from onrecord.gazetteer.store import Gazetteer, gazetteer_path, opened

__all__ = [
    "Gazetteer",
    "GazetteerError",
    "Hit",
    "Own",
    "Place",
    "gazetteer_path",
    "opened",
    "own_file",
    "own_path",
    "read_own",
]
