"""The life of an installation: what whoever runs it is told. Plain English, and never a secret."""
