"""The readable files beside the database, and how files are written whole."""
