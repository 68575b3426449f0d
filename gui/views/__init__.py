"""Views show a scene: setters and signals, and no edits of their own."""
