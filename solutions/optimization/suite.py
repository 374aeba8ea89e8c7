"""The hidden suite of the topic `optimization`.

Orders are drawn by whatever means a submission likes: batches are judged by
what they hold, and told in words and numbers that do not depend on the draw.
Points and parameters move in steps that the suite computes itself.
"""

import itertools

import numpy as np

from nngrade.suite import arrays, check, given, portable, seeds, st


def rng_of(seed):
    return np.random.default_rng(seed)


# minibatches: row i of X is recognised by its first number, 10 * i, and its label is 100 + 7 * i.

MOST = 14  # batches that are asked for at most: an endless generator is one mistake among others


def samples(count):
    """X (N, 3) and y (N,)."""
    numbers = np.arange(count)
    return np.stack([10.0 * numbers, -numbers, numbers % 3], axis=1), 100 + 7 * numbers


def taken(batches):
    """At most MOST of the batches, whatever it is that gives them."""
    return list(itertools.islice(iter(batches), MOST))


def epoch_of(student, expect, count, batch_size, seed):
    """The batches of one epoch, as pairs of arrays (B, 3) and (B,)."""
    X, y = samples(count)
    batches = student.minibatches(X, y, batch_size, rng_of(seed))
    is_one = batches is None or isinstance(batches, int | float | complex | np.generic)
    expect.that(not is_one, "minibatches gives one batch after the other", got=batches)
    found = taken(batches)
    are_pairs = all(isinstance(batch, list | tuple) and len(batch) == 2 for batch in found)
    got = [batch.shape if isinstance(batch, np.ndarray) else type(batch).__name__ for batch in found]
    expect.that(are_pairs, "each batch is a pair of samples and labels", got=got)
    return [read(expect, *batch) for batch in found]


def read(expect, X_batch, y_batch):
    X_batch = expect.array(X_batch, shape=(-1, 3), what="the samples of a batch")
    return X_batch, expect.array(y_batch, shape=(-1,), what="the labels of a batch")


def sizes_of(batches):
    """How many samples and how many labels each batch has: one number where both agree."""
    return [len(X) if len(X) == len(y) else f"{len(X)} samples, {len(y)} labels" for X, y in batches]


def rows_of(batches):
    """The numbers of the samples, in the order in which they came."""
    return np.concatenate([X[:, 0] for X, _ in batches] or [np.zeros(0)]) / 10


def coverage(batches, count):
    """Which samples came, in words that do not depend on the order."""
    counts = np.array([np.sum(rows_of(batches) == number) for number in range(count)])
    words = ["some never come"] * bool((counts == 0).any()) + ["some come more than once"] * bool((counts > 1).any())
    return " and ".join(words) or "every sample comes once"


def all_right(expect, batches, count, batch_size):
    """Everything that holds for any epoch."""
    whole, rest = divmod(count, batch_size)
    expect.equal(sizes_of(batches), [batch_size] * whole + [rest] * bool(rest), what="the sizes of the batches")
    words = coverage(batches, count)
    expect.that(words == "every sample comes once", "every sample comes exactly once", got=words)
    strangers = sum(int(np.sum(y != 100 + 7 * X[:, 0] / 10)) for X, y in batches)
    got = "labels of other samples" if strangers else "own labels"
    expect.that(not strangers, f"every sample keeps its own label, unlike {strangers} of {count}", got=got)


@check(
    "minibatches",
    "in one epoch every sample comes exactly once",
    points=2,
    public=True,
    hint="Count how often each sample comes. Is one missing, or one there twice? Should an epoch see every sample once?",
)
def test_batches_hold_everything_once(student, expect):
    batches = epoch_of(student, expect, 12, 4, seed=1)
    words = coverage(batches, 12)
    got = {"samples": words, "sizes": sizes_of(batches)}
    expect.that(words == "every sample comes once", "each of 12 samples comes once, in batches of 4", got=got)


@check(
    "minibatches",
    "every sample keeps its own label",
    points=2,
    public=True,
    hint="Look at one batch: do your pairs still match? How many orders do you draw?",
)
def test_batches_keep_pairs(student, expect):
    batches = epoch_of(student, expect, 12, 4, seed=2)
    X, y = (np.concatenate([batch[part] for batch in batches]) for part in (0, 1))
    expect.that(len(X) == len(y), "there are as many labels as samples", got=sizes_of(batches))
    in_order = np.array_equal(y, 100 + 7 * np.arange(len(y)))
    got = "own labels" if np.array_equal(y, 100 + 7 * X[:, 0] / 10) else "labels in order" if in_order else "labels of others"
    expect.that(got == "own labels", "sample number i has the label 100 + 7 * i", got=got)


@check(
    "minibatches",
    "batches hold batch_size samples, and the last one what is left",
    points=2,
    hint="Of 9 samples in batches of 4, how many batches are there, and what happens to the last, smaller one?",
)
def test_batches_have_their_sizes(student, expect):
    for count, batch_size, right in ((9, 4, [4, 4, 1]), (5, 2, [2, 2, 1]), (3, 1, [1, 1, 1])):
        got = sizes_of(epoch_of(student, expect, count, batch_size, seed=3))
        expect.equal(got, right, what=f"the sizes of the batches of {count} samples, for a batch_size of {batch_size}")


@check(
    "minibatches",
    "a batch_size of more than N gives one batch of all samples",
    hint="What does a slice give that reaches beyond the end?",
)
def test_batches_larger_than_the_data(student, expect):
    all_right(expect, epoch_of(student, expect, 5, 8, seed=4), 5, 8)


