"""Peer sessions (*rencontres*): planned, answered, remembered, and what each tries afterwards."""
