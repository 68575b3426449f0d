"""What a lecture on optimization shows, as functions: numeric gradients, step sizes, batches. Computed, not drawn."""
