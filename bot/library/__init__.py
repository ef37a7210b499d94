"""Finding again what a circle has shared: search, the list of all, suggestions while typing."""