@check(
    "minibatches",
    "the samples come well mixed",
    points=2,
    hint="Look at the numbers of the samples in the first batch: do neighbours stay together? Where is the order made random?",
)
def test_batches_are_mixed(student, expect):
    batches = epoch_of(student, expect, 40, 4, seed=5)
    order = rows_of(batches)
    got = "mixed"
    if all(np.ptp(X[:, 0]) <= 30 for X, _ in batches):
        got = "neighbours in one batch"
    elif np.sum(np.abs(np.diff(order)) == 1) > 20:
        got = "neighbours side by side"  # by chance two of 39
    elif np.sum(order == np.arange(len(order))) > 13:
        got = "many where they were"  # by chance one of 40
    if np.array_equal(order, np.arange(len(order))):
        got = "the given order"
    expect.that(got == "mixed", f"40 samples come in a random order, unlike {order[:8].astype(int).tolist()} …", got=got)


@check(
    "minibatches",
    "right for any number of samples and any batch_size",
    points=2,
    examples=3,
    hint="Write down the numbers of the samples, batch by batch, for this input.",
)
@given(count=st.integers(3, 9), batch_size=st.integers(2, 5), seed=seeds())
def test_batches_of_anything(student, expect, count, batch_size, seed):
    all_right(expect, epoch_of(student, expect, count, batch_size, seed), count, batch_size)


@check(
    "minibatches",
    "rng decides the order, and nothing else does",
    points=2,
    hint="Equal generators should give equal orders, other generators other ones. Who draws your order?",
)
def test_batches_are_decided_by_rng(student, expect):
    first, again, other = (rows_of(epoch_of(student, expect, 20, 4, seed)) for seed in (6, 6, 7))
    got = "one order" if np.array_equal(first, again) else "two orders"
    got += " from equal generators, "
    got += "one order" if np.array_equal(first, other) else "two orders"
    got += " from different ones"
    expect.that(got == "one order from equal generators, two orders from different ones", "rng decides the order", got=got)


@portable
def two_epochs(minibatches):
    """Two epochs with one generator, where the student's code lives: generators and arrays sent there would be copies."""
    X, y = np.arange(48.0).reshape(16, 3), np.arange(16) * 5
    rng, orders = np.random.default_rng(8), []
    for _ in range(2):
        order = []
        for number, (X_batch, y_batch) in enumerate(minibatches(X, y, 6, rng)):
            order.extend([np.ravel(X_batch).tolist(), np.ravel(y_batch).tolist()])
            if number > 8:
                break
        orders.append(order)
    unchanged = {"X": bool(np.all(X == np.arange(48.0).reshape(16, 3))), "y": bool(np.all(y == np.arange(16) * 5))}
    return {"are equal": orders[0] == orders[1], "unchanged": unchanged}


@check(
    "minibatches",
    "every epoch has a new order",
    points=2,
    after="test_batches_hold_everything_once",
    hint="Ask for two epochs with the same generator. New epoch, new order: what is it that must be drawn again?",
)
def test_batches_in_a_new_order(student, expect, worker):
    told = worker(two_epochs, student.minibatches)
    expect.equal(told["are equal"], False, what="whether two epochs with one generator have the same order")


@portable
def kept_batches(minibatches):
    """The numbers of the samples of an epoch whose batches were all kept, read when the last one had come."""
    X = np.arange(14.0).reshape(7, 2)
    kept = []
    for number, batch in enumerate(minibatches(X, np.arange(7), 3, np.random.default_rng(12))):
        kept.append(batch)
        if number > 8:
            break
    return {
        "samples": np.sort(np.concatenate([np.ravel(batch[0]) for batch in kept])),
        "labels": np.sort(np.concatenate([np.ravel(batch[1]) for batch in kept])),
    }


@check(
    "minibatches",
    "a batch stays as it is when the next one comes",
    after="test_batches_hold_everything_once",
    hint="A caller may collect the batches in a list and look at them later. Has each of yours an array of its own?",
)
def test_batches_can_be_kept(student, expect, worker):
    kept = worker(kept_batches, student.minibatches)
    right = {"samples": np.arange(14.0), "labels": np.arange(7)}
    expect.equal(kept, right, what="the numbers in all batches of an epoch, sorted, after the last one has come")


@check(
    "minibatches",
    "the caller's X and y are left in their order",
    after="test_batches_hold_everything_once",
    hint="`rng.shuffle` works in place: on whose array?",
)
def test_batches_purity(student, expect, worker):
    told = worker(two_epochs, student.minibatches)
    expect.equal(told["unchanged"], {"X": True, "y": True}, what="whether the arguments are the same after two epochs")


def all_of(minibatches, *arguments):
    """Refusals may come with the first batch."""
    return taken(minibatches(*arguments))


@check(
    "minibatches",
    "a batch_size below 1 raises a ValueError that names it",
    hint="What does a step of 0, or of -2, do to your `range`?",
)
def test_batches_refuse_batch_size(student, expect):
    X, y = samples(6)
    expect.raises(ValueError, all_of, student.minibatches, X, y, 0, rng_of(9), mentions="0")
    expect.raises(ValueError, all_of, student.minibatches, X, y, -2, rng_of(9), mentions="-2")


@check(
    "minibatches",
    "samples and labels of unequal number raise a ValueError that names both",
    hint="Who would notice that the last five samples have no labels?",
)
def test_batches_refuse_unequal_lengths(student, expect):
    X, _ = samples(11)
    _, y = samples(6)
    expect.raises(ValueError, all_of, student.minibatches, X, y, 4, rng_of(10), mentions="11")
    expect.raises(ValueError, all_of, student.minibatches, X[:3], y, 4, rng_of(10), mentions="6")


# sgd_step

PARAMS = {"W": np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]]), "b": np.array([2.0, -0.5, 1.5])}
GRADS = {"b": np.array([-1.0, 2.0, 5.0]), "W": np.array([[3.0, 1.0, -2.0], [-4.0, 0.5, 1.0]])}  # in another order, as may be
RATES = st.sampled_from([0.25, 2.0, 0.5, 0.125])


