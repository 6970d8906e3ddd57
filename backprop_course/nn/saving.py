"""Trained parameters in a file: an npz archive of plain arrays, and never a pickle, which could run code.

Each array is named by its place, as in "layer 2, parameter 0". The model itself is not saved: it is code.
"""

import io
import os
import zipfile
from pathlib import Path

import numpy as np

from backprop_course import validate
from backprop_course.nn.models import matching
from backprop_course.nn.network import block_names, declared_shapes


def save(path, params, overwrite=False):
    """Write the parameters of a model, one run or stacked runs, to a file; their types and bits are kept.

    The file appears whole or not at all. Raises ValueError if the file is there already and may not be
    overwritten, if its folder is not, or if `params` are not finite matrices in a list per layer.
    """
    path, arrays = _free(_named(path), overwrite), _arrays(params)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with open(unfinished, "xb") as file:
            np.savez(file, **arrays)
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def load(path, model):
    """The parameters in a file that `save` wrote, nested as this model wants them.

    Raises ValueError if there is no such file, if it is damaged or not from `save`, or if its arrays do not
    fit the model: then it says what it got and what is wanted.
    """
    path = _named(path)
    params = _nested(path, _read(path), model)
    try:
        return matching(model, params)
    except ValueError as error:
        raise ValueError(f"path: the file {path.name} does not fit this model: {error}") from None


def _named(path):
    if not isinstance(path, str | os.PathLike) or not str(path):
        raise ValueError(f"path must be the name of a file, but it is {path!r:.60}")
    return Path(path)


def _free(path, overwrite):
    if path.is_dir():
        raise ValueError(f"path must name a file, but {path.name} is a folder")
    if not path.parent.is_dir():
        raise ValueError(f"path must lie in a folder that exists, but there is no folder {path.parent.name}")
    if path.exists() and not overwrite:
        raise ValueError(f"path: the file {path.name} is there already; overwrite=True replaces it")
    return path


def _place(layer, parameter):
    return f"layer {layer}, parameter {parameter}"


def _arrays(params):
    """All matrices by their places."""
    try:
        found = {_place(i, j): p for i, own in enumerate(params) for j, p in enumerate(own)}
    except TypeError:
        raise ValueError(f"params must be a list of matrices per layer, but it is {params!r:.60}") from None
    arrays = {place: validate.reals(f"params: {place}", p) for place, p in found.items()}
    if not arrays:
        raise ValueError("params must hold at least one matrix, but there is none")
    for place, p in arrays.items():
        if p.ndim not in (2, 3) or not np.isfinite(p).all():
            wanted = "a finite matrix (rows, columns) or (runs, rows, columns)"
            raise ValueError(f"params: {place} has shape {p.shape}, but must be {wanted}")
    return arrays


def _read(path):
    """The arrays in a file by their names; whatever is wrong with the file is a ValueError."""
    if not path.exists():
        raise ValueError(f"path must name a file, but there is none called {path.name}")
    if path.is_dir():
        raise ValueError(f"path must name a file, but {path.name} is a folder")
    if not zipfile.is_zipfile(path):
        raise ValueError(f"path: the file {path.name} is no npz archive, or only a part of one")
    try:
        with zipfile.ZipFile(path) as archive:  # reading a whole member compares its checksum
            return {name.removesuffix(".npy"): _array(archive.read(name)) for name in archive.namelist()}
    except Exception as error:  # a damaged archive may raise anything
        why = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"path: the file {path.name} is damaged, or not from `save`: {why:.120}") from None


def _array(content):
    return np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)


def _nested(path, arrays, model):
    """The arrays in the nesting of this model's parameters."""
    wanted = declared_shapes(model.network)
    places = {_place(i, j): shape for i, own in enumerate(wanted) for j, shape in enumerate(own)}
    lists = ["; ".join(sorted(names)) or "nothing" for names in (arrays, places)]
    if arrays.keys() != places.keys():
        holds = f"path: the file {path.name} holds {lists[0]:.200}"
        raise ValueError(f"{holds}, but this model wants {lists[1]:.200}")
    for name, (place, shape) in zip(block_names(model.network), places.items(), strict=True):
        if arrays[place].shape[-2:] != shape:
            got = f"path: in the file {path.name} {place} ({name}) has shape {arrays[place].shape}"
            raise ValueError(f"{got}, but this model wants {shape}")
    return [[arrays[_place(i, j)] for j in range(len(own))] for i, own in enumerate(wanted)]
