"""Nouns drawn as styled text; pure, without Textual."""
