"""The surfaces: each platform has the same four rooms (declare, inbound, render, outbound)."""
