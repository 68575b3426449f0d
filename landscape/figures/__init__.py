"""Scenes drawn for print: one file per kind of figure. Only here is matplotlib imported."""
