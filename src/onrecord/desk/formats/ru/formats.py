"""As Django has them, but that the year and its sign stay on one line."""

DATE_FORMAT = "j E Y\u00a0г."
DATETIME_FORMAT = "j E Y\u00a0г. G:i"
YEAR_MONTH_FORMAT = "F Y\u00a0г."
