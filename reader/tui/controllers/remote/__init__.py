"""What the screen shares with other machines."""
