"""Django groups no thousands in Arabic, and has no form for a day with its time: the American one took its place."""

DATETIME_FORMAT = "j F، Y، H:i"
TIME_FORMAT = "H:i"
NUMBER_GROUPING = 3
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
