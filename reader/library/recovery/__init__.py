"""The readable files beside the database and the database: neither loses what the other has."""
