"""What a right cross-entropy topic does."""

import numpy as np

from nngrade.suite import check, given, st

# Fixed inputs are chosen so that different mistakes give different answers: no
# probability equals another one, nor one minus another one.
HAPPENED = np.array([1, 0, 0, 1])
GIVEN = np.array([0.9, 0.35, 0.2, 0.55])
UNITS = (0.2, 0.7, 0.1, 0.85, 0.6, 0.35, 0.95, 0.45)

# Each row of MODELS is the best in another sense: the likeliest is row 9, the one with the most hits row 0, and so on.
MODELS_HAPPENED = np.array([1, 0, 1, 1, 0, 1])
MODELS = np.array(
    [
        [0.9, 0.4, 0.1, 0.55, 0.35, 0.7],
        [0.8, 0.6, 0.8, 0.6, 0.1, 0.85],
        [0.65, 0.65, 0.2, 0.95, 0.4, 0.7],
        [0.7, 0.9, 0.85, 0.95, 0.95, 0.95],
        [0.6, 0.55, 0.65, 0.95, 0.45, 0.45],
        [0.45, 0.95, 0.35, 0.85, 0.05, 0.4],
        [0.9, 0.05, 0.3, 0.1, 0.1, 0.9],
        [0.55, 0.3, 0.65, 0.35, 0.2, 0.35],
        [0.85, 0.7, 0.95, 0.85, 0.45, 0.95],
        [0.9, 0.2, 0.85, 0.95, 0.45, 0.4],
        [0.95, 0.1, 0.6, 0.95, 0.05, 0.2],
    ]
)

# One certainty each: a 0 and a 1 that came true, then a 0 and a 1 that did not. Each careless logarithm fails on others.
CERTAINTIES = [
    (np.array([0, 1]), np.array([0.0, 0.7])),
    (np.array([1, 0]), np.array([1.0, 0.35])),
    (np.array([1, 0]), np.array([0.0, 0.2])),
    (np.array([0, 1]), np.array([1.0, 0.55])),
]

PROBS = np.array([[0.2, 0.7, 0.1], [0.5, 0.15, 0.35]])
LABELS = np.array([2, 0])
SQUARE = np.array([[0.2, 0.7, 0.1], [0.5, 0.15, 0.35], [0.25, 0.3, 0.45]])
SQUARE_LABELS = np.array([1, 2, 0])

SCORES = np.array([[1.0, 2.0, 4.0], [0.0, 3.0, 1.0]])
SQUARE_SCORES = np.array([[1.0, 2.0, 4.0], [0.0, 3.0, 1.0], [5.0, 0.0, 2.0]])
# A gap upwards, a gap downwards, a big offset and an ordinary row: each unsafe way fails on some of them.
WIDE = np.array([[0.0, 1e4], [-1e4, 3.0], [1e4, 1e4 + 1], [5.0, 7.0]])
WIDE_LABELS = np.array([0, 1, 1, 0])

# Clipping moves it, and yet a logarithm can be taken of it: who forgets to clip is not blamed for changing arguments.
NEARLY_ZERO = 1e-13

# A mean of logs may be reckoned in another order, and a tiny number added before a log must not cost a point here.
LOOSE = 1e-4


def other_probabilities(size):
    """So many different probabilities, in some order."""
    return st.permutations(UNITS).map(lambda values: np.array(values[:size]))


@st.composite
def outcomes(draw, rows=(2, 6)):
    """Labels 0 and 1 (N,), both among them, and probabilities (N,), all different."""
    size = draw(st.integers(*rows))
    y = [1, 0, *draw(st.lists(st.integers(0, 1), min_size=size - 2, max_size=size - 2))]
    return np.array(y), draw(other_probabilities(size))


@st.composite
def soft_outcomes(draw):
    """Labels (N,) anywhere from 0 to 1, two soft ones among them, and probabilities (N,), all different."""
    size = draw(st.integers(2, 5))
    y = [0.3, 0.75, *draw(st.lists(st.sampled_from([1.0, 0.0, 0.5]), min_size=size - 2, max_size=size - 2))]
    return np.array(y), draw(other_probabilities(size))


@st.composite
def models(draw):
    """What happened (N,) and models (M, N), no two of them nearly equally good."""
    y, first = draw(outcomes(rows=(3, 5)))
    others = [draw(other_probabilities(len(y))) for _ in range(draw(st.integers(1, 3)))]
    candidates = np.array([first, *others])
    scores = np.sort(np.log(np.where(y == 1, candidates, 1 - candidates)).sum(axis=1))
    # Rounding must not decide between two that are equal on paper.
    return y, candidates if np.diff(scores).min() > 1e-3 else candidates[:1]


@st.composite
def predictions(draw, classes=(3, 5)):
    """Rows of class probabilities (N, K) with N below K, and a label for each of them."""
    num_classes = draw(st.integers(*classes))
    rows = draw(st.integers(1, num_classes - 1))
    weights = draw(st.permutations(range(1, rows * num_classes + 1)))
    weights = np.array(weights, dtype=float).reshape(rows, num_classes)
    return weights / weights.sum(axis=1, keepdims=True), draw(labels_for(rows, num_classes))


def labels_for(rows, num_classes):
    """A label for each row, the first of them not class 0."""
    # With labels 0 alone many mistakes look alike.
    rest = st.lists(st.integers(0, num_classes - 1), min_size=rows - 1, max_size=rows - 1)
    return st.tuples(st.integers(1, num_classes - 1), rest).map(lambda parts: np.array([parts[0], *parts[1]]))


@st.composite
def scored_batches(draw, unit=0.25, rows=(1, 3)):
    """Scores (N, K), all different, N below K, and a label for each row."""
    num_classes = draw(st.integers(3, 4))
    size = min(draw(st.integers(*rows)), num_classes - 1)
    steps = draw(st.lists(st.integers(-20, 18), min_size=size * num_classes, max_size=size * num_classes, unique=True))
    return unit * (1.0 + np.array(steps).reshape(size, num_classes)), draw(labels_for(size, num_classes))


def loss_and_gradient(expect, value, shape):
    """What softmax_cross_entropy gave back, taken apart."""
    loss, dlogits = expect.pair(value, "(loss, dlogits)")
    return expect.number(loss, "the loss"), expect.array(dlogits, shape=shape, what="dlogits")


