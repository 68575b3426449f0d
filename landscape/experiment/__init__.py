"""What is asked for (description), how it is worked out (pipeline), what comes out (scene)."""
