"""Side-by-side measurements of the course: speed, scale and footprint; never part of the test run.

Every contestant gets one thread: for matrices this small more only wait for one another, and what one thread
does can be timed on a busy machine.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
