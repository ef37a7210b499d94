## messages that nobody asked for
courtesy-less = Trop de messages ? { $command }, mes réglages.
