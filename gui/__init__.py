"""The window: views show a scene, panels edit the description, a session ties them. Needs Qt."""
