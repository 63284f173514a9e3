"""Rules: what is done with stories when they come, as a person laid it down."""
