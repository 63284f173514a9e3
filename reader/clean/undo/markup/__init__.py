"""Undoes lightweight markup: Markdown itself, and its kin, which are read as Markdown."""
