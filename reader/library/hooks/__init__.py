"""What happens when stories have come: saved searches that alert, commands that are run."""
