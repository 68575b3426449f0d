"""Pictures and videos of the large view."""