@st.composite
def parameters_and_gradients(draw, steps=1):
    """A dict of parameters, and one dict of gradients for each step."""
    names = draw(st.sampled_from([("W1", "b1"), ("kernel",), ("gamma", "beta", "V")]))
    shapes = {name: draw(st.sampled_from([(2, 3), (3,), (2, 2), (1,), (2, 1, 2)])) for name in names}

    def drawn(names):
        return {name: draw(arrays(shapes[name], bound=4)) + 0.25 for name in names}

    # Two dicts with the same names need not list them in the same order.
    return drawn(names), [drawn(names[::-1]) for _ in range(steps)]


@check(
    "sgd_step",
    "weights and biases take one step downhill",
    points=2,
    public=True,
    hint="Take one number: the parameter 1, the gradient 3, the rate 0.25. Where should it be afterwards?",
)
def test_sgd_of_two_parameters(agree):
    agree.sgd_step(PARAMS, GRADS, 0.25)


@check(
    "sgd_step",
    "right for any parameters and any learn_rate",
    points=2,
    examples=5,
    hint="How many names are in the dict, and how many steps does your loop take?",
)
@given(case=parameters_and_gradients(), rate=RATES)
def test_sgd_of_any_parameters(agree, case, rate):
    params, (grads,) = case
    agree.sgd_step(params, grads, rate)


@check(
    "sgd_step",
    "the step is in proportion to the gradient and to learn_rate",
    hint="Twice the gradient at half the rate: should that be another step?",
)
def test_sgd_is_in_proportion(agree, student, expect):
    doubled = {name: 2 * grad for name, grad in GRADS.items()}
    agree.sgd_step(PARAMS, doubled, 0.25)
    expect.close(student.sgd_step(PARAMS, doubled, 0.125), agree.sgd_step(PARAMS, GRADS, 0.25), what="twice the gradient, half the rate")


@check(
    "sgd_step",
    "where the gradient is 0 nothing moves",
    hint="What is the result of a step with a gradient of 0? Does anything in your step not come from the gradient?",
)
def test_sgd_at_the_bottom(agree):
    agree.sgd_step(PARAMS, {name: np.zeros(param.shape) for name, param in PARAMS.items()}, 0.5)


@check(
    "sgd_step",
    "many steps roll down into the valley",
    points=2,
    hint="On the bowl w² the gradient is 2w. Does your step bring w nearer to 0, again and again?",
)
def test_sgd_rolls_down(student, expect):
    params = {"w": np.array([4.0, -8.0, 1.0]), "c": np.array([[2.0]])}
    values = [sum(float(np.sum(param**2)) for param in params.values())]
    for _ in range(5):
        moved = student.sgd_step(params, {name: 2 * param for name, param in params.items()}, 0.1)
        params = named_arrays(expect, moved, params)
        values.append(sum(float(np.sum(param**2)) for param in params.values()))
    expect.close(values, [85 * 0.64**step for step in range(6)], what="the loss, sum(w²), over five steps with a rate of 0.1")


def named_arrays(expect, value, like):
    """A dict of arrays that a student gave back, under the names and in the shapes of another one."""
    expect.that(isinstance(value, dict) and set(value) == set(like), f"a dict with the names {', '.join(like)} comes back", got=value)
    return {name: expect.array(value[name], shape=array.shape, what=f"params[{name!r}]") for name, array in like.items()}


@check(
    "sgd_step",
    "parameters that are whole numbers may become fractions",
    hint="Of which type is an array in which you subtract in place?",
)
def test_sgd_of_whole_numbers(agree):
    agree.sgd_step({"w": np.array([3, -2, 5])}, {"w": np.array([1, 1, -3])}, 0.25)


@check(
    "sgd_step",
    "a parameter without a gradient, or the reverse, raises a ValueError that names it",
    hint="Which given function looks at the names of both dicts?",
)
def test_sgd_refuses_other_names(student, expect):
    params = {"W": PARAMS["W"], "gamma": PARAMS["b"]}
    grads = {"W": GRADS["W"], "gamma": GRADS["b"]}
    expect.raises(ValueError, student.sgd_step, params, {"W": GRADS["W"]}, 0.25, mentions="gamma")
    expect.raises(ValueError, student.sgd_step, {"W": PARAMS["W"]}, grads, 0.25, mentions="gamma")


@check(
    "sgd_step",
    "a gradient of another shape raises a ValueError that names the shape",
    hint="NumPy stretches a gradient of shape (3,) over a matrix (2, 3). Which given function would notice?",
)
def test_sgd_refuses_other_shapes(student, expect):
    expect.raises(ValueError, student.sgd_step, PARAMS, {**GRADS, "W": np.ones((1, 3))}, 0.25, mentions="(1, 3)")


@check(
    "sgd_step",
    "the caller's parameters and gradients are left as they were",
    purity=True,
    hint="`w -= …` and `w = w - …` look alike. Which of them writes into the caller's array?",
)
def test_sgd_purity(agree):
    agree.sgd_step(PARAMS, GRADS, 0.25)


# Momentum

START = {"W": np.array([[4.0, -2.0]]), "b": np.array([1.0, 3.0, -5.0])}
PUSH = {"b": np.array([-2.0, 4.0, 0.5]), "W": np.array([[1.0, 2.0]])}
REST = {name: np.zeros(array.shape) for name, array in START.items()}


def path_of(optimizer, params, pushes):
    """The parameters after each of some steps, each step from where the last one led."""
    step = optimizer.step
    path = []
    for grads in pushes:
        params = step(params, grads)
        path.append(params)
        if not isinstance(params, dict):
            break
    return path


