"""What the engine's ways cost beside the plain ones, measured: `python -m benchmarks`, explained in docs/PERFORMANCE.md."""
