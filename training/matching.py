"""Fit the weights of the same-incident match: ``python -m training.matching PAIRS... -o src/onrecord/accounts/data/matching.toml``.

PAIRS are JSON lines ``{"a": sighting, "b": sighting, "same": 0 or 1, "weight": 1.0}``, as ``--from`` makes them from records
and their annotated incidents. A logistic regression with a ridge (Newton's method, numpy alone).
"""
