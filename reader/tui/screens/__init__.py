"""Screens that stand over the panes."""