def slopes(loss_of, x, step=0.01):
    """The gradient of a loss at x, of any shape, by central differences."""
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        nudge = np.zeros_like(x)
        nudge[place] = step
        gradient[place] = (loss_of(x + nudge) - loss_of(x - nudge)) / (2 * step)
    return gradient


# --- likelihood ------------------------------------------------------------------------------------------------------


@check(
    "likelihood",
    "four points, worked out by hand",
    points=2,
    public=True,
    hint="Write down for each of the four points: what happened, and how probable did the model hold that?",
)
def test_likelihood_of_four_points(agree):
    agree.likelihood(HAPPENED, GIVEN)


@check(
    "likelihood",
    "right for any points",
    points=2,
    examples=8,
    hint="Where a 0 happened, which probability did the model give to that?",
)
@given(case=outcomes())
def test_likelihood_of_any_points(agree, case):
    agree(atol=1e-12).likelihood(*case)


@check(
    "likelihood",
    "two groups of points together: the product of their likelihoods",
    points=1,
    examples=6,
    hint="How probable are two independent things together, when you know how probable each of them is?",
)
@given(one=outcomes(rows=(2, 3)), other=outcomes(rows=(2, 4)))
def test_likelihood_multiplies(student, expect, one, other):
    parts = [expect.number(student.likelihood(*case), "the likelihood") for case in (one, other)]
    together = student.likelihood(*map(np.concatenate, zip(one, other, strict=True)))
    expect.that(0 < min(parts) and max(parts) < 1, "no likelihood of these points is 0 or 1", got=parts)
    expect.close(together, parts[0] * parts[1], what="the likelihood of both groups together", atol=1e-12)


@check(
    "likelihood",
    "over all that could happen the likelihoods sum to one",
    points=1,
    hint="Two points can turn out in four ways. What do the probabilities of the four sum to?",
)
def test_likelihoods_of_all_outcomes_sum_to_one(student, expect):
    p = np.array([0.35, 0.8])
    ways = [student.likelihood(np.array(y), p) for y in ([0, 0], [0, 1], [1, 0], [1, 1])]
    expect.that(
        abs(sum(expect.number(way, "the likelihood") for way in ways) - 1) < 1e-6,
        "the likelihoods of the outcomes 00, 01, 10 and 11 sum to one",
        got=ways,
    )


@check(
    "likelihood",
    "one thing that was held impossible makes it 0, and certainties that came true leave it as it is",
    points=1,
    hint="What does a factor of 0 do to a product, and what does a factor of 1?",
)
def test_likelihood_with_certainties(agree):
    agree(atol=1e-15).likelihood(np.array([1, 0, 1]), np.array([0.7, 1.0, 0.9]))
    agree.likelihood(np.array([1, 0, 0]), np.array([1.0, 0.0, 0.35]))


@check(
    "likelihood",
    "the likelihood of thirty points is tiny, and right to the last digits all the same",
    points=1,
    hint="How large is a product of thirty probabilities? What becomes of it when it is rounded, or kept away from 0?",
)
def test_likelihood_of_thirty_points(agree):
    agree(atol=0.0).likelihood(np.tile([1, 0, 1], 10), np.tile([0.35, 0.9, 0.2], 10))


@check(
    "likelihood",
    "a label that is neither 0 nor 1 raises a ValueError that names it",
    points=1,
    hint="What would a label 3, -1 or 0.5 mean here, and what does your code make of it?",
)
def test_likelihood_refuses_other_labels(student, expect):
    for label in (3, -1, 0.5):
        expect.raises(ValueError, student.likelihood, np.array([1, label, 0]), np.array([0.9, 0.35, 0.2]), mentions=str(label))


@check(
    "likelihood",
    "probabilities that do not fit the labels raise a ValueError that tells their shape",
    points=1,
    hint="Three labels and one probability, or a column of three: what does NumPy make of them, and who would notice?",
)
def test_likelihood_refuses_other_shapes(student, expect):
    y = np.array([1, 0, 1])
    expect.raises(ValueError, student.likelihood, y, np.array([0.9]), mentions="1")
    expect.raises(ValueError, student.likelihood, y, np.array([0.9, 0.35, 0.2, 0.55, 0.7]), mentions="5")
    expect.raises(ValueError, student.likelihood, y, np.array([[0.9], [0.35], [0.2]]), mentions="1")


@check(
    "likelihood",
    "labels and probabilities may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with y and p first?",
)
def test_likelihood_of_lists(agree):
    agree.likelihood([0, 1, 1], [0.3, 0.9, 0.45])


@check(
    "likelihood",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="Does any line of yours write into p, say to turn it round where a 0 happened?",
)
def test_likelihood_leaves_its_arguments_alone(agree):
    agree.likelihood(HAPPENED.copy(), GIVEN.copy())


# --- log_likelihood --------------------------------------------------------------------------------------------------


@check(
    "log_likelihood",
    "four points, worked out by hand",
    points=2,
    public=True,
    hint="What does the logarithm make of a product? Take each point's share on its own.",
)
def test_log_likelihood_of_four_points(agree):
    agree(rtol=LOOSE).log_likelihood(HAPPENED, GIVEN)


@check(
    "log_likelihood",
    "right for any points",
    points=2,
    examples=8,
    hint="Which probability belongs to a point where a 0 happened, and which logarithm is asked for?",
)
@given(case=outcomes())
def test_log_likelihood_of_any_points(agree, case):
    agree(rtol=LOOSE).log_likelihood(*case)


@check(
    "log_likelihood",
    "a single point, and points of one class alone, work too",
    points=1,
    hint="Is there a part of your code that waits for ones, or for zeros? What does it do when none comes?",
)
def test_log_likelihood_of_one_class(agree):
    agree(rtol=LOOSE).log_likelihood(np.array([1, 1, 1]), np.array([0.9, 0.35, 0.6]))
    agree(rtol=LOOSE).log_likelihood(np.array([0, 0]), np.array([0.2, 0.55]))
    agree(rtol=LOOSE).log_likelihood(np.array([0]), np.array([0.3]))


