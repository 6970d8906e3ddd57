"""Is a backward right, and if not, which mistake is it?

Of a layer, by differences; of a model that we know, by probes and a catalogue of faults; of any program that
a learner wrote, which is read, its gradient compared, and its mistake named.
"""
