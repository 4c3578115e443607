"""Days and numbers where Django writes them otherwise than the record does, by language."""
