"""Accounts at servers that read feeds for a person: their stories come here, marks go both ways."""
