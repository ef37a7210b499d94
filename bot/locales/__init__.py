"""The catalogues. French is written first."""
