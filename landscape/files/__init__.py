"""Scenes and descriptions on disk: one file per format."""
