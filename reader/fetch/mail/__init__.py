"""Reads mail that lies in files: Maildirs, mboxes, and folders of messages."""
