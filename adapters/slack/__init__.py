"""Slack, in the same four rooms as every platform: declare, inbound, render, outbound."""

from adapters.slack.admission import Refused
from adapters.slack.app import SlackApp, make_app
from adapters.slack.diagnose import diagnose

__all__ = ["Refused", "SlackApp", "diagnose", "make_app"]