def rolled(params, pushes, learn_rate, beta):
    """The path that momentum should take."""
    velocity = {name: np.zeros(array.shape) for name, array in params.items()}
    path = []
    for grads in pushes:
        velocity = {name: beta * velocity[name] + grads[name] for name in params}
        params = {name: params[name] - learn_rate * velocity[name] for name in params}
        path.append(params)
    return path


def takes_the_path(student, expect, pushes, learn_rate, beta, what):
    path = path_of(student.Momentum(learn_rate, beta), START, pushes)
    expect.close(path, rolled(START, pushes, learn_rate, beta), what=f"{what} (learn_rate {learn_rate:g}, beta {beta:g})")


@check(
    "Momentum",
    "the first step is that of plain gradient descent",
    points=2,
    public=True,
    hint="At first the velocity is 0. What is it after the first gradient, and how far does the parameter move?",
)
def test_momentum_first_step(student, expect):
    takes_the_path(student, expect, [PUSH], 0.5, 0.75, "the parameters after one step")


@check(
    "Momentum",
    "a new one is at rest, whatever was done with others",
    hint="What belongs to one object, and what to the whole class? Where is your velocity made?",
)
def test_momentum_twice(student, expect):
    one, other = student.Momentum(0.5, 0.75), student.Momentum(0.5, 0.75)
    path_of(one, START, [PUSH])
    (after,) = path_of(other, START, [REST])
    after = named_arrays(expect, after, START)
    is_at_rest = all(np.allclose(after[name], START[name]) for name in START)
    expect.that(is_at_rest, "nothing moves with a gradient of 0, though another one was pushed before", got=f"at rest: {is_at_rest}")


@check(
    "Momentum",
    "the second and third step add what is left of the velocity",
    points=2,
    public=True,
    hint="Follow one number on paper: which velocities follow each other, and which steps do they make?",
)
def test_momentum_three_steps(student, expect):
    back = {name: -2 * grad[..., ::-1] for name, grad in PUSH.items()}
    takes_the_path(student, expect, [PUSH, back, PUSH], 0.5, 0.75, "the parameters after each of three steps")


@check(
    "Momentum",
    "without a new gradient it rolls on, beta times as far with each step",
    points=2,
    hint="One push, then gradients of 0: how long should the first push be felt, and how strongly after three steps?",
)
def test_momentum_rolls_on(student, expect):
    takes_the_path(student, expect, [PUSH, REST, REST, REST], 0.5, 0.25, "the parameters after one push and three steps without")


@check(
    "Momentum",
    "with the same gradient again and again it grows faster, up to 1 / (1 - beta) times the plain step",
    hint="Add up 1 + beta + beta² + … : how long is the step in the end, if the gradient never changes?",
)
def test_momentum_gathers_speed(student, expect):
    takes_the_path(student, expect, [PUSH] * 4, 0.125, 0.5, "the parameters after each of four equal pushes")


@check(
    "Momentum",
    "with beta = 0 it is plain gradient descent",
    hint="What is left of the old velocity if beta is 0?",
)
def test_momentum_without_memory(student, expect):
    takes_the_path(student, expect, [PUSH, REST, PUSH], 0.25, 0.0, "the parameters after each of three steps")


@check(
    "Momentum",
    "every parameter has a velocity of its own",
    points=2,
    hint="First push the weights alone, then the biases alone. Which velocity moves which of them?",
)
def test_momentum_of_each_parameter(student, expect):
    pushes = [{"W": PUSH["W"], "b": REST["b"]}, {"W": REST["W"], "b": PUSH["b"]}, REST]
    takes_the_path(student, expect, pushes, 0.5, 0.75, "the parameters after a push of W alone, one of b alone, and one of neither")


@check(
    "Momentum",
    "right for any parameters, gradients, learn_rate and beta",
    points=2,
    examples=3,
    hint="Write velocity and parameter down after each step. Where does your code part from it?",
)
@given(case=parameters_and_gradients(steps=3), rate=RATES, beta=st.sampled_from([0.25, 0.75, 0.5]))
def test_momentum_on_any_path(student, expect, case, rate, beta):
    params, pushes = case
    path = path_of(student.Momentum(rate, beta), params, pushes)
    expect.close(path, rolled(params, pushes, rate, beta), what="the parameters after each of three steps")


@check(
    "Momentum",
    "parameters that are whole numbers may become fractions, and so may their velocities",
    hint="Of which types are the arrays that you write velocities and parameters into, and from where do they have them?",
)
def test_momentum_of_whole_numbers(student, expect):
    params = {"w": np.array([3, -2, 5])}
    pushes = [{"w": np.array([0.5, 1.75, -2.5])}, {"w": np.array([0.25, -1.0, 0.5])}]
    path = path_of(student.Momentum(0.5, 0.75), params, pushes)
    expect.close(path, rolled(params, pushes, 0.5, 0.75), what="whole numbers after each of two steps")


@check(
    "Momentum",
    "a beta below 0, of 1 or above raises a ValueError that names it",
    hint="If nothing of the velocity is ever lost, when does the ball stop?",
)
def test_momentum_refuses_beta(student, expect):
    expect.raises(ValueError, student.Momentum, 0.1, 1.5, mentions="1.5")
    expect.raises(ValueError, student.Momentum, 0.1, -0.25, mentions="-0.25")
    expect.raises(ValueError, student.Momentum, 0.1, 1.0, mentions="1")


@check(
    "Momentum",
    "names or shapes that do not match raise a ValueError that names them",
    hint="Which given function looks at both dicts?",
)
def test_momentum_refuses_mismatches(student, expect):
    step = student.Momentum(0.25, 0.5).step
    expect.raises(ValueError, step, {**START, "gamma": np.ones(2)}, PUSH, mentions="gamma")
    expect.raises(ValueError, step, START, {**PUSH, "gamma": np.ones(2)}, mentions="gamma")
    expect.raises(ValueError, step, START, {**PUSH, "b": np.ones(1)}, mentions="(1,)")
    # At a later step as well as at the first.
    later = student.Momentum(0.25, 0.5).step
    later(START, PUSH)
    expect.raises(ValueError, later, START, {"W": PUSH["W"]}, mentions="b")
    expect.raises(ValueError, later, START, {**PUSH, "b": np.ones(1)}, mentions="(1,)")


