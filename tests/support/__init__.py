"""What the tests stand on: a real PostgreSQL, a real Chromium, and the words for what is missing."""
