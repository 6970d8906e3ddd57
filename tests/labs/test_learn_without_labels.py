"""The lab of codes: its trainings against images and plain NumPy, its floors, its words."""

import numpy as np
import pytest
from labs_on_stage import told

from backprop_course.lessons.learn_without_labels import companion, experiments, lab, pictures

pytestmark = pytest.mark.slow

IMAGES = experiments.known_and_unseen()


@pytest.mark.parametrize("size", lab.SIZES)
@pytest.mark.parametrize("rate", [0.2, 1.0])
def test_the_walk_without_images_is_the_walk_on_images(size, rate):
    _, V = lab.squares_along()
    E, D = experiments.small_start(size)
    losses = companion.walk_on_images(V.T @ E, D @ V, IMAGES.known, rate, 40)
    np.testing.assert_allclose(lab.compute(size, rate, 0.0).losses[:40], losses, rtol=1e-9)


@pytest.mark.parametrize("size", lab.SIZES)
def test_the_floor_is_what_the_best_plane_leaves_and_no_walk_ends_below(size):
    plane = experiments.code_loss(experiments.plane_code(IMAGES.known, size), IMAGES.known)
    for rate in (0.05, 0.3, 1.0, 1.4):
        coding = lab.compute(size, rate, 0.0)
        assert coding.floor == pytest.approx(plane, rel=1e-9)
        assert coding.losses.min() > coding.floor * (1 - 1e-9)


@pytest.mark.parametrize("noise", lab.NOISES)
@pytest.mark.parametrize("size", [1, 8])
def test_what_has_arrived_rebuilds_as_the_best_plane_does(noise, size):
    coding = lab.compute(size, 1.4, noise)
    place = lab.SIZES.index(size)
    assert coding.unseen_loss == pytest.approx(coding.planes[place], rel=0.01)
    rebuilt = experiments.plane_code(IMAGES.known, size).rebuild(coding.given - IMAGES.mean) + IMAGES.mean
    assert np.sqrt(((coding.rebuilt - rebuilt) ** 2).mean()) < 0.05


def test_the_planes_are_judged_on_clean_images():
    noisy, planes = lab.unseen_images(0.4)
    for size, found in zip(lab.SIZES, planes, strict=True):
        V = np.linalg.svd(IMAGES.known, full_matrices=False)[2][:size]
        assert found == pytest.approx(((noisy @ V.T @ V - IMAGES.unseen) ** 2).sum(1).mean() / 2, rel=1e-9)


@pytest.mark.parametrize("size", lab.SIZES)
def test_the_limit_lies_between_1_4_and_1_6_for_every_size(size):
    assert not lab.compute(size, 1.4, 0.0).diverges and lab.compute(size, 1.6, 0.0).diverges


def test_to_stop_early_is_cleaner_than_any_plane_and_to_arrive_is_not():
    for size in (16, 32):
        early, late = (lab.compute(size, rate, 0.4) for rate in (0.15, 1.0))
        assert early.unseen_loss < 1.35 and early.planes.min() == pytest.approx(1.44, abs=0.005)
        assert early.losses[-1] > 2 * early.floor and late.losses[-1] < early.losses[-1]
        assert late.unseen_loss == pytest.approx(late.planes[lab.SIZES.index(size)], rel=0.2)


def test_at_a_low_rate_the_loss_first_stands():
    losses = lab.compute(8, 0.05, 0.0).losses
    assert losses[40] > 0.99 * losses[0] and losses[150] < 0.7 * losses[0]


def test_the_words_tell_where_the_loss_is():
    for stop in told(lab.learn_without_labels):
        coding, words = stop.result, stop.words
        assert ("diverges" in words) == (coding.losses[-1] > coding.losses[0])
        if "diverges" not in words:
            assert (
                f"the floor is {coding.floor:.3g}" in words and f"loss of {coding.unseen_loss:.3g}" in words
            )


def test_an_arrival_is_the_first_step_within_a_hundredth():
    coding = lab.compute(2, 1.0, 0.0)
    assert coding.losses[coding.arrival] <= 1.01 * coding.floor < coding.losses[coding.arrival - 1]
    assert lab.compute(8, 0.05, 0.0).arrival is None


def test_images_keep_their_places_in_the_rows():
    rows = np.arange(2 * 3 * 64).reshape(2, 3, 64)
    tiles = pictures.tiled(rows)
    assert tiles.shape == (17, 26)
    np.testing.assert_array_equal(tiles[9:17, 18:26], rows[1, 2].reshape(8, 8))


def test_a_rotated_code_has_the_same_plane():
    V = experiments.principal(IMAGES.known, 2)
    turn = np.radians(30)
    D = 3 * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) @ V
    assert experiments.angle_between(D, V) == pytest.approx(0, abs=1e-5)
    assert np.degrees(np.arccos(experiments.cosines(D, V)[0].max())) == pytest.approx(30)
    others = experiments.principal(IMAGES.known, 3)[1:]
    assert experiments.angle_between(others, V) == pytest.approx(90)


def test_neighbors_are_found_as_by_all_distances():
    code = experiments.plane_code(IMAGES.known, 3).code
    known, unseen = code(IMAGES.known), code(IMAGES.unseen)
    nearest = ((unseen[:, None] - known) ** 2).sum(axis=2).argmin(axis=1)
    share = (IMAGES.known_classes[nearest] == IMAGES.unseen_classes).mean()
    assert experiments.read_by_neighbors(code, IMAGES) == pytest.approx(share)


def test_a_layer_without_labels_begins_the_reader_that_is_set_beside_he_s(monkeypatch):
    begun = []
    monkeypatch.setattr(companion, "layer_without_labels", lambda X, rng: begun.append(len(X)) or [7, 8])
    stands = companion.fit

    def still(model, x, y, *rest, params, **more):
        begun.append((len(x), params[0]))
        return stands(model, x, y, *rest, params=None, steps=1, rng=np.random.default_rng(0))

    monkeypatch.setattr(companion, "fit", still)
    assert companion.read_from_few_labels(30, [0]).shape == (1, 2)
    known, (rows, _), (other_rows, pretrained) = begun
    assert known == len(IMAGES.known) and rows == other_rows == 30 and pretrained == [7, 8]