@portable
def changed_by_steps(momentum):
    """Take steps on arrays that live where the student's code does, and say which of them are others afterwards."""
    params = {"W": np.array([[1.0, -2.0, 3.0]]), "b": np.array([0.5, -1.0])}
    grads = [{"W": scale * np.array([[3.0, 1.0, -2.0]]), "b": scale * np.array([4.0, 2.0])} for scale in (1.0, 2.0, -1.0)]
    arrays = {"params": [params["W"], params["b"]], "grads": [array for step in grads for array in step.values()], "results": []}
    before = {kind: [array.copy() for array in some] for kind, some in arrays.items()}
    moved = params
    for step in grads:
        moved = momentum.step(moved, step)
        arrays["results"].append(moved["W"])
        before["results"].append(np.array(moved["W"]))
    return [kind for kind, some in arrays.items() if any(not np.array_equal(*pair) for pair in zip(some, before[kind], strict=True))]


@check(
    "Momentum",
    "the caller's parameters and gradients are left as they were, later on too",
    after="test_momentum_first_step",
    hint="Is your velocity an array of your own, or the caller's gradient under another name? Which lines write in place?",
)
def test_momentum_purity(student, expect, worker):
    changed = worker(changed_by_steps, student.Momentum(0.25, 0.5))
    expect.equal(changed, [], what="what is not the same after three steps")


@portable
def steps_with_one_array(momentum):
    """Three steps with gradients that are written into one and the same array, as large networks do."""
    params, grads = {"w": np.array([1.0, -2.0, 3.0])}, {"w": np.zeros(3)}
    for push in ([4.0, -1.0, 2.0], [-2.0, 3.0, 0.5], [1.0, 1.0, -6.0]):
        grads["w"][...] = push
        params = momentum.step(params, grads)
    return params["w"]


@check(
    "Momentum",
    "what the caller writes into its gradients later does not change the velocity",
    after="test_momentum_first_step",
    hint="Between two steps the caller may fill its gradient array anew. What does your velocity hold then?",
)
def test_momentum_with_one_array(student, expect, worker):
    got = worker(steps_with_one_array, student.Momentum(0.5, 0.5))
    # The velocities: (4, -1, 2), (0, 2.5, 1.5), (1, 2.25, -5.25).
    expect.close(got, [-1.5, -3.875, 3.875], what="the parameters after three steps whose gradients were written into one array")


# gradient_descent


@portable
def bowl_slope(x):
    return np.array([1.0, 4.0, 0.5])[: x.shape[-1]] * x


@portable
def wells(x):
    """Two valleys along every axis, the left one deeper, and more so along later axes."""
    return float(np.sum((x**2 - 1) ** 2 + 0.3 * np.arange(1, x.size + 1) * x))


@portable
def wells_slope(x):
    return 4 * x * (x**2 - 1) + 0.3 * np.arange(1, x.size + 1)


@check(
    "gradient_descent",
    "three steps down a bowl end at the right point",
    points=2,
    public=True,
    hint="Work out three steps for one coordinate. Where is the gradient taken at the second step?",
)
def test_descent_in_a_bowl(agree):
    agree.gradient_descent(bowl_slope, np.array([8.0, -4.0, 16.0]), 0.25, 3)


@check(
    "gradient_descent",
    "the number of steps is num_steps, also when that is 0 or 1",
    points=2,
    hint="Count the calls of `gradient` for num_steps = 0, 1 and 2.",
)
def test_descent_counts_steps(agree):
    for num_steps in (0, 1, 2, 5):
        agree.gradient_descent(bowl_slope, np.array([2.0, -1.0]), 0.125, num_steps)


@check(
    "gradient_descent",
    "on a curved way the gradient is taken anew at every point",
    points=2,
    hint="The slope changes as you walk. How often does your code ask for it?",
)
def test_descent_in_wells(agree):
    agree.gradient_descent(wells_slope, np.array([0.5, -0.25]), 0.0625, 6)
    agree.gradient_descent(wells_slope, np.array([-1.5, 1.25, 0.75]), 0.03125, 9)


@check(
    "gradient_descent",
    "right for any start, learn_rate and num_steps",
    points=2,
    examples=4,
    hint="In this bowl every coordinate is multiplied by one number at each step. By which?",
)
@given(start=arrays((2,), bound=4), rate=st.sampled_from([0.125, 0.25]), num_steps=st.integers(1, 6))
def test_descent_from_anywhere(student, expect, start, rate, num_steps):
    start = start + 0.25
    right = start * (1 - rate * np.array([1.0, 4.0])) ** num_steps
    expect.close(student.gradient_descent(bowl_slope, start, rate, num_steps), right, what="the last point in the bowl x²/2 + 2y²")


@check(
    "gradient_descent",
    "two walks, one from the end of the other, are one long walk",
    hint="Does your walk remember anything but the point? Does it look at num_steps anywhere but in its loop?",
)
def test_descent_in_two_parts(student, expect):
    start = np.array([0.5, -0.25, 1.5])
    middle = expect.array(student.gradient_descent(wells_slope, start, 0.0625, 3), shape=(3,), what="the point after three steps")
    whole = student.gradient_descent(wells_slope, start, 0.0625, 7)
    expect.close(whole, student.gradient_descent(wells_slope, middle, 0.0625, 4), what="the point after 7 steps, as against 3 and then 4")


