"""Losses of a classifier's scores, one file each."""
