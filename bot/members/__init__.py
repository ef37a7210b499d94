"""Profile, settings and linked accounts of members."""
