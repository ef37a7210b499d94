"""The playground: a chat platform in one browser page, on this computer alone."""
