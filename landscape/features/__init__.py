"""What a classifier sees of an image instead of its pixels: one file a feature, one catalogue."""
