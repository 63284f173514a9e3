"""What a reader sees of an event: its reports, what is new in each, and why they are one."""
