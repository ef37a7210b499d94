"""The playground in a browser, in the same four rooms: declare, inbound, render, outbound."""
