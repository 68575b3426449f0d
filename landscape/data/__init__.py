"""Where examples come from: one file per source, and what every source shares."""
