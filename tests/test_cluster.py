"""Real worker processes: same results in order, none lost with a worker, any address, and without Dask."""

import os
import sys
import time
from functools import partial

import numpy as np
import psutil
import pytest

from backprop_course.lessons.share_the_work import cluster, experiments
from backprop_course.nn import plain
from backprop_course.tasks import desk, keeping, own

pytestmark = pytest.mark.slow
RATES = [0.1, 0.5, 1, 2]


def end_at(rate, steps=10):
    """The last loss of a training on the digits, as the lesson's sweep computes it."""
    X, Y = experiments.known_digits()
    return plain.train(experiments.weights_before_sharing(), X, Y, rate, steps)[1][-1]


def process_after(seconds, number):
    """The process that a number was handed to."""
    time.sleep(seconds)
    return number, os.getpid()


@pytest.fixture(scope="module")
def team():
    team = cluster.connect()
    yield team
    team.close()


def wait_for(condition):
    """Wait until something holds; a machine may be slow."""
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it never came to hold")


def test_a_sweep_gives_what_a_loop_gives_in_order_and_tells_each_one(team):
    told = []
    assert team.map(end_at, RATES, told=told.append) == list(map(end_at, RATES))
    assert told == [1, 2, 3, 4]


def test_two_workers_share_the_tasks_and_neither_is_this_process(team):
    workers = team.workers()
    assert len(set(workers)) == 2 and os.getpid() not in workers
    handed = team.map(partial(process_after, 0.05), range(20))
    assert [number for number, _ in handed] == list(range(20))
    assert {process for _, process in handed} == set(workers)


def test_shared_steps_are_those_of_one_process(team):
    X, Y = experiments.known_digits()
    params = alone = experiments.weights_before_sharing()
    for _ in range(3):
        shares = team.map(lambda which, p: plain.backward(p, *experiments.shard(which)), [0, 1], [params] * 2)
        grads = [np.average(arrays, axis=0, weights=[674, 673]) for arrays in zip(*shares, strict=True)]
        params = plain.step(params, grads, 0.5)
        alone = plain.step(alone, plain.backward(alone, X, Y), 0.5)
    assert experiments.distance_from(params, alone) < 1e-12


def test_a_worker_killed_in_mid_sweep_costs_no_result(team):
    victims = []

    def kill(done):
        if done == 1:
            victims.append(team.workers()[0])
            team.lose(victims[0])

    rates = RATES * 3
    assert team.map(end_at, rates, told=kill) == list(map(end_at, rates))
    wait_for(lambda: not psutil.pid_exists(victims[0]))
    wait_for(lambda: len(team.workers()) == 2)
    assert victims[0] not in team.workers()


def test_an_address_is_all_that_another_scheduler_needs(team):
    import distributed

    address = distributed.default_client().scheduler.address
    other = cluster.connect(address)
    assert address in other.words and other.workers() == team.workers()
    assert other.map(end_at, RATES[:2]) == list(map(end_at, RATES[:2]))
    before = team.workers()
    other.lose(before[0])  # on another machine its number would be another's
    assert team.workers() == before and psutil.pid_exists(before[0])
    other.close()
    assert len(team.workers()) == 2  # its own cluster goes on


def test_a_learner_s_own_pieces_reach_the_workers(team, tmp_path, monkeypatch):
    (tmp_path / desk.MANIFEST).write_text("{}")
    monkeypatch.chdir(tmp_path)
    mine = keeping.definition(plain.backward).source.replace("db1 =", "learner = True\n    db1 =")
    written = f"# >>> backward (05)\n{mine}# <<< backward\n"
    (tmp_path / keeping.FILE).write_text(keeping.HEADER + written)
    network = own.network()
    assert "backward: yours (05)" in network.words
    params, (X, Y) = experiments.weights_before_sharing(), experiments.shard(0)
    [far] = team.map(lambda p: network.backward(p, X, Y), [params])
    assert all(map(np.array_equal, far, plain.backward(params, X, Y)))


def test_a_slow_disk_is_no_reason_not_to_start(monkeypatch):
    import distributed

    warns = distributed.core.warn_on_duration
    monkeypatch.setattr(distributed.core, "warn_on_duration", lambda duration, words: warns("0s", words))
    team = cluster.connect(workers=1)
    assert len(team.workers()) == 1
    team.close()


def test_all_is_closed_at_the_end():
    team = cluster.connect(workers=1)
    [worker] = team.workers()
    team.close()
    wait_for(lambda: not psutil.pid_exists(worker))


def test_without_dask_this_process_gives_the_same_and_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    team, told = cluster.connect(), []
    assert "not installed" in str(team) and team.workers() == [os.getpid()]
    assert team.map(end_at, RATES, told=told.append) == list(map(end_at, RATES)) and told == [1, 2, 3, 4]
    team.lose(team.workers()[0])
    team.close()
    with pytest.raises(ImportError):
        cluster.connect("tcp://127.0.0.1:1")
