"""Makes stories of mail: what a newsletter or a list says, without what stands around it."""
