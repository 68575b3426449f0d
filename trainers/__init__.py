"""Iterative refinement of a flat weight vector.

This package knows nothing of data, pictures or screens: an objective comes in, states come out.
"""
