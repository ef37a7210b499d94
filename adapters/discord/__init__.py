"""Discord, in the same four rooms as every platform: declare, inbound, render, outbound."""
