"""The Slack surface: pure payloads, routing, and a toy core through the real bolt."""