@check(
    "gradient_descent",
    "after enough steps it lies in a valley",
    hint="In a valley the slope is 0. What is the slope where your walk ends?",
)
def test_descent_reaches_a_valley(student, expect):
    end = expect.array(student.gradient_descent(wells_slope, np.array([0.5, 2.0]), 0.0625, 80), shape=(2,), what="the last point")
    with np.errstate(all="ignore"):
        slope = wells_slope(end)
    expect.that(np.abs(slope) < 1e-3, "the slope at the last of 80 steps is nearly 0", got=end)


@portable
def plain_slope(x):
    """A valley so wide that its slopes are tiny."""
    return 1e-7 * x


@check(
    "gradient_descent",
    "where the slope is tiny it goes on walking, and may get far with long steps",
    hint="How many steps did the caller ask for? May a small gradient end your loop?",
)
def test_descent_in_a_wide_valley(agree):
    agree.gradient_descent(plain_slope, np.array([2.0, -4.0]), 2.5e6, 5)


@check(
    "gradient_descent",
    "the start may be a matrix, a plain list, or whole numbers",
    hint="Of which type is the point that you begin with, if the start is [8, -4]?",
)
def test_descent_from_any_start(agree):
    agree.gradient_descent(bowl_slope, [8, -4], 0.125, 3)
    agree.gradient_descent(bowl_slope, np.array([3, -1, 5]), 0.125, 2)
    agree.gradient_descent(bowl_slope, np.array([[1.0, 2.0], [-3.0, 0.5], [4.0, -1.0]]), 0.125, 3)


@check(
    "gradient_descent",
    "a negative num_steps raises a ValueError that names it",
    hint="What does `range` make of a negative number, and would the caller notice?",
)
def test_descent_refuses_negative_steps(student, expect):
    expect.raises(ValueError, student.gradient_descent, bowl_slope, np.array([1.0, 2.0]), 0.125, -4, mentions="-4")
    expect.raises(ValueError, student.gradient_descent, bowl_slope, np.array([1.0, 2.0]), 0.125, -1, mentions="-1")


@check(
    "gradient_descent",
    "the caller's start is left where it was",
    purity=True,
    hint="`point -= …` and `point = point - …` look alike. Which of them moves the caller's start?",
)
def test_descent_purity(agree):
    agree.gradient_descent(bowl_slope, np.array([2.0, -1.0, 4.0]), 0.125, 4)


# random_restart

# The third ends lowest. It is neither the first nor the last, and does not begin lowest: that is the second.
STARTS = np.array([[-0.0625, -0.125], [0.875, 0.875], [1.5, -0.75], [1.5, 1.25], [-0.5, 0.5]])


@check(
    "random_restart",
    "of five walks the one that ends lowest is kept, with its loss",
    points=2,
    public=True,
    hint="Print the end and the loss of each walk. Which of them should come back?",
)
def test_restart_keeps_the_lowest_end(agree):
    agree.random_restart(wells, wells_slope, STARTS, 0.0625, 6)


@check(
    "random_restart",
    "the order of the starts does not matter",
    points=2,
    hint="Turn the starts round: should another walk win?",
)
def test_restart_in_any_order(agree):
    for order in ([4, 3, 2, 1, 0], [2, 0, 4, 3, 1]):
        agree.random_restart(wells, wells_slope, STARTS[order], 0.0625, 6)


@check(
    "random_restart",
    "the loss is that of the point that comes back",
    hint="Put your point into the loss. Does your number come out?",
)
def test_restart_loss_fits_the_point(student, expect):
    point, reached = expect.pair(student.random_restart(wells, wells_slope, STARTS, 0.0625, 9), "(point, loss)")
    point = expect.array(point, shape=(2,), what="the point")
    expect.close(reached, wells(point), what="the loss, as against the loss at the point")


@check(
    "random_restart",
    "no walk knows of another: each takes num_steps steps from its own start",
    points=2,
    hint="Run a single start alone. Does it end where it ends among others?",
)
def test_restart_walks_are_independent(agree):
    agree.random_restart(wells, wells_slope, STARTS[2:3], 0.0625, 5)
    agree.random_restart(wells, wells_slope, STARTS[[0, 2]], 0.0625, 5)
    agree.random_restart(wells, wells_slope, STARTS[[2, 0]], 0.0625, 0)


@check(
    "random_restart",
    "a walk is judged by where it ends, even if it came by a lower place",
    hint="With steps this long a walk jumps over the ground and climbs the other side. Which point of it counts?",
)
def test_restart_judges_the_ends(agree):
    # Steps of 1.25 times the slope x: every walk jumps to -1/4 of where it was along the first axis, and to -4 times along the second.
    agree.random_restart(bowl, bowl_slope, np.array([[2.0, 0.25], [-3.0, 0.125], [0.5, 0.1875]]), 1.25, 2)


@portable
def bowl(x):
    return float(np.sum(np.array([0.5, 2.0, 0.25])[: x.size] * x**2))


@check(
    "random_restart",
    "the lowest of very high ends is still the lowest",
    hint="How high can a loss be? With which number does your search begin, and is it higher than that?",
)
def test_restart_among_high_ends(agree):
    agree.random_restart(bowl, bowl_slope, np.array([[4e16, 1e16], [1e16, 2e16], [-1e16, 8e16]]), 0.125, 2)


@check(
    "random_restart",
    "a walk that runs off to nan is never the best",
    points=2,
    hint="What does `nan < 1` say, and what `1 < nan`? Which of the two does your code, or `argmin`, ask?",
)
def test_restart_ignores_lost_walks(agree):
    lost = np.array([40.0, -30.0])
    agree.random_restart(wells, wells_slope, np.stack([STARTS[0], lost, STARTS[2]]), 0.0625, 20)
    agree.random_restart(wells, wells_slope, np.stack([lost, STARTS[1], STARTS[0]]), 0.0625, 20)


