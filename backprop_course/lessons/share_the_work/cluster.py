"""Who computes what this lesson shares: workers of Dask, here or on other machines, or this process alone."""

import logging
import os
import signal
import warnings
from collections.abc import Callable
from typing import NamedTuple

MISSING = (
    "Dask is not installed: this process does it all, one task after the other. "
    'To get workers, run %pip install "distributed>=2026.1" and restart the kernel.'
)


class Team(NamedTuple):
    """Whoever computes: map(function, *lists, told=None) gives function(*each) of all, in order.

    told(number) is called when so many are done. workers() gives the ids of the processes, lose(id) ends one
    without warning, but never one that this lesson has not started; close() ends the work. `words` say who it
    is.
    """

    map: Callable
    workers: Callable
    lose: Callable
    close: Callable
    words: str

    def __repr__(self):
        return self.words


def connect(address=None, workers=2):
    """The Team of the Dask scheduler at an address, as "tcp://10.0.0.5:8786"; or of so many new processes.

    Each process works on one task at a time, in one thread. Where Dask is not installed and no address is
    given, it is this process alone.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        if address is not None:
            raise
        return alone_here()
    # Dask says so after one second; a busy machine needs no advice about its disk.
    warnings.filterwarnings("ignore", message="Creating scratch directories")
    dask.config.set(
        {
            "distributed.comm.timeouts.connect": "180s",  # a busy machine takes its time
            # Dask would also hand freed memory back at once, and a small step took three times as long.
            "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
        }
    )
    if address is not None:
        client = Client(address)
        return dask_team(client, lose_nobody, client.close, f"the workers at {address}")
    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        memory_limit=None,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # any free port: two lessons at once would want the same one
        silence_logs=logging.CRITICAL,  # a worker that is lost is told by the lesson, not by a log
    )
    client = Client(cluster)

    def close():
        client.close()
        cluster.close()

    return dask_team(client, lose_process, close, f"{workers} worker processes on this machine")


def dask_team(client, lose, close, words):
    """The Team of a Dask client. A worker that is lost is replaced, and its tasks are run again."""
    from distributed import as_completed

    def mapped(function, *lists, told=None):
        futures = client.map(function, *lists, pure=False)
        if told:
            for number, _ in enumerate(as_completed(futures), 1):
                told(number)
        return client.gather(futures)

    def processes():
        return sorted(client.run(os.getpid).values())

    return Team(mapped, processes, lose, close, words)


def lose_process(pid):
    """End a process of this machine at once: it can say nothing any more."""
    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows has the second only


def lose_nobody(pid):
    """Leave a process alone: it is at work elsewhere, and here its id may be another's."""


def alone_here():
    """The Team of this process alone, which is never lost."""

    def mapped(function, *lists, told=None):
        results = []
        for number, arguments in enumerate(zip(*lists, strict=True), 1):
            results.append(function(*arguments))
            if told:
                told(number)
        return results

    return Team(mapped, lambda: [os.getpid()], lose_nobody, lambda: None, MISSING)
