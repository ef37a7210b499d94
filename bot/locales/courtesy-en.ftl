## messages that nobody asked for
courtesy-less = Too many messages? { $command }, my settings.
