"""What is remembered: one schema, one set of queries, on SQLite and on PostgreSQL."""