@check(
    "log_likelihood",
    "two groups of points together: the sum of their log-likelihoods",
    points=1,
    examples=6,
    hint="Twice as many points: does your number grow, or stay? What is asked for, a sum or a mean?",
)
@given(one=outcomes(rows=(2, 3)), other=outcomes(rows=(2, 4)))
def test_log_likelihood_adds_up(student, expect, one, other):
    parts = [expect.number(student.log_likelihood(*case), "the log-likelihood") for case in (one, other)]
    together = student.log_likelihood(*map(np.concatenate, zip(one, other, strict=True)))
    expect.that(np.all(np.isfinite(parts)), "the log-likelihoods of these points are finite", got=parts)
    expect.close(together, sum(parts), what="the log-likelihood of both groups together")


@check(
    "log_likelihood",
    "a better model has the larger log-likelihood, and none is above 0",
    points=1,
    hint="Make a model more sure of what really happened: should your number rise or fall?",
)
def test_log_likelihood_rises_with_the_model(student, expect):
    y = np.array([1, 0, 1])
    worse, better = (student.log_likelihood(y, np.array(p)) for p in ([0.6, 0.45, 0.7], [0.9, 0.2, 0.85]))
    both = [expect.number(value, "the log-likelihood") for value in (worse, better)]
    expect.that(both[0] < both[1] <= 0, "the better model comes nearer to 0 from below", got=both)


@check(
    "log_likelihood",
    "thousands of points are no difficulty",
    points=2,
    hint="How large is a product of 9000 probabilities, and what does a float make of it?",
)
def test_log_likelihood_of_thousands(agree):
    # So many that the product vanishes in the longest float there is, too.
    agree(rtol=LOOSE).log_likelihood(np.tile([1, 0, 1], 3000), np.tile([0.35, 0.9, 0.2], 3000))


@check(
    "log_likelihood",
    "a certainty costs nothing where it came true, and a finite price where it did not",
    points=2,
    hint="What is the log of 0, and 0 times it? Into which interval do the conventions put p first?",
)
def test_log_likelihood_of_certainties(student, reference, expect):
    got, expected = ([side.log_likelihood(*case) for case in CERTAINTIES] for side in (student, reference))
    expect.close(got, expected, what="four log-likelihoods, the first two of certainties that came true", rtol=LOOSE)


@check(
    "log_likelihood",
    "certainties in single precision have a finite price too",
    points=1,
    after="test_log_likelihood_of_certainties",
    hint="A float32 keeps about seven digits. What does 1 - 1e-12 become in it? In which precision does the file work?",
)
def test_log_likelihood_in_single_precision(agree):
    agree(rtol=LOOSE).log_likelihood(np.array([1, 0, 0]), np.array([0.75, 1.0, 0.25], dtype=np.float32))


@check(
    "log_likelihood",
    "a small probability counts in full",
    points=1,
    hint="How sure may a model be before your code treats it as less sure? Which limit do the conventions set?",
)
def test_log_likelihood_of_small_probabilities(agree):
    agree(rtol=0.02).log_likelihood(np.array([1, 0]), np.array([2e-5, 0.7]))
    agree(rtol=0.02).log_likelihood(np.array([1, 0]), np.array([0.7, 1 - 2e-5]))


@check(
    "log_likelihood",
    "a label that is neither 0 nor 1 raises a ValueError that names it",
    points=1,
    hint="What would a label 3, -1 or 0.5 mean here, and what does your code make of it?",
)
def test_log_likelihood_refuses_other_labels(student, expect):
    for label in (3, -1, 0.5):
        expect.raises(ValueError, student.log_likelihood, np.array([1, label, 0]), np.array([0.9, 0.35, 0.2]), mentions=str(label))


@check(
    "log_likelihood",
    "probabilities that do not fit the labels raise a ValueError that tells their shape",
    points=1,
    hint="Three labels and one probability, or a column of three: what does NumPy make of them, and who would notice?",
)
def test_log_likelihood_refuses_other_shapes(student, expect):
    y = np.array([1, 0, 1])
    expect.raises(ValueError, student.log_likelihood, y, np.array([0.9]), mentions="1")
    expect.raises(ValueError, student.log_likelihood, y, np.array([0.9, 0.35, 0.2, 0.55, 0.7]), mentions="5")
    expect.raises(ValueError, student.log_likelihood, y, np.array([[0.9], [0.35], [0.2]]), mentions="1")


@check(
    "log_likelihood",
    "labels and probabilities may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with y and p first?",
)
def test_log_likelihood_of_lists(agree):
    agree(rtol=LOOSE).log_likelihood([0, 1, 1], [0.3, 0.9, 0.45])


@check(
    "log_likelihood",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="Does any line of yours write into p, say to clip it or to turn it round where a 0 happened?",
)
def test_log_likelihood_leaves_its_arguments_alone(agree):
    agree(rtol=LOOSE).log_likelihood(np.array([1, 0, 0, 0]), np.array([0.9, 0.35, 0.2, NEARLY_ZERO]))


# --- best_model ------------------------------------------------------------------------------------------------------


@check(
    "best_model",
    "the likeliest of three models of four points",
    points=2,
    public=True,
    hint="Work the likelihood of each row out by hand. Which row has the largest?",
)
def test_best_of_three(agree):
    agree.best_model(HAPPENED, np.array([[0.4, 0.2, 0.3, 0.45], [0.7, 0.6, 0.1, 0.8], [0.95, 0.9, 0.85, 0.9]]))


@check(
    "best_model",
    "the likeliest of eleven models, whatever else speaks for another one",
    points=2,
    hint="By which single number do you compare the rows: hits, means, the smallest, or the likelihood of everything?",
)
def test_best_of_eleven(agree):
    agree.best_model(MODELS_HAPPENED, MODELS)


@check(
    "best_model",
    "right for any models of any points",
    points=2,
    examples=10,
    hint="Give each row its likelihood, points where a 0 happened included. Which row is ahead?",
)
@given(case=models())
def test_best_of_any_models(agree, case):
    agree.best_model(*case)


