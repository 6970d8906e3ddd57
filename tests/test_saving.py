"""Saved parameters come back to the last bit; what is damaged, foreign or in the way is refused."""

import io
import os
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from laws import law, seeds

from backprop_course.nn import layers, saving
from backprop_course.nn.initializers import xavier
from backprop_course.nn.models import Model, mlp, predict, softmax_regression, start
from backprop_course.nn.network import pack
from backprop_course.nn.saving import load, save

MODEL = mlp([3, 4, 2], "tanh", "xavier", "softmax cross-entropy")


def drawn(model=MODEL, seed=0, runs=None, dtype=float):
    """First parameters of one type."""
    rng = (
        np.random.default_rng(seed)
        if runs is None
        else [np.random.default_rng(seed + i) for i in range(runs)]
    )
    return [[p.astype(dtype) for p in own] for own in start(model, rng)]


def same(one, other):
    """Whether two nested lists hold the same bits in the same types and shapes."""
    flat = [[(p.shape, p.dtype, p.tobytes()) for p in own] for own in one]
    return flat == [[(p.shape, p.dtype, p.tobytes()) for p in own] for own in other]


@pytest.fixture
def path(tmp_path):
    """A file name in an empty folder."""
    return tmp_path / "mine.npz"


# -- there and back --


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("runs", [None, 1, 3])
def test_there_and_back(path, runs, dtype):
    params = drawn(runs=runs, dtype=dtype)
    save(path, params)
    back = load(path, MODEL)
    assert same(back, params) and [len(own) for own in back] == [2, 0, 2]
    x = np.ones((5, 3), dtype)
    np.testing.assert_array_equal(predict(MODEL, back, x), predict(MODEL, params, x))


shapes = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
types = st.sampled_from([np.float32, np.float64])


@law
@given(st.data(), shapes, types, st.one_of(st.none(), st.integers(1, 3)), st.booleans())
def test_any_finite_parameters_come_back_to_the_last_bit(tmp_path_factory, data, sizes, dtype, runs, fortran):
    model = mlp(sizes, "relu", "zeros", "squared error")
    width = 32 if dtype == np.float32 else 64
    finite = st.floats(allow_nan=False, allow_infinity=False, width=width)  # also -0 and subnormal numbers
    axis = () if runs is None else (runs,)
    params = [
        [data.draw(arrays(dtype, axis + p.shape, elements=finite)) for p in own] for own in drawn(model)
    ]
    params = [[np.asfortranarray(p) if fortran else p for p in own] for own in params]
    file = tmp_path_factory.mktemp("law") / "any.npz"
    save(file, params)
    assert same(load(file, model), params)


def test_numpy_reads_it_without_pickles_and_finds_the_places(path):
    params = drawn()
    save(path, params)
    with np.load(path, allow_pickle=False) as file:
        assert sorted(file) == [f"layer {i}, parameter {j}" for i in (0, 2) for j in (0, 1)]
        np.testing.assert_array_equal(file["layer 2, parameter 0"], params[2][0])


def test_the_name_stays_as_it_is_and_may_be_a_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save("mine", drawn())
    assert os.listdir() == ["mine"] and same(load("mine", MODEL), drawn())


def test_parameters_of_another_width_are_refused_by_their_name(path):
    save(path, drawn())
    wider = Model([layers.dense(3, 5, xavier), layers.tanh, layers.dense(5, 2, xavier)], MODEL.loss, 3, 2)
    with pytest.raises(ValueError, match=r"\(W1\) has shape \(3, 4\), .* wants \(3, 5\)"):
        load(path, wider)


# -- nothing is lost --


def test_a_file_is_not_overwritten_unless_asked(path):
    save(path, drawn())
    before = path.read_bytes()
    with pytest.raises(ValueError, match="path: the file mine.npz is there already; overwrite=True"):
        save(path, drawn(seed=1))
    assert path.read_bytes() == before
    save(path, drawn(seed=1), overwrite=True)
    assert same(load(path, MODEL), drawn(seed=1))


