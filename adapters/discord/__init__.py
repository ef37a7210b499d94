"""Discord, in the same four rooms as every platform: declare, inbound, render, outbound."""

from adapters.discord.client import Refused, make_client, run
from adapters.discord.diagnose import diagnose
from adapters.discord.outbound import Outbound

__all__ = ["Outbound", "Refused", "diagnose", "make_client", "run"]
