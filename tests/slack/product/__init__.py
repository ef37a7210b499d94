"""The product itself, its own words spoken, on the loopback Slack."""
