"""Losses on grids: values, coordinates, how exact they are and which examples they used."""
