"""Publishing: the record in the formats of others. Says nothing that the sheets do not say."""
