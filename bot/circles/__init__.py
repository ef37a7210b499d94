"""Circles: creation, charter, invitation, places."""
