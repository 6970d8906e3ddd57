"""Is a backward right, and if not, which mistake is it? Differences, faults, probes, diagnosis."""
