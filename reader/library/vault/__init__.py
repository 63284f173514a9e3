"""Stories as Markdown files in a folder of the person's own, such as a vault of notes."""