@check(
    "random_restart",
    "right for any starts, in any number of dimensions",
    points=2,
    examples=4,
    hint="Write down where each of these walks ends, and how low.",
)
@given(dimension=st.integers(1, 3), count=st.integers(1, 4), data=st.data())
def test_restart_from_anywhere(agree, dimension, count, data):
    starts = data.draw(arrays((count, dimension), bound=1.25)) + 0.125
    agree.random_restart(wells, wells_slope, starts, 0.0625, 4)


@check(
    "random_restart",
    "of equally low ends the first one counts",
    hint="Two walks end equally low. Does the later one replace the earlier with you?",
)
def test_restart_first_of_equals(agree):
    agree.random_restart(round_hill, round_hill_slope, np.array([[3.0, 1.0], [1.0, 2.0], [-1.0, 2.0]]), 0.25, 2)


@portable
def round_hill(x):
    return float(np.sum(np.abs(x)))


@portable
def round_hill_slope(x):
    return np.sign(x)


@check(
    "random_restart",
    "plain lists of whole numbers are as good as arrays",
    hint="Of which type is the point that a walk begins with?",
)
def test_restart_from_lists(agree):
    agree.random_restart(wells, wells_slope, [[1, 1, 1], [-1, 1, -1]], 0.0625, 3)


@check(
    "random_restart",
    "no starts at all raise a ValueError that says so",
    hint="Which is the best of no walks?",
)
def test_restart_refuses_no_starts(student, expect):
    expect.raises(ValueError, student.random_restart, wells, wells_slope, np.zeros((0, 2)), 0.0625, 3, mentions="0")


@check(
    "random_restart",
    "the caller's starts are left where they were",
    purity=True,
    hint="A row of an array is a view. What does `point -= …` do to the array behind it?",
)
def test_restart_purity(agree):
    agree.random_restart(wells, wells_slope, STARTS, 0.0625, 3)


# learning_rate_decay


@check(
    "learning_rate_decay",
    "after 3 epochs at a rate of 0.5 it is initial / 2.5",
    points=2,
    public=True,
    hint="What stands below the fraction line after 3 epochs?",
)
def test_decay_after_three_epochs(agree):
    agree.learning_rate_decay(0.8, 3, 0.5)


@check(
    "learning_rate_decay",
    "epoch 0 has the initial rate",
    hint="Epochs count from 0. What becomes of the formula there?",
)
def test_decay_at_the_start(agree):
    agree.learning_rate_decay(0.6, 0, 0.5)
    agree.learning_rate_decay(3, 0, 2)


@check(
    "learning_rate_decay",
    "right for any initial rate, epoch and decay",
    points=2,
    examples=5,
    hint="Put the three numbers of this input into the formula by hand.",
)
@given(initial=st.sampled_from([0.5, 0.01, 3.0]), epoch=st.integers(1, 50), rate=st.sampled_from([0.125, 1.5, 0.75]))
def test_decay_of_anything(agree, initial, epoch, rate):
    agree.learning_rate_decay(initial, epoch, rate)


@check(
    "learning_rate_decay",
    "a rate of 0 leaves it as it is",
    hint="If nothing decays, what is the learning rate of epoch 20?",
)
def test_decay_without_decay(agree):
    agree.learning_rate_decay(0.6, 20, 0.0)


@check(
    "learning_rate_decay",
    "it falls with every epoch, ever more slowly, and never to 0",
    hint="Print ten epochs. Does it fall by equal steps? By equal shares? Does it ever reach 0, or go below?",
)
def test_decay_falls_more_and_more_slowly(student, expect):
    rates = [expect.number(student.learning_rate_decay(0.6, epoch, 0.5), "a learning rate") for epoch in (0, 1, 2, 3, 40)]
    falls = -np.diff(rates)
    shares = np.divide(rates[1:], rates[:-1], out=np.zeros(4), where=np.array(rates[:-1]) != 0)
    expect.that(np.all(falls > 0) and rates[-1] > 0, "it falls all the time and stays above 0", got=rates)
    holds = np.all(np.diff(falls[:3]) < 0) and np.all(np.diff(shares[:3]) > 0)
    expect.that(holds, "each epoch takes less off, and a smaller share, than the one before", got=rates)


@check(
    "learning_rate_decay",
    "after very many epochs it is very small, and right all the same",
    hint="Is there a smallest learning rate that your code can give? Who put it there?",
)
def test_decay_after_many_epochs(agree):
    agree(atol=0.0).learning_rate_decay(0.0625, 100000, 1.5)


@check(
    "learning_rate_decay",
    "a negative epoch or rate raises a ValueError that names it",
    hint="Which epochs or rates would make the steps grow, or divide by zero?",
)
def test_decay_refuses_negative_numbers(student, expect):
    expect.raises(ValueError, student.learning_rate_decay, 0.6, -1, 0.25, mentions="-1")
    expect.raises(ValueError, student.learning_rate_decay, 0.6, 4, -0.5, mentions="-0.5")


# layer_gradient_norms

SIGMOID, TANH, RELU = "sigmoid", "tanh", "relu"
ACTIVATIONS = {
    SIGMOID: lambda z: 1 / (1 + np.exp(-z)),
    TANH: np.tanh,
    RELU: lambda z: np.maximum(z, 0),
}


def network_of(depth, width, seed):
    """The input and the weights, drawn as the docstring says."""
    rng = rng_of(seed)
    X = rng.standard_normal((32, width))
    return X, [rng.standard_normal((width, width)) / np.sqrt(width) for _ in range(depth)]


def loss_of(activation, X, weights):
    for W in weights:
        X = ACTIVATIONS[activation](X @ W)
    return X.sum() / 32


