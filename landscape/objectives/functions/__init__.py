"""Functions of two variables with a known shape: what optimizers are usually shown on."""
