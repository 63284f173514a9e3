"""What is counted and measured: how long stories are, what came, how sources fare."""
