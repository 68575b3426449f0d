"""Panels edit the description, one part each."""
