"""The trusted process: runs the hidden suite, compares, names the mistake, scores."""
