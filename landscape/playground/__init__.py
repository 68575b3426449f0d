"""A classifier of points in the plane that one can hold: what it says of every point, place and weight."""
