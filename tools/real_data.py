"""Write the real data sets that the package carries, from scikit-learn: `python -m tools.real_data`."""

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris

from backprop_course.data import REAL


def tables():
    """Each data set as one table by its name: the features, and last the target."""
    loaded = {
        "diabetes": load_diabetes(return_X_y=True, scaled=False),
        "breast_cancer": load_breast_cancer(return_X_y=True),
        "digits": load_digits(return_X_y=True),
        "irises": load_iris(return_X_y=True),
    }
    found = {name: np.column_stack(pair) for name, pair in loaded.items()}
    return found | {"digits": found["digits"].astype(np.uint8)}  # whole numbers from 0 to 16


if __name__ == "__main__":
    np.savez_compressed(REAL, **tables())
