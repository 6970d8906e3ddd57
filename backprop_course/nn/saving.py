"""Trained parameters in a file: an npz archive of plain arrays, and never a pickle, which could run code.

Each array is named by its place, as in "layer 2, parameter 0". The model itself is not saved: it is code.
"""

import contextlib
import io
import os
import threading
import zipfile
from pathlib import Path

import numpy as np

from backprop_course import validate
from backprop_course.nn.models import matching, refuse_no_model
from backprop_course.nn.network import block_names, declared_shapes

MOST_BYTES = 2**31  # that a file of parameters may hold


def save(path, params, overwrite=False):
    """Write the parameters of a model, one run or stacked runs, to a file; their types and bits are kept.

    The file appears whole or not at all. Raises ValueError if the file is there already and may not be
    overwritten, if its folder is not, or if `params` are not finite matrices in a list per layer.
    """
    overwrite = validate.truth("overwrite", overwrite)
    with _in_words("path"):
        path = _free(_named(path), overwrite)
    arrays = _arrays(params)
    unfinished = path.with_name(f".{os.getpid()}.{threading.get_ident()}.unfinished")
    try:
        with _in_words("path"):
            with open(unfinished, "xb") as file:
                np.savez(file, **arrays)
            _moved(unfinished, path, overwrite)
    finally:
        unfinished.unlink(missing_ok=True)


def _moved(unfinished, path, overwrite):
    """Give a finished file its name; another that was saved under it meanwhile is kept as well."""
    if not overwrite:
        try:
            os.link(unfinished, path)
            return
        except FileExistsError:
            _refuse_existing(path)
        except OSError:  # not every disk knows links
            _free(path, overwrite)
    os.replace(unfinished, path)


def load(path, model):
    """The parameters in a file that `save` wrote, nested as this model wants them.

    Raises ValueError if there is no such file, if it is damaged or not from `save`, or if its arrays do not
    fit the model: then it says what it got and what is wanted.
    """
    refuse_no_model(model)
    path = _named(path)
    with _in_words("path"):
        arrays = _read(path)
    params = _nested(path, arrays, model)
    try:
        return matching(model, params)
    except ValueError as error:
        raise ValueError(f"path: the file {path.name} does not fit this model: {error}") from None


def _named(path):
    if not isinstance(path, str | os.PathLike) or not str(path):
        raise ValueError(f"path must be the name of a file, but it is {validate.short(path)}")
    if "\0" in os.fspath(path):
        raise ValueError(f"path must be the name of a file, but it is {validate.short(path)}")
    return Path(path)


@contextlib.contextmanager
def _in_words(name):
    """Turn what the disk raises into a ValueError: no such name, no room, no right to write."""
    try:
        yield
    except OSError as error:
        raise ValueError(f"{name} must name a file, but the disk says: {error.strerror or error}") from None
    except (UnicodeError, RuntimeError):  # half a letter; a link that leads back to itself
        raise ValueError(f"{name} must name a file, but no file can have this name") from None


def _refuse_odd(path):
    """Refuse a folder, and what is no file that keeps what is written: a device, a pipe."""
    if path.is_dir():
        raise ValueError(f"path must name a file, but {path.name} is a folder")
    if path.exists() and not path.is_file():
        raise ValueError(f"path must name a file, but {path.name} is a device or a pipe")


def _refuse_existing(path):
    raise ValueError(f"path: the file {path.name} is there already; overwrite=True replaces it") from None


def _free(path, overwrite):
    _refuse_odd(path)
    if not path.parent.is_dir():
        raise ValueError(f"path must lie in a folder that exists, but there is no folder {path.parent.name}")
    if path.exists() and not overwrite:
        _refuse_existing(path)
    return path


def _place(layer, parameter):
    return f"layer {layer}, parameter {parameter}"


def _arrays(params):
    """All matrices by their places."""
    try:
        found = {_place(i, j): p for i, own in enumerate(params) for j, p in enumerate(own)}
    except TypeError:
        raise ValueError(
            f"params must be a list of matrices per layer, but it is {validate.short(params)}"
        ) from None
    arrays = {place: validate.reals(f"params: {place}", p) for place, p in found.items()}
    if not arrays:
        raise ValueError("params must hold at least one matrix, but there is none")
    for place, p in arrays.items():
        if p.ndim not in (2, 3) or not np.isfinite(validate.floats(place, p)).all():
            wanted = "a finite matrix (rows, columns) or (runs, rows, columns)"
            raise ValueError(f"params: {place} has shape {p.shape}, but must be {wanted}")
    return arrays


def _read(path):
    """The arrays in a file by their names; whatever is wrong with the file is a ValueError."""
    if not path.exists():
        raise ValueError(f"path must name a file, but there is none called {path.name}")
    _refuse_odd(path)
    if not zipfile.is_zipfile(path):
        raise ValueError(f"path: the file {path.name} is no npz archive, or only a part of one")
    try:
        with zipfile.ZipFile(path) as archive:  # reading a whole member compares its checksum
            _refuse_members(archive.infolist())
            return {name.removesuffix(".npy"): _array(archive.read(name)) for name in archive.namelist()}
    except Exception as error:  # a damaged archive may raise anything
        why = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"path: the file {path.name} is damaged, or not from `save`: {why:.120}") from None


def _refuse_members(members):
    """Refuse what `save` does not write: two members of one name, and what unpacks to more than is there."""
    names = [member.filename for member in members]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ValueError(f"{twice[0]} is in it twice")
    size, stored = (
        sum(member.file_size for member in members),
        sum(member.compress_size for member in members),
    )
    if size > stored or size > MOST_BYTES:
        raise ValueError(
            f"it unpacks to {size:,} bytes from {stored:,}, but must be as plain as it was saved"
        )


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
