"""Django groups no thousands in Arabic."""

NUMBER_GROUPING = 3
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
