"""Django writes the third of March as 03. The year and its sign stay on one line."""

DATE_FORMAT = "j E Y\u00a0р."
DATETIME_FORMAT = "j E Y\u00a0р. H:i"
YEAR_MONTH_FORMAT = "F Y\u00a0р."
MONTH_DAY_FORMAT = "j E"
