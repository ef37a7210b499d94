"""Slack, in the same four rooms as every platform: declare, inbound, render, outbound."""

from adapters.slack.admission import Refused
from adapters.slack.app import SlackApp, make_app

__all__ = ["Refused", "SlackApp", "make_app"]
