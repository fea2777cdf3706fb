"""Many pages: seed lists, run state, workers, politeness, clusters."""
