"""Forty plausible slips in the package's mathematics, each beside the tests that must notice it.

Where a module or a test moves, only `module` and `killers` are to be changed here.
"""

from typing import NamedTuple


class Mutant(NamedTuple):
    """A slip: in `module` of backprop_course, `before`, found there exactly once, becomes `after`.

    At least one of the tests in `killers`, given from the repository's root, must fail then.
    """

    module: str
    before: str
    after: str
    kind: str
    killers: list


KINDS = ("sign", "factor", "axis", "mask", "order", "stale state")

MUTANTS = [
    # layers
    Mutant("nn/layers.py", "return dy @ W.mT, [dW, db]", "return dy @ W.mT, [db, dW]",
           "order", ["tests/test_layers.py"]),
    Mutant("nn/layers.py", "lambda x, y: x > 0)", "lambda x, y: np.ones_like(x))",
           "mask", ["tests/test_layers.py"]),
    Mutant("nn/layers.py", "1 - y * y", "1 + y * y",
           "sign", ["tests/test_layers.py"]),
    Mutant("nn/layers.py", "(centered * centered).mean(axis=-2,", "(centered * centered).mean(axis=-1,",
           "axis", ["tests/test_layers.py"]),
    Mutant("nn/layers.py", ".astype(x.dtype) / (1 - rate)", ".astype(x.dtype)",
           "factor", ["tests/test_layers.py"]),
    # losses
    Mutant("nn/losses.py", "0.5 * (z - y) ** 2", "(z - y) ** 2",
           "factor", ["tests/test_losses.py"]),
    Mutant("nn/losses.py", "np.maximum(z, 0) - y * z", "np.maximum(z, 0) + y * z",
           "sign", ["tests/test_losses.py"]),
    Mutant("nn/losses.py", "(self.predict(z) - y) / z.shape[-2]", "(self.predict(z) - y) / z.shape[-1]",
           "axis", ["tests/test_losses.py"]),
    # initializers
    Mutant("nn/initializers.py", "np.sqrt(2 / n_in))", "np.sqrt(1 / n_in))",
           "factor", ["tests/test_initializers.py"]),
    Mutant("nn/initializers.py", "q * np.sign(np.diag(r))", "q * np.abs(np.sign(np.diag(r)))",
           "sign", ["tests/test_initializers.py"]),
    # optimizers
    Mutant("nn/optimizers.py", "step = step + 1  #", "step = 1  #",
           "stale state", ["tests/test_optimizers.py"]),
    Mutant("nn/optimizers.py", "return gradient + beta * velocity,", "return velocity + beta * gradient,",
           "order", ["tests/test_optimizers.py"]),
    Mutant("nn/optimizers.py", "+ (1 - rho) * gradient**2", "+ gradient**2",
           "factor", ["tests/test_optimizers.py"]),
    # network
    Mutant("nn/network.py", "return dxs[::-1], grads[::-1]", "return dxs[::-1], grads",
           "order", ["tests/test_network.py"]),
    Mutant("nn/network.py", "return dy + dx, grads", "return dy - dx, grads",
           "sign", ["tests/test_network.py"]),
    Mutant("nn/network.py", "start = stop", "start = rows * columns",
           "stale state", ["tests/test_network.py"]),
    # models
    Mutant("nn/models.py", "value + 0.5 * (grads[-1] * p)", "value + (grads[-1] * p)",
           "factor", ["tests/test_penalties.py::test_the_gradient_passes_the_check"]),
    Mutant("nn/models.py", "[name in layers.weights_of(layer) for layer", "[True for layer",
           "mask", ["tests/test_penalties.py::test_only_weights_decay_also_inside_nested_layers"]),
    # training
    Mutant("nn/_descent.py", "np.subtract(here, there, out=there)", "np.add(here, there, out=there)",
           "sign", ["tests/test_descent.py"]),
    Mutant("nn/training.py", "    while True:\n        order = rng.permutation(len(x))\n",
           "    order = rng.permutation(len(x))\n    while True:\n",
           "stale state", ["tests/test_training.py::test_epochs_are_shuffled_anew"]),
    Mutant("nn/training.py", "np.where(finite[..., None], theta, before)", "theta",
           "mask", ["tests/test_training.py::"
                    "test_it_stops_where_it_diverges_and_keeps_the_last_finite_parameters"]),
    # the engine of training
    Mutant("nn/_descent.py", "return dy * (y > 0)", "return dy",
           "mask", ["tests/test_descent.py"]),
    Mutant("nn/_descent.py", "gradient if optimizer is gradient_descent else gradient.copy()", "gradient",
           "stale state", ["tests/test_descent.py"]),
    # normalizing
    Mutant("nn/normalization.py", "beta - scale * x.mean(", "beta - x.mean(",
           "factor", ["tests/test_normalization.py"]),
    Mutant("nn/normalization.py", "network.append(batch_norm(layer.shapes[0][-1]))",
           "network.insert(-1, batch_norm(layer.shapes[0][-1]))",
           "order", ["tests/test_normalization.py"]),
    # propagation
    Mutant("nn/mean_field.py", "np.sqrt(1 + factor**2)", "np.sqrt(1 + factor)",
           "factor", ["tests/test_mean_field.py"]),
    Mutant("nn/mean_field.py", "_mean_square(values) - float(", "_mean_square(values) + float(",
           "sign", ["tests/test_mean_field.py"]),
    # checking
    Mutant("check/differences.py", "        point[index] = here\n    return gradient", "    return gradient",
           "stale state", ["tests/test_differences.py"]),
    Mutant("check/differences.py", "(above - f(point)) / (2 * step)", "(above - f(point)) / step",
           "factor", ["tests/test_differences.py"]),
    # programs
    Mutant("check/programs.py", "[p + q for p, q in zip(own", "[p - q for p, q in zip(own",
           "sign", ["tests/test_penalties.py::test_the_program_and_the_search_of_a_model_decay_too"]),
    Mutant("check/programs.py", "arrays[:] = listed(packed)", "listed(packed)",
           "stale state", ["tests/test_probes.py::test_what_is_put_into_the_params_is_noticed"]),
    # probes
    Mutant("check/probes.py", "[p - length / size * g", "[p + length / size * g",
           "sign", ["tests/test_probes.py"]),
    Mutant("check/probes.py", "program.predict(params, x)[order], program",
           "program.predict(params, x), program",
           "order", ["tests/test_probes.py::test_a_list_and_one_array_do_as_well"]),
    # faults
    Mutant("check/faults.py", "(dW, db / dy.shape[-2])", "(dW, db / dy.shape[-1])",
           "axis", ["tests/test_faults.py::test_what_is_averaged_is_so_over_the_rows"]),
    # diagnosis
    Mutant("check/diagnosis.py", "a @ b / (b @ b)", "a @ b / (a @ a)",
           "factor", ["tests/test_diagnosis.py::test_what_is_said"]),
    Mutant("check/diagnosis.py", "f(entries, axis=1, keepdims=True)", "f(entries, axis=0, keepdims=True)",
           "axis", ["tests/test_diagnosis.py::test_what_is_said",
                    "tests/test_probes.py::test_a_wrong_gradient_is_caught_and_named"]),
    # data
    Mutant("data.py", "train.std(axis=0), 1 / unit)", "train.std(), 1 / unit)",
           "axis", ["tests/test_data.py::test_standardize_treats_the_others_by_the_numbers_of_the_first"]),
    # searching
    Mutant("nn/search.py", "np.repeat(rates, len(seeds))", "np.tile(rates, len(seeds))",
           "order", ["tests/test_search.py"]),
    # saving
    Mutant("nn/saving.py", "arrays[place].shape[-2:] != shape", "arrays[place].shape[:2] != shape",
           "axis", ["tests/test_saving.py::test_there_and_back"]),
    # exercises
    Mutant("tasks/answers.py", "return np.array(validate.reals(", "return np.asarray(validate.reals(",
           "stale state", ["tests/exercises/test_verdicts.py::"
                           "test_one_buffer_for_all_results_is_read_each_time"]),
]  # fmt: skip
