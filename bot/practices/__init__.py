"""Practices: share, review, tag, edit, withdraw."""
