"""The headless commands, one file each; `main.py` gathers them."""
