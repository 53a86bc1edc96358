"""Floor 4: the built release, one SQLite file that answers without the knowledge base."""
