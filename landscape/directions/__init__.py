"""Ways to choose a slice's axes, one file each."""
