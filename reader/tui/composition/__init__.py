"""The composition root: what the screen is put together from, and which action calls what."""
