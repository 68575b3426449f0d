"""Losses as functions of a flat weight vector, whole and restricted to a slice."""