def measured_norms(activation, depth, width, seed, step=1e-5):
    """The norms by central differences: every weight is nudged."""
    X, weights = network_of(depth, width, seed)
    squares = np.zeros(depth)
    for layer, place in itertools.product(range(depth), np.ndindex(width, width)):
        losses = []
        for nudge in (step, -step):
            nudged = [W.copy() for W in weights]
            nudged[layer][place] += nudge
            losses.append(loss_of(activation, X, nudged))
        squares[layer] += ((losses[0] - losses[1]) / (2 * step)) ** 2
    return np.sqrt(squares)


def exactly(agree):
    """Norms that vanish are compared digit by digit too."""
    return agree(rtol=1e-4, atol=1e-13)


@check(
    "layer_gradient_norms",
    "three layers of five sigmoids give the right three norms",
    points=2,
    public=True,
    hint="Print the shape of every array on the way forward, then on the way back. Where do the two part?",
)
def test_norms_of_sigmoids(agree):
    exactly(agree).layer_gradient_norms(SIGMOID, 3, 5, rng_of(1))


@check(
    "layer_gradient_norms",
    "the hyperbolic tangent has its own slope",
    points=2,
    hint="What is the slope of tanh, given its output? Try 0 and a large number.",
)
def test_norms_of_tanh(agree):
    exactly(agree).layer_gradient_norms(TANH, 3, 5, rng_of(2))


@check(
    "layer_gradient_norms",
    "a ReLU lets the gradient through where it is on, and blocks it elsewhere",
    points=2,
    hint="How steep is a ReLU at -2, and how steep at 2 and at 5?",
)
def test_norms_of_relu(agree):
    exactly(agree).layer_gradient_norms(RELU, 3, 5, rng_of(3))


@check(
    "layer_gradient_norms",
    "a network of one layer, and one of one unit, work too",
    hint="How many norms has a network of one layer? Is there an activation between that layer and the loss?",
)
def test_norms_of_small_networks(agree):
    exactly(agree).layer_gradient_norms(TANH, 1, 4, rng_of(4))
    exactly(agree).layer_gradient_norms(SIGMOID, 2, 1, rng_of(5))


@check(
    "layer_gradient_norms",
    "as many units as samples work too",
    hint="With 32 units every matrix is square, and nothing warns you: which of your products are the right way round?",
)
def test_norms_of_a_square_batch(agree):
    exactly(agree).layer_gradient_norms(TANH, 2, 32, rng_of(6))


# From this seed no sum comes nearer to 0 than 0.03: none is nudged over the corner of a ReLU, where differences mislead.
FAR_FROM_CORNERS = 175


@check(
    "layer_gradient_norms",
    "they are what nudging every weight by 0.00001 shows",
    points=2,
    hint="Nudge one weight of the first layer and see how far the loss moves: that is one entry of its gradient.",
)
def test_norms_against_differences(student, expect):
    for activation, seed in ((SIGMOID, 11), (TANH, 12), (RELU, FAR_FROM_CORNERS)):
        got = student.layer_gradient_norms(activation, 2, 3, rng_of(seed))
        right = measured_norms(activation, 2, 3, seed)
        expect.close(got, right, what=f"the norms of the gradients with {activation}, first layer first", rtol=1e-3, atol=1e-7)


@check(
    "layer_gradient_norms",
    "right for any activation, depth and width",
    points=2,
    examples=6,
    hint="Does every layer do the same, the first and the last included?",
)
@given(activation=st.sampled_from([TANH, SIGMOID, RELU]), depth=st.integers(2, 6), width=st.integers(2, 7), seed=seeds())
def test_norms_of_any_network(agree, activation, depth, width, seed):
    exactly(agree).layer_gradient_norms(activation, depth, width, rng_of(seed))


@check(
    "layer_gradient_norms",
    "with ten layers of sigmoids the gradient of the first has all but vanished",
    hint="The slope of a sigmoid is at most a quarter. What is left after ten of them, and where in your list should that stand?",
)
def test_norms_vanish(student, expect):
    norms = expect.array(student.layer_gradient_norms(SIGMOID, 10, 8, rng_of(7)), shape=(10,), what="the norms")
    expect.that(norms[0] < norms[-1] / 1000, "the first norm is not a thousandth of the last", got=norms)


@check(
    "layer_gradient_norms",
    "with ReLU far more of the gradient reaches the first of ten layers than with sigmoids",
    hint="Which activations make the gradient smaller at every layer, and which let half of it pass unchanged?",
)
def test_norms_of_relu_last_longer(student, expect):
    shares = []
    for activation in (SIGMOID, RELU):
        norms = expect.array(student.layer_gradient_norms(activation, 10, 24, rng_of(8)), shape=(10,), what="the norms")
        shares.append(float(norms[0] / norms[-1]) if norms[-1] else 0.0)
    expect.that(shares[1] > 100 * shares[0], "first / last norm is far larger with ReLU than with sigmoids", got=shares)


@check(
    "layer_gradient_norms",
    "an activation that is not known raises a ValueError that names it",
    hint='What does your code do for "swish"?',
)
def test_norms_refuse_activations(student, expect):
    expect.raises(ValueError, student.layer_gradient_norms, "swish", 2, 3, rng_of(9), mentions="swish")


@check(
    "layer_gradient_norms",
    "a network without layers or without units raises a ValueError that names the number",
    hint="Which norms has a network of 0 layers?",
)
def test_norms_refuse_empty_networks(student, expect):
    expect.raises(ValueError, student.layer_gradient_norms, TANH, 0, 3, rng_of(10), mentions="0")
    expect.raises(ValueError, student.layer_gradient_norms, TANH, 2, -5, rng_of(10), mentions="-5")
    expect.raises(ValueError, student.layer_gradient_norms, TANH, 2, 0, rng_of(10), mentions="0")