@pytest.mark.parametrize("stop", [OSError("disk full"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(path, monkeypatch, stop):
    save(path, drawn())

    def half(file, **arrays):
        file.write(b"PK half an archive")
        raise stop

    monkeypatch.setattr(saving.np, "savez", half)
    with pytest.raises(ValueError if isinstance(stop, OSError) else KeyboardInterrupt, match="disk full|^$"):
        save(path, drawn(seed=1), overwrite=True)
    assert os.listdir(path.parent) == ["mine.npz"] and same(load(path, MODEL), drawn())


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (7, "params must be a list of matrices per layer, but it is 7"),
        ([7], "params must be a list of matrices per layer"),
        ([], "at least one matrix"),
        ([[], []], "at least one matrix"),
        ([[np.zeros(3)]], r"layer 0, parameter 0 has shape \(3,\)"),
        ([[np.zeros((2, 2))], [np.full((1, 2), np.nan)]], "layer 1, parameter 0 .* finite"),
        ([[np.array([[None]])]], "params: layer 0, parameter 0 must hold real numbers"),
        ([[["a"]]], "must hold real numbers"),
    ],
)
def test_parameters_that_are_none_are_not_saved(path, params, words):
    with pytest.raises(ValueError, match=words):
        save(path, params)
    assert os.listdir(path.parent) == []


@pytest.mark.parametrize("function", [lambda path: save(path, drawn()), lambda path: load(path, MODEL)])
@pytest.mark.parametrize("given", [None, 3, "", b"mine.npz", ["mine.npz"]])
def test_a_path_is_a_name(function, given):
    with pytest.raises(ValueError, match="path must be the name of a file"):
        function(given)


def test_a_folder_in_the_way_and_a_folder_that_is_missing(tmp_path):
    with pytest.raises(ValueError, match="path must name a file, but .* is a folder"):
        save(tmp_path, drawn(), overwrite=True)
    with pytest.raises(ValueError, match="there is no folder nowhere"):
        save(tmp_path / "nowhere" / "mine.npz", drawn())


# -- what is not from save --


def archive(**members):
    """A zip archive of texts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, text in members.items():
            zipped.writestr(name, text)
    return file.getvalue()


def written(write, *args, **kwargs):
    """What a function of NumPy writes."""
    file = io.BytesIO()
    write(file, *args, **kwargs)
    return file.getvalue()


OBJECTS = {"layer 0, parameter 0": np.array([{"run": "code"}], dtype=object)}
FOREIGN = {
    "empty": (b"", "no npz archive"),
    "text": (b"W = 1, 2, 3\n", "no npz archive"),
    "pickle": (pickle.dumps([1, 2]), "no npz archive"),
    "npy": (written(np.save, np.zeros((3, 4))), "no npz archive"),
    "zip of texts": (archive(readme="hello"), "damaged, or not from `save`"),
    "empty zip": (archive(), "holds nothing, but this model wants layer 0, parameter 0;"),
    "objects": (written(np.savez, **OBJECTS), "damaged, or not from `save`: .*allow_pickle"),
    "other arrays": (
        written(np.savez, W=np.zeros((3, 4))),
        "holds W, but this model wants layer 0, parameter 0;",
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_refused(path, kind):
    content, words = FOREIGN[kind]
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"^path: the file mine.npz .*{words}"):
        load(path, MODEL)


def test_no_code_of_a_file_is_run(path):
    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(path.parent / "run"),)

    trap = np.array([Trap()], dtype=object)
    path.write_bytes(written(np.savez, **{"layer 0, parameter 0": trap}))
    with pytest.raises(ValueError, match="path: "):
        load(path, MODEL)
    assert os.listdir(path.parent) == ["mine.npz"]


def test_a_file_that_is_missing_and_a_folder(tmp_path):
    with pytest.raises(ValueError, match="path must name a file, but there is none called mine.npz"):
        load(tmp_path / "mine.npz", MODEL)
    with pytest.raises(ValueError, match="path must name a file, but .* is a folder"):
        load(tmp_path, MODEL)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (
            mlp([3, 5, 2], loss="squared error"),
            r"layer 0, parameter 0 \(W1\) has shape \(3, 4\), .* wants \(3, 5\)",
        ),
        (
            mlp([3, 4, 7], loss="squared error"),
            r"layer 2, parameter 0 \(W2\) has shape \(4, 2\), .* wants \(4, 7\)",
        ),
        (mlp([4, 3, 2], loss="squared error"), r"\(W1\) has shape \(3, 4\), but this model wants \(4, 3\)"),
        (mlp([3, 4, 4, 2], loss="squared error"), "holds layer 0, .* this model wants layer 0, .*layer 4"),
        (softmax_regression(3, 2), "holds .*layer 2, parameter 1, but this model wants layer 0, parameter 0"),
    ],
)
def test_a_file_of_another_model_says_what_it_has_and_what_is_wanted(path, model, words):
    save(path, drawn())
    with pytest.raises(ValueError, match=f"^path: .*mine.npz .*{words}"):
        load(path, model)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda p: np.full(p.shape, np.nan), "finite"),
        (lambda p: p.astype(str), "real numbers"),
        (lambda p: p + 1j, "real numbers"),
        (lambda p: np.stack([p, p]), "runs axes"),
        (lambda p: p[0], "has shape"),
    ],
)
def test_arrays_that_are_no_parameters_are_refused(path, change, words):
    places = {f"layer {i}, parameter {j}": p for i, own in enumerate(drawn()) for j, p in enumerate(own)}
    places["layer 2, parameter 0"] = change(places["layer 2, parameter 0"])
    path.write_bytes(written(np.savez, **places))
    with pytest.raises(ValueError, match=f"^path: .*mine.npz .*{words}"):
        load(path, MODEL)


@law
@given(seeds, st.integers(1, 4), st.booleans())
def test_a_damaged_file_is_refused_or_gives_the_very_same(tmp_path_factory, seed, bytes_hit, cut):
    rng = np.random.default_rng(seed)
    file = tmp_path_factory.mktemp("law") / "mine.npz"
    save(file, drawn())
    content = bytearray(file.read_bytes())
    for place in rng.integers(len(content), size=bytes_hit):
        content[place] ^= int(rng.integers(1, 256))
    file.write_bytes(content[: rng.integers(len(content))] if cut else content)
    try:
        assert same(load(file, MODEL), drawn())
    except ValueError as error:
        assert str(error).startswith("path") and "mine.npz" in str(error)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(path, share):
    save(path, drawn())
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(ValueError, match="path: the file mine.npz is no npz archive, or only a part of one"):
        load(path, MODEL)


def test_every_damaged_byte_of_the_numbers_is_noticed(path):
    save(path, drawn(softmax_regression(2, 2)))
    model, content = softmax_regression(2, 2), path.read_bytes()
    numbers = pack(drawn(model)).tobytes()[:32]
    first = content.index(numbers)
    for place in range(first, first + len(numbers)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(ValueError, match="damaged, or not from `save`: Bad CRC-32"):
            load(path, model)
