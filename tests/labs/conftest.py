"""What a lab draws is looked at here: no frame is kept, so that each move is drawn."""

import pytest

from backprop_course.widgets import painting


@pytest.fixture(scope="package", autouse=True)
def keep_no_frames():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(painting, "FRAMES_KEPT", 0)
        yield
