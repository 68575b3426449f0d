"""What the engine costs beside the plain way, measured: `python -m benchmarks`. docs/PERFORMANCE.md explains it."""
