"""A practice is used: what emoji and buttons mean, what was tried, and what its author hears of it."""