@check(
    "best_model",
    "when the models change places, the answer moves along",
    points=1,
    hint="In whichever order the rows come, the same model should win: does it?",
)
def test_best_model_follows_its_row(student, expect):
    order = np.array([9, 4, 10, 1, 7, 0, 3, 8, 6, 2, 5])
    places = [student.best_model(MODELS_HAPPENED, np.roll(MODELS[order], shift, axis=0)) for shift in (0, 1, 10)]
    expect.equal(places, [0, 1, 10], what="the places of the best model, moved from row to row")


@check(
    "best_model",
    "as many models as points work too",
    points=1,
    hint="With a square array the shape no longer tells you: is a model a row or a column?",
)
def test_best_of_a_square_array(agree):
    agree.best_model(np.array([1, 0, 1]), np.array([[0.3, 0.4, 0.6], [0.85, 0.95, 0.35], [0.9, 0.1, 0.45]]))


@check(
    "best_model",
    "thousands of points are no difficulty",
    points=2,
    hint="How large are the products of 24000 probabilities, and which of them is largest, in a float?",
)
def test_best_model_of_thousands(agree):
    # Each row has a factor below one half: a product of larger ones can linger at the smallest float there is.
    rows = [[0.3, 0.6, 0.55], [0.4, 0.7, 0.6], [0.45, 0.2, 0.6], [0.2, 0.35, 0.9]]
    agree.best_model(np.tile([1, 0, 1], 8000), np.tile(rows, 8000))


@check(
    "best_model",
    "models that are certain, and wrong once or twice, are compared as well",
    points=1,
    hint="What is the log of 0, and what does `argmax` make of a nan? Into which interval do you put p first?",
)
def test_best_of_certain_models(agree):
    y = np.array([1, 0, 1, 0, 1, 0, 1, 0])
    wrong_twice, wrong_once = y.astype(float), y.astype(float)
    wrong_twice[[2, 5]] = [0.0, 1.0]
    wrong_once[3] = 1.0
    nearly_always_wrong = np.where(y == 1, 0.01, 0.99)
    candidates = np.array([wrong_twice, wrong_once, nearly_always_wrong])
    agree.best_model(y, candidates)
    agree.best_model(1 - y, 1 - candidates)


@check(
    "best_model",
    "the best of very bad models is still the best",
    points=1,
    after="test_best_of_certain_models",
    hint="How low can a log-likelihood be? With which number does your search begin, and is it lower than that?",
)
def test_best_of_very_bad_models(agree):
    # Certain, and wrong at every point, at nearly every point, at every point.
    y = np.zeros(40000, dtype=int)
    candidates = np.ones((3, len(y)))
    candidates[1, 7] = 0.5
    agree.best_model(y, candidates)


@check(
    "best_model",
    "certain models in single precision are compared as well",
    points=1,
    after="test_best_of_certain_models",
    hint="A float32 keeps about seven digits. What does 1 - 1e-12 become in it? In which precision does the file work?",
)
def test_best_model_in_single_precision(agree):
    candidates = np.array([[1.0, 1.0, 0.5], [1.0, 0.25, 0.75]], dtype=np.float32)
    agree.best_model(np.array([0, 0, 1]), candidates)


@check(
    "best_model",
    "small probabilities count in full, down to the limit of 1e-12",
    points=1,
    hint="How sure may a model be before your code treats it as less sure? Which limit do the conventions set?",
)
def test_best_model_of_small_probabilities(agree, credit):
    # The likelier one is behind where probabilities are cut at 1e-8 already, or not yet at 1e-13.
    small = np.array([[1e-10, 0.9], [1e-6, 1e-3]])
    agree.best_model(np.array([1, 1]), small)
    agree.best_model(np.array([0, 0]), 1 - small)
    credit(0.5)
    agree.best_model(np.array([1, 1]), np.array([[1e-6, 1e-7], [0.0, 0.9]]))
    # And here where they are cut at 5e-12 already, from either side.
    impossible = np.array([[0.0, 0.9], [1e-6, 2e-6]])
    agree.best_model(np.array([1, 1]), impossible)
    agree.best_model(np.array([0, 0]), 1 - impossible)


@check(
    "best_model",
    "of equally good models the first",
    points=1,
    hint="Should a later row that is only as good take the first one's place?",
)
def test_best_of_equals(agree):
    good, bad = [0.8, 0.3, 0.7], [0.4, 0.6, 0.2]
    agree.best_model(np.array([1, 0, 1]), np.array([bad, bad, good, bad, good, good]))


@check(
    "best_model",
    "a label that is neither 0 nor 1 raises a ValueError that names it",
    points=1,
    hint="What would a label 3, -1 or 0.5 mean here, and what does your code make of it?",
)
def test_best_model_refuses_other_labels(student, expect):
    for label in (3, -1, 0.5):
        expect.raises(ValueError, student.best_model, np.array([1, label, 0, 0]), MODELS[:2, :4], mentions=str(label))


@check(
    "best_model",
    "models of another number of points raise a ValueError that tells their shape",
    points=1,
    hint="A model for one point, and three points that happened: what does NumPy do, and who would notice?",
)
def test_best_model_refuses_other_widths(student, expect):
    y = np.array([1, 0, 1])
    expect.raises(ValueError, student.best_model, y, np.array([[0.9], [0.2]]), mentions="1")
    expect.raises(ValueError, student.best_model, y, MODELS[:2, :5], mentions="5")
    expect.raises(ValueError, student.best_model, y, MODELS[:3, :2], mentions="2")


@check(
    "best_model",
    "everything may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_best_model_of_lists(agree):
    agree.best_model([0, 1, 1], [[0.35, 0.9, 0.55], [0.3, 0.45, 0.6]])


@check(
    "best_model",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="Does any line of yours write into candidates, say to clip them or to turn them round?",
)
def test_best_model_leaves_its_arguments_alone(agree):
    agree.best_model(np.array([1, 0, 1]), np.array([[0.3, 0.4, 0.6], [0.2, 0.35, 0.45], [0.45, NEARLY_ZERO, 0.9]]))


# --- binary_cross_entropy --------------------------------------------------------------------------------------------


@check(
    "binary_cross_entropy",
    "four samples, worked out by hand",
    points=2,
    public=True,
    hint="What does each of the four samples cost on its own? And what becomes of the four numbers?",
)
def test_bce_of_four_samples(agree):
    agree(rtol=LOOSE).binary_cross_entropy(HAPPENED, GIVEN)


@check(
    "binary_cross_entropy",
    "right for any labels 0 and 1",
    points=2,
    examples=8,
    hint="Take one sample of each class. Which of your two terms is left for it, and with which sign?",
)
@given(case=outcomes())
def test_bce_of_any_samples(agree, case):
    agree(rtol=LOOSE).binary_cross_entropy(*case)


@check(
    "binary_cross_entropy",
    "soft labels between 0 and 1 count with both terms",
    points=2,
    examples=8,
    hint="A label 0.3 says: three times in ten a 1, seven times a 0. Which share does each logarithm get?",
)
@given(case=soft_outcomes())
def test_bce_of_soft_labels(agree, case):
    agree(rtol=LOOSE).binary_cross_entropy(*case)


@check(
    "binary_cross_entropy",
    "a single sample, and samples of one class alone, work too",
    points=1,
    hint="Is there a part of your code that waits for ones, or for zeros? What does it do when none comes?",
)
def test_bce_of_one_class(agree):
    agree(rtol=LOOSE).binary_cross_entropy(np.array([1, 1, 1]), np.array([0.9, 0.35, 0.6]))
    agree(rtol=LOOSE).binary_cross_entropy(np.array([0, 0]), np.array([0.2, 0.55]))
    agree(rtol=LOOSE).binary_cross_entropy(np.array([0]), np.array([0.3]))


@check(
    "binary_cross_entropy",
    "the same samples twice over cost the same: it is a mean",
    points=1,
    hint="Twice the samples, twice the sum. What keeps the loss of a large batch comparable with that of a small one?",
)
def test_bce_is_a_mean(student, expect):
    y = np.tile(HAPPENED, 2)
    cases = (HAPPENED, GIVEN), (y, np.tile(GIVEN, 2)), (y, np.concatenate([GIVEN, 1 - GIVEN]))
    got = [expect.number(student.binary_cross_entropy(*case), "the loss") for case in cases]
    same, other = np.isclose(got[0], got[1:], rtol=1e-5)
    expect.that(same and not other, "a batch and its double cost the same, and with other predictions not", got=got)


@check(
    "binary_cross_entropy",
    "the two classes are treated alike",
    points=1,
    hint="Rename the classes: 1 becomes 0, and p becomes 1 - p. Should anything cost more than before?",
)
def test_bce_treats_classes_alike(student, expect):
    y, p = np.array([1, 0, 0]), np.array([0.8, 0.35, 0.1])
    cases = (y, p), (1 - y, 1 - p), (1 - y, p)
    got = [expect.number(student.binary_cross_entropy(*case), "the loss") for case in cases]
    same, other = np.isclose(got[0], got[1:], rtol=1e-5)
    expect.that(same and not other, "exchanging 0 and 1 in y and p changes no loss, and in y alone it does", got=got)


@check(
    "binary_cross_entropy",
    "sure and right is cheap, sure and wrong is dear, and nothing costs less than 0",
    points=1,
    hint="The logarithm of a number below 1 is negative. Should a loss be?",
)
def test_bce_orders_predictions(student, expect):
    y = np.array([1, 0])
    cases = ([0.99, 0.02], [0.6, 0.45], [0.3, 0.8], [0.02, 0.97])
    got = [expect.number(student.binary_cross_entropy(y, np.array(p)), "the loss") for p in cases]
    expect.that(0 <= got[0] < 0.1 and sorted(set(got)) == got, "worse predictions cost more, from near 0 upwards", got=got)


@check(
    "binary_cross_entropy",
    "certainties, right or wrong, have a finite price: p is clipped to [1e-12, 1 - 1e-12]",
    points=2,
    hint="What is the log of 0, and 0 times it? Both ends of p can meet it.",
)
def test_bce_of_certainties(student, reference, expect):
    got, expected = ([side.binary_cross_entropy(*case) for case in CERTAINTIES] for side in (student, reference))
    expect.close(got, expected, what="four losses, the first two of certainties that came true", rtol=LOOSE)


@check(
    "binary_cross_entropy",
    "certainties in single precision have a finite price too",
    points=1,
    after="test_bce_of_certainties",
    hint="A float32 keeps about seven digits. What does 1 - 1e-12 become in it? In which precision does the file work?",
)
def test_bce_in_single_precision(agree):
    agree(rtol=LOOSE).binary_cross_entropy(np.array([1, 0, 0]), np.array([0.75, 1.0, 0.25], dtype=np.float32))


@check(
    "binary_cross_entropy",
    "labels as image files store them, whole numbers without a sign, will do",
    points=1,
    hint="`-np.uint8(1)` is 255. Which type should the labels have before you calculate with them?",
)
def test_bce_of_unsigned_labels(agree):
    agree(rtol=LOOSE).binary_cross_entropy(np.array([1, 0, 0, 1], dtype=np.uint8), GIVEN)


@check(
    "binary_cross_entropy",
    "a small probability counts in full",
    points=1,
    hint="How sure may a prediction be before your code treats it as less sure? Which limit do the conventions set?",
)
def test_bce_of_small_probabilities(agree):
    agree(rtol=0.02).binary_cross_entropy(np.array([1, 0]), np.array([2e-5, 0.7]))
    agree(rtol=0.02).binary_cross_entropy(np.array([1, 0]), np.array([0.7, 1 - 2e-5]))


@check(
    "binary_cross_entropy",
    "a label outside of 0 to 1 raises a ValueError that names it",
    points=1,
    hint="What would a label 3 mean here, or -2, and what does your formula make of it?",
)
def test_bce_refuses_other_labels(student, expect):
    p = np.array([0.9, 0.35, 0.2])
    for label in (3, -2, 1.5, -0.25):
        expect.raises(ValueError, student.binary_cross_entropy, np.array([1, label, 0]), p, mentions=str(label))


@check(
    "binary_cross_entropy",
    "probabilities that do not fit the labels raise a ValueError that tells their shape",
    points=1,
    hint="Labels (3,) and a column of probabilities (3, 1): what does NumPy make of the two, and who would notice?",
)
def test_bce_refuses_other_shapes(student, expect):
    y = np.array([1, 0, 1])
    expect.raises(ValueError, student.binary_cross_entropy, y, np.array([[0.9], [0.35], [0.2]]), mentions="1")
    expect.raises(ValueError, student.binary_cross_entropy, y, np.array([0.9, 0.35, 0.2, 0.55, 0.7]), mentions="5")


@check(
    "binary_cross_entropy",
    "no sample at all raises a ValueError that tells the shape",
    points=1,
    hint="What is the mean of nothing? Should the caller get a nan, or be told?",
)
def test_bce_refuses_nothing(student, expect):
    expect.raises(ValueError, student.binary_cross_entropy, np.zeros(0), np.zeros(0), mentions="0")


@check(
    "binary_cross_entropy",
    "labels and probabilities may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with y and p first?",
)
def test_bce_of_lists(agree):
    agree(rtol=LOOSE).binary_cross_entropy([0, 1, 1], [0.3, 0.9, 0.45])


@check(
    "binary_cross_entropy",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its probabilities, the smallest included: does any line of yours write into p?",
)
def test_bce_leaves_its_arguments_alone(agree):
    agree(rtol=LOOSE).binary_cross_entropy(np.array([1, 0, 0, 0]), np.array([0.9, 0.35, 0.2, NEARLY_ZERO]))


# --- cross_entropy ---------------------------------------------------------------------------------------------------


@check(
    "cross_entropy",
    "two samples of three classes, worked out by hand",
    points=2,
    public=True,
    hint="Which probability did each row give to its own true class?",
)
def test_ce_of_two_samples(agree):
    agree(rtol=LOOSE).cross_entropy(PROBS, LABELS)


@check(
    "cross_entropy",
    "right for any batch",
    points=2,
    examples=10,
    hint="You need one number per row: which one, and by how many do you divide?",
)
@given(case=predictions())
def test_ce_of_any_batch(agree, case):
    agree(rtol=LOOSE).cross_entropy(*case)


@check(
    "cross_entropy",
    "a batch with as many samples as classes works too",
    points=1,
    hint="With a square array the shape no longer tells you: which index is the sample, which the class?",
)
def test_ce_of_a_square_batch(agree):
    agree(rtol=LOOSE).cross_entropy(SQUARE, SQUARE_LABELS)


@check(
    "cross_entropy",
    "more samples than classes work too, the same class coming several times",
    points=1,
    hint="A class may come in several rows. Does each row still look up its own label?",
)
def test_ce_of_a_tall_batch(agree):
    # The first sample comes again at the end, and counts twice.
    probs = np.array([[0.6, 0.4], [0.15, 0.85], [0.3, 0.7], [0.95, 0.05], [0.6, 0.4]])
    agree(rtol=LOOSE).cross_entropy(probs, np.array([1, 1, 0, 0, 1]))


@check(
    "cross_entropy",
    "of each row the probability of the true class alone counts",
    points=1,
    hint="If two wrong classes change their shares between them, has the prediction become better or worse?",
)
def test_ce_ignores_the_other_classes(student, expect):
    labels = np.array([1, 0])
    one = np.array([[0.2, 0.5, 0.25, 0.05], [0.4, 0.3, 0.1, 0.2]])
    among_others = np.array([[0.05, 0.5, 0.05, 0.4], [0.4, 0.05, 0.55, 0.0]])
    from_the_truth = np.array([[0.2, 0.3, 0.25, 0.25], [0.1, 0.3, 0.4, 0.2]])
    cases = one, among_others, from_the_truth
    got = [expect.number(student.cross_entropy(probs, labels), "the loss") for probs in cases]
    same, other = np.isclose(got[0], got[1:], rtol=1e-5)
    expect.that(same and not other, "shares moved among wrong classes change no loss, taken from the true one they do", got=got)


@check(
    "cross_entropy",
    "neither the order of the samples nor that of the classes matters",
    points=1,
    hint="Sort the samples, labels and all, or rename the classes: should the mean cost change?",
)
def test_ce_ignores_order(student, expect):
    rows, columns = np.array([2, 0, 1]), np.array([1, 2, 0])
    renamed = np.argsort(columns)[SQUARE_LABELS]
    cases = [(SQUARE, SQUARE_LABELS), (SQUARE[rows], SQUARE_LABELS[rows]), (SQUARE[:, columns], renamed), (SQUARE[rows], SQUARE_LABELS)]
    got = [expect.number(student.cross_entropy(*case), "the loss") for case in cases]
    *same, other = np.isclose(got[0], got[1:], rtol=1e-5)
    sentence = "shuffled samples and renamed classes cost the same as before, rows shuffled without their labels do not"
    expect.that(all(same) and not other, sentence, got=got)


@check(
    "cross_entropy",
    "the same samples twice over cost the same: it is a mean over samples",
    points=1,
    hint="Twice the samples, twice the sum. By which number do you divide, and does it grow with the batch?",
)
def test_ce_is_a_mean(student, expect):
    probs, labels = np.tile(PROBS, (2, 1)), np.tile(LABELS, 2)
    cases = (PROBS, LABELS), (probs, labels), (probs, np.array([2, 0, 1, 1]))
    got = [expect.number(student.cross_entropy(*case), "the loss") for case in cases]
    same, other = np.isclose(got[0], got[1:], rtol=1e-5)
    expect.that(same and not other, "a batch and its double cost the same, and with other labels not", got=got)


@check(
    "cross_entropy",
    "guessing all K classes alike costs log K",
    points=1,
    hint="With four classes held equally probable, what does any label cost? And with 10?",
)
def test_ce_of_a_blind_guess(student, expect):
    got = [student.cross_entropy(np.full((3, size), 1 / size), np.array([0, size - 1, 1])) for size in (4, 10)]
    expect.close(got, np.log([4, 10]), what="the losses of a blind guess among 4 and among 10", rtol=LOOSE)


@check(
    "cross_entropy",
    "certainties, right or wrong, have a finite price: probabilities are clipped to [1e-12, 1 - 1e-12]",
    points=2,
    hint="What is the log of 0? Which limit do the conventions set, and where must it be applied?",
)
def test_ce_of_certainties(agree, credit):
    probs = np.array([[0.0, 1.0, 0.0], [0.3, 0.0, 0.7]])
    agree(atol=1e-4).cross_entropy(probs, np.array([1, 2]))
    credit(0.5)
    agree(rtol=LOOSE).cross_entropy(probs, np.array([2, 1]))


@check(
    "cross_entropy",
    "a small probability counts in full",
    points=1,
    hint="How sure may a prediction be before your code treats it as less sure? Which limit do the conventions set?",
)
def test_ce_of_small_probabilities(agree):
    agree(rtol=0.02).cross_entropy(np.array([[2e-5, 1 - 2e-5, 0.0], [0.2, 0.3, 0.5]]), np.array([0, 1]))


@check(
    "cross_entropy",
    "a label without a column raises a ValueError that names it",
    points=2,
    hint="Which column has label 3 of 3 classes, and which does NumPy give to -1? What should the caller be told?",
)
def test_ce_refuses_other_labels(student, expect, credit):
    for label in (3, 5):
        expect.raises(ValueError, student.cross_entropy, PROBS, np.array([0, label]), mentions=str(label))
    credit(0.5)
    for label in (-2, -1):
        expect.raises(ValueError, student.cross_entropy, PROBS, np.array([label, 1]), mentions=str(label))


@check(
    "cross_entropy",
    "another number of labels than of rows raises a ValueError that tells the shape of probs",
    points=1,
    hint="One label and two rows: what does NumPy make of that, and who would notice?",
)
def test_ce_refuses_other_lengths(student, expect):
    expect.raises(ValueError, student.cross_entropy, np.tile(SQUARE, (2, 1)), np.array([1]), mentions="6")
    expect.raises(ValueError, student.cross_entropy, PROBS, np.array([1, 0, 2, 1]), mentions="2")


@check(
    "cross_entropy",
    "no sample at all raises a ValueError that tells the shape",
    points=1,
    hint="What is the mean of nothing? Should the caller get a nan, or be told?",
)
def test_ce_refuses_nothing(student, expect):
    expect.raises(ValueError, student.cross_entropy, np.zeros((0, 3)), np.zeros(0, dtype=int), mentions="0")


@check(
    "cross_entropy",
    "probabilities and labels may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_ce_of_lists(agree):
    agree(rtol=LOOSE).cross_entropy([[0.2, 0.7, 0.1], [0.5, 0.15, 0.35]], [1, 2])


@check(
    "cross_entropy",
    "the caller's numbers are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its probabilities, the smallest included: does any line of yours write into probs?",
)
def test_ce_leaves_its_arguments_alone(agree):
    agree(rtol=LOOSE).cross_entropy(np.array([[NEARLY_ZERO, 0.3, 0.7], [0.4, 0.25, 0.35]]), np.array([2, 1]))


# --- softmax_cross_entropy -------------------------------------------------------------------------------------------


@check(
    "softmax_cross_entropy",
    "two samples of three classes: the loss and its six slopes",
    points=2,
    public=True,
    hint="Start with the probabilities of each row. What does the true class's probability cost, and whose slope differs?",
)
def test_sce_of_two_samples(agree):
    agree.softmax_cross_entropy(SCORES, LABELS)


@check(
    "softmax_cross_entropy",
    "the loss of any batch",
    points=2,
    examples=8,
    hint="Would a sample cost the same if it came alone? What joins the costs of a batch?",
)
@given(case=scored_batches())
def test_sce_loss_of_any_batch(student, reference, expect, case):
    scores, labels = case
    loss, _ = loss_and_gradient(expect, student.softmax_cross_entropy(scores, labels), scores.shape)
    expect.close(loss, reference.softmax_cross_entropy(scores, labels)[0], what="the loss")


@check(
    "softmax_cross_entropy",
    "the gradient of any batch",
    points=2,
    examples=8,
    hint="Compare each row of your gradient with its probabilities: where should the two differ, and by what factor?",
)
@given(case=scored_batches())
def test_sce_gradient_of_any_batch(student, reference, expect, case):
    scores, labels = case
    _, dlogits = loss_and_gradient(expect, student.softmax_cross_entropy(scores, labels), scores.shape)
    expect.close(dlogits, reference.softmax_cross_entropy(scores, labels)[1], what="dlogits")


@check(
    "softmax_cross_entropy",
    "the gradient tells how your own loss moves when a score is nudged",
    points=2,
    hint="Nudge one score by 0.01, take your loss again, divide the change by the nudge. Which entry is that?",
)
def test_sce_gradient_against_differences(student, expect):
    scores, labels = np.array([[0.5, -1.0, 2.0], [1.5, 0.0, -0.5]]), np.array([1, 0])

    def loss_of(x):
        return loss_and_gradient(expect, student.softmax_cross_entropy(x, labels), x.shape)[0]

    measured = slopes(loss_of, scores)
    _, dlogits = loss_and_gradient(expect, student.softmax_cross_entropy(scores, labels), scores.shape)
    expect.close(dlogits, measured, what="dlogits, compared with the slopes of your loss", rtol=1e-3, atol=1e-4)


@check(
    "softmax_cross_entropy",
    "each row of the gradient sums to zero",
    points=1,
    examples=6,
    hint="Raise all scores of a row by the same number: does the loss move? What follows for the sum of its slopes?",
)
@given(case=scored_batches())
def test_sce_gradient_rows_sum_to_zero(student, expect, case):
    scores, labels = case
    _, dlogits = loss_and_gradient(expect, student.softmax_cross_entropy(scores, labels), scores.shape)
    with np.errstate(all="ignore"):  # a wrong answer may hold infinities
        sums = dlogits.sum(axis=1)
    expect.that(np.all(np.abs(sums) < 1e-5), "each row of dlogits sums to zero", got=dlogits)


@check(
    "softmax_cross_entropy",
    "a batch with as many samples as classes works too",
    points=1,
    hint="With a square array the shape no longer tells you: which index is the sample, which the class?",
)
def test_sce_of_a_square_batch(agree):
    agree.softmax_cross_entropy(SQUARE_SCORES, SQUARE_LABELS)


@check(
    "softmax_cross_entropy",
    "more samples than classes work too",
    points=1,
    hint="A class may come in several rows. Does each row get its own correction, and no other?",
)
def test_sce_of_a_tall_batch(agree):
    scores = np.array([[0.5, 2.0], [1.0, -1.0], [3.0, 0.0], [-2.0, 1.5], [0.25, 0.75]])
    agree.softmax_cross_entropy(scores, np.array([1, 1, 0, 0, 1]))


@check(
    "softmax_cross_entropy",
    "equal scores share alike",
    points=1,
    hint="Before anything is learned all scores may be 0. Which of them belongs to the label then, and how many terms has the sum?",
)
def test_sce_of_equal_scores(agree):
    agree.softmax_cross_entropy(np.zeros((2, 4)), np.array([3, 1]))
    agree.softmax_cross_entropy(np.array([[2.0, 2.0, 0.0], [1.0, -1.0, -1.0]]), np.array([0, 2]))


@check(
    "softmax_cross_entropy",
    "the same samples twice over: the loss stays, and each sample's share of the gradient is halved",
    points=1,
    hint="The loss is a mean. How much does one sample among 10 contribute, and one among 20?",
)
def test_sce_is_a_mean(student, expect):
    loss, dlogits = loss_and_gradient(expect, student.softmax_cross_entropy(SCORES, LABELS), (2, 3))
    twice = student.softmax_cross_entropy(np.tile(SCORES, (2, 1)), np.tile(LABELS, 2))
    loss_twice, dlogits_twice = loss_and_gradient(expect, twice, (4, 3))
    expect.close(loss_twice, loss, what="the loss of the doubled batch")
    expect.close(dlogits_twice, np.tile(dlogits / 2, (2, 1)), what="dlogits of the doubled batch")


@check(
    "softmax_cross_entropy",
    "the same number added to every score of a row changes nothing",
    points=1,
    hint="Which factor do all the exponentials of a row gain when its scores grow by 30? Where does it cancel?",
)
def test_sce_ignores_a_shift(student, expect):
    loss, dlogits = loss_and_gradient(expect, student.softmax_cross_entropy(SCORES, LABELS), (2, 3))
    moved = student.softmax_cross_entropy(SCORES + np.array([[30.0], [-20.0]]), LABELS)
    loss_moved, dlogits_moved = loss_and_gradient(expect, moved, (2, 3))
    expect.that(0 < loss < 10 and np.abs(dlogits).max() > 0.01, "the loss is of these scores", got=(loss, dlogits))
    expect.close(loss_moved, loss, what="the loss after adding 30 to the first row and -20 to the second")
    expect.close(dlogits_moved, dlogits, what="dlogits after adding 30 to the first row and -20 to the second")


@check(
    "softmax_cross_entropy",
    "scores far apart, and far from zero, give an exact loss and gradient",
    points=3,
    hint="exp(-10000) is 0 in float64, yet the loss of that class is 10000. Where does your code pass through that 0?",
)
def test_sce_of_wide_scores(agree, credit):
    agree.softmax_cross_entropy(WIDE[2:], WIDE_LABELS[2:])
    credit(1 / 3)
    agree.softmax_cross_entropy(WIDE[1:], WIDE_LABELS[1:])
    credit(2 / 3)
    agree.softmax_cross_entropy(WIDE, WIDE_LABELS)


@check(
    "softmax_cross_entropy",
    "scores up to ±10000 work in any batch",
    points=1,
    examples=8,
    after=("test_sce_of_wide_scores",),
    hint="Can the exponents of one row still be far too large, or all of them far too small?",
)
@given(case=scored_batches(unit=500.0))
def test_sce_of_any_wide_batch(agree, case):
    agree.softmax_cross_entropy(*case)


@check(
    "softmax_cross_entropy",
    "whole-number scores have fractions for slopes",
    points=1,
    hint="Slopes are fractions: which type holds them?",
)
def test_sce_of_whole_numbers(agree):
    agree.softmax_cross_entropy(np.array([[1, 2, 4], [0, 3, 1]]), LABELS)


@check(
    "softmax_cross_entropy",
    "a label without a column raises a ValueError that names it",
    points=2,
    hint="Which column has label 3 of 3 classes, and which does NumPy give to -1? What should the caller be told?",
)
def test_sce_refuses_other_labels(student, expect, credit):
    for label in (3, 5):
        expect.raises(ValueError, student.softmax_cross_entropy, SCORES, np.array([0, label]), mentions=str(label))
    credit(0.5)
    for label in (-2, -1):
        expect.raises(ValueError, student.softmax_cross_entropy, SCORES, np.array([label, 1]), mentions=str(label))


@check(
    "softmax_cross_entropy",
    "another number of labels than of rows raises a ValueError that tells the shape of logits",
    points=1,
    hint="One label and two rows: what does NumPy make of that, and who would notice?",
)
def test_sce_refuses_other_lengths(student, expect):
    expect.raises(ValueError, student.softmax_cross_entropy, np.tile(SCORES, (3, 1)), np.array([1]), mentions="6")
    expect.raises(ValueError, student.softmax_cross_entropy, SCORES, np.array([1, 0, 2, 1]), mentions="2")


@check(
    "softmax_cross_entropy",
    "no sample at all raises a ValueError that tells the shape",
    points=1,
    hint="What is the mean of nothing? Should the caller get a nan, or be told?",
)
def test_sce_refuses_nothing(student, expect):
    expect.raises(ValueError, student.softmax_cross_entropy, np.zeros((0, 3)), np.zeros(0, dtype=int), mentions="0")


@check(
    "softmax_cross_entropy",
    "scores and labels may come as plain lists",
    points=1,
    hint="Which of your operations exists for an array only, and what could you do with the arguments first?",
)
def test_sce_of_lists(agree):
    agree.softmax_cross_entropy([[0.5, 2.0, 1.0], [3.0, 0.0, -1.0]], [2, 1])


@check(
    "softmax_cross_entropy",
    "the caller's scores are left as they were",
    points=1,
    purity=True,
    hint="The caller still needs its scores: does any line of yours write into logits?",
)
def test_sce_leaves_its_arguments_alone(agree):
    agree.softmax_cross_entropy(SCORES.copy(), LABELS.copy())
