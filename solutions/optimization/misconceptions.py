"""What people really get wrong about optimization, as code.

`source` is the line of the course's list of misconceptions; "own" stands for an addition to it.
"""

import itertools

import numpy as np

from nngrade.suite import misconception

# minibatches


def check_batches(X, y, batch_size):
    """The refusals that this exercise owes."""
    if batch_size < 1:
        raise ValueError(f"batch_size {batch_size}")
    if len(X) != len(y):
        raise ValueError(f"{len(X)} samples, {len(y)} labels")


@misconception(
    "minibatches",
    says="You drop the last batch when it is not full.",
    hint="What happens to the last, smaller batch?",
    caught_by="test_batches_have_their_sizes",
    source="4.8e",
)
def batches_without_the_last(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for number in range(len(X) // batch_size):
        chosen = order[number * batch_size : (number + 1) * batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You fill the last batch up with samples that have been there already.",
    hint="What happens to the last, smaller batch? Need every batch be full?",
    caught_by="test_batches_have_their_sizes",
    source="4.8e",
)
def batches_filled_up(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        chosen = order[np.arange(begin, begin + batch_size) % len(X)]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You share the samples out evenly; batches of batch_size were asked for, and a last one of what is left.",
    hint="Of 11 samples in batches of 4, how large is the last batch, and how large are the others?",
    caught_by="test_batches_have_their_sizes",
    source="own",
)
def batches_of_even_size(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for chosen in np.array_split(order, -(-len(X) // batch_size)):
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You take batch_size for the number of batches.",
    hint="If batch_size is 4, how many samples are in a batch?",
    caught_by="test_batches_have_their_sizes",
    source="own",
)
def batches_by_number(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for chosen in np.array_split(order, batch_size):
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You shuffle X and y independently, so samples get the labels of others.",
    hint="Do your pairs still match? How many orders do you draw?",
    caught_by="test_batches_keep_pairs",
    source="4.8f",
)
def batches_shuffled_apart(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    X, y = X[rng.permutation(len(X))], y[rng.permutation(len(y))]
    for begin in range(0, len(X), batch_size):
        yield X[begin : begin + batch_size], y[begin : begin + batch_size]


@misconception(
    "minibatches",
    says="You shuffle the samples and leave the labels in their old order.",
    hint="Do your pairs still match? Which of the two arrays is looked up with your order?",
    caught_by="test_batches_keep_pairs",
    source="4.8f",
)
def batches_of_shuffled_samples_alone(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    X = X[rng.permutation(len(X))]
    for begin in range(0, len(X), batch_size):
        yield X[begin : begin + batch_size], y[begin : begin + batch_size]


@misconception(
    "minibatches",
    says="Your windows overlap: the next batch begins before the last one has ended.",
    hint="The next batch starts where the last one ended. By how much does your `range` go on?",
    caught_by="test_batches_hold_everything_once",
    source="4.8h",
)
def batches_that_overlap(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for begin in range(len(X) - batch_size + 1):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You skip a sample between two batches.",
    hint="The next batch starts where the last one ended. Where does your `range` go?",
    caught_by="test_batches_hold_everything_once",
    source="4.8h",
)
def batches_with_gaps(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size + 1):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You draw every batch anew from all the samples: some come twice in an epoch, others never.",
    hint="Should every sample be seen once an epoch?",
    caught_by="test_batches_hold_everything_once",
    source="4.8i",
)
def batches_by_choice(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    for begin in range(0, len(X), batch_size):
        chosen = rng.choice(len(X), min(batch_size, len(X) - begin), replace=True)
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="Your `yield` stands after the loop, so only the last batch comes out.",
    hint="Look at the indentation: how many batches reach the `yield`?",
    caught_by="test_batches_hold_everything_once",
    source="4.8j",
)
def batches_last_alone(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
    yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You return the first batch and never come to the others.",
    hint="What is the difference between `return` and `yield` inside a loop?",
    caught_by="test_batches_hold_everything_once",
    source="4.8j",
)
def batches_returned(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
        return X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="Your generator never ends: after one epoch it begins the next.",
    hint="How will the caller know that an epoch is over?",
    caught_by="test_batches_hold_everything_once",
    source="own",
)
def batches_without_end(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    while True:
        order = rng.permutation(len(X))
        for begin in range(0, len(X), batch_size):
            chosen = order[begin : begin + batch_size]
            yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You give the numbers of the samples, and not the samples.",
    hint="What does the network learn from: numbers of samples, or samples and labels?",
    caught_by="test_batches_hold_everything_once",
    source="own",
)
def batches_of_numbers(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        yield order[begin : begin + batch_size]


@misconception(
    "minibatches",
    says="You give the samples alone. What should the network be told about them?",
    hint="Which two things make up a batch?",
    caught_by="test_batches_hold_everything_once",
    source="own",
)
def batches_without_labels(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        yield X[order[begin : begin + batch_size]]


@misconception(
    "minibatches",
    says="You do not shuffle at all: the batches are the same at every epoch.",
    hint="New epoch, new order. Where does rng come in?",
    caught_by="test_batches_are_mixed",
    source="4.8g",
)
def batches_in_order(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    for begin in range(0, len(X), batch_size):
        yield X[begin : begin + batch_size], y[begin : begin + batch_size]


@misconception(
    "minibatches",
    says="You shuffle inside each batch: the same samples stay together for ever.",
    hint="Is it enough to mix what is in a batch? When must the order be drawn, before the batches are cut or after?",
    caught_by="test_batches_are_mixed",
    source="own",
)
def batches_shuffled_inside(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    for begin in range(0, len(X), batch_size):
        chosen = begin + rng.permutation(min(batch_size, len(X) - begin))
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You give the batches in a random order, but the same samples stay together for ever.",
    hint="Is it enough to mix the batches? When must the order be drawn, before the batches are cut or after?",
    caught_by="test_batches_are_mixed",
    source="own",
)
def batches_as_blocks(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    begins = np.arange(0, len(X), batch_size)
    for begin in rng.permutation(begins):
        yield X[begin : begin + batch_size], y[begin : begin + batch_size]


@misconception(
    "minibatches",
    says="You draw only where the epoch begins, and go round from there: neighbours stay neighbours.",
    hint="How many different orders can your code make out of N samples? How many are there?",
    caught_by="test_batches_are_mixed",
    source="own",
)
def batches_from_a_random_place(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = np.roll(np.arange(len(X)), rng.integers(len(X)))
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You exchange a few pairs at random; most samples stay where they were.",
    hint="Which samples can come first, and how likely is each of them?",
    caught_by="test_batches_are_mixed",
    source="own",
)
def batches_after_a_few_swaps(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = np.arange(len(X))
    for _ in range(len(X) // 4):
        one, other = rng.integers(len(X), size=2)
        order[[one, other]] = order[[other, one]]
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You draw from NumPy's global generator, so `rng` decides nothing.",
    hint="Two epochs with equal generators should be equal. Who draws your order?",
    caught_by="test_batches_are_decided_by_rng",
    source="own",
)
def batches_from_global_numbers(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = np.random.permutation(len(X))  # noqa: NPY002
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You shuffle with a seed of your own, so every epoch has the same order.",
    hint="New epoch, new order: which generator knows how many epochs there have been?",
    caught_by="test_batches_are_decided_by_rng",
    source="4.8g",
)
def batches_from_a_fixed_seed(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = np.random.default_rng(0).permutation(len(X))
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You copy the generator before you draw, so the next epoch draws the same order again.",
    hint="New epoch, new order. Does the caller's generator know that you have drawn from it?",
    caught_by="test_batches_in_a_new_order",
    source="4.8g",
)
def batches_from_a_copied_generator(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    own = np.random.default_rng(0)
    own.bit_generator.state = rng.bit_generator.state
    order = own.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You shuffle the caller's own arrays.",
    hint="`rng.shuffle` works in place: on whose array?",
    caught_by="test_batches_purity",
    source="own",
)
def batches_shuffled_in_place(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    for begin in range(0, len(X), batch_size):
        yield X[begin : begin + batch_size].copy(), y[begin : begin + batch_size].copy()


@misconception(
    "minibatches",
    says="You take any batch_size; with a negative one not a single batch comes.",
    hint="What does a step of -2 do to your `range`, and who would notice?",
    caught_by="test_batches_refuse_batch_size",
    source="own",
)
def batches_of_any_size(X, y, batch_size, rng):
    if len(X) != len(y):
        raise ValueError(f"{len(X)} samples, {len(y)} labels")
    order = rng.permutation(len(X))
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You let samples without labels through, or labels without samples.",
    hint="Who would notice that the last five samples have no labels?",
    caught_by="test_batches_refuse_unequal_lengths",
    source="own",
)
def batches_of_unequal_lengths(X, y, batch_size, rng):
    if batch_size < 1:
        raise ValueError(f"batch_size {batch_size}")
    order = rng.permutation(min(len(X), len(y)))
    for begin in range(0, len(order), batch_size):
        chosen = order[begin : begin + batch_size]
        yield X[chosen], y[chosen]


@misconception(
    "minibatches",
    says="You write every batch into one and the same array, so whoever has kept the last one finds the new one in it.",
    hint="What does list(minibatches(...)) hold in the end? How many arrays did you make?",
    caught_by="test_batches_can_be_kept",
    source="own",
)
def batches_in_one_array(X, y, batch_size, rng):
    check_batches(X, y, batch_size)
    order = rng.permutation(len(X))
    samples, labels = np.empty((batch_size, *X.shape[1:])), np.empty(batch_size, dtype=y.dtype)
    for begin in range(0, len(X), batch_size):
        chosen = order[begin : begin + batch_size]
        samples[: len(chosen)], labels[: len(chosen)] = X[chosen], y[chosen]
        yield samples[: len(chosen)], labels[: len(chosen)]


# sgd_step


def check_match(params, grads):
    """The refusals that every step owes."""
    for name in {**params, **grads}:
        if name not in params or name not in grads:
            raise ValueError(f"{name} is in one dict alone")
        if np.shape(params[name]) != np.shape(grads[name]):
            raise ValueError(f"{np.shape(params[name])} and {np.shape(grads[name])}")


@misconception(
    "sgd_step",
    says="You walk uphill: the gradient points to where the loss grows.",
    hint="Trace the sign from the gradient to the weight.",
    caught_by="test_sgd_of_two_parameters",
    source="4.8b",
)
def sgd_uphill(params, grads, learn_rate):
    check_match(params, grads)
    return {name: params[name] + learn_rate * grads[name] for name in params}


@misconception(
    "sgd_step",
    says="You leave the learning rate out: every step is as long as the gradient.",
    hint="How long is your step when learn_rate is 0.25?",
    caught_by="test_sgd_of_two_parameters",
    source="own",
)
def sgd_without_rate(params, grads, learn_rate):
    check_match(params, grads)
    return {name: params[name] - grads[name] for name in params}


@misconception(
    "sgd_step",
    says="The learning rate comes in twice.",
    hint="The rate enters once. Where does it stand in your code?",
    caught_by="test_sgd_of_two_parameters",
    source="4.8c",
)
def sgd_with_rate_twice(params, grads, learn_rate):
    check_match(params, grads)
    steps = {name: learn_rate * grad for name, grad in grads.items()}
    return {name: params[name] - learn_rate * steps[name] for name in params}


@misconception(
    "sgd_step",
    says="You divide by the number of rows, as if the gradient were a sum over samples. The loss is a mean already.",
    hint="Is the loss already a mean? And do the rows of a weight matrix have anything to do with samples?",
    caught_by="test_sgd_of_two_parameters",
    source="4.8k",
)
def sgd_divided(params, grads, learn_rate):
    check_match(params, grads)
    return {name: params[name] - learn_rate * grads[name] / len(grads[name]) for name in params}


@misconception(
    "sgd_step",
    says="You look at the sign of the gradient only: all steps have one length.",
    hint="On a gentle slope, should the step be as long as on a steep one?",
    caught_by="test_sgd_of_two_parameters",
    source="own",
)
def sgd_by_signs(params, grads, learn_rate):
    check_match(params, grads)
    return {name: params[name] - learn_rate * np.sign(grads[name]) for name in params}


@misconception(
    "sgd_step",
    says="You divide the gradient by its length, so all steps have one length.",
    hint="On a gentle slope, should the step be as long as on a steep one?",
    caught_by="test_sgd_of_two_parameters",
    source="own",
)
def sgd_normalised(params, grads, learn_rate):
    check_match(params, grads)
    return {name: params[name] - learn_rate * grads[name] / (np.linalg.norm(grads[name]) + 1e-12) for name in params}


@misconception(
    "sgd_step",
    says="You give the steps alone, and not where they lead.",
    hint="What would the caller put in place of its parameters?",
    caught_by="test_sgd_of_two_parameters",
    source="own",
)
def sgd_steps_alone(params, grads, learn_rate):
    check_match(params, grads)
    return {name: -learn_rate * grads[name] for name in params}


@misconception(
    "sgd_step",
    says="Only the parameter of the last name moves: your step stands after the loop.",
    hint="Look at the indentation: how many parameters reach the step?",
    caught_by="test_sgd_of_two_parameters",
    source="4.8j",
)
def sgd_of_the_last(params, grads, learn_rate):
    check_match(params, grads)
    moved = dict(params)
    for name in params:
        step = learn_rate * grads[name]
    moved[name] = params[name] - step
    return moved


@misconception(
    "sgd_step",
    says="You return after the first name, so the others are lost.",
    hint="How often does your loop run before `return` ends it?",
    caught_by="test_sgd_of_two_parameters",
    source="4.8j",
)
def sgd_of_the_first(params, grads, learn_rate):
    check_match(params, grads)
    moved = {}
    for name in params:
        moved[name] = params[name] - learn_rate * grads[name]
        return moved


@misconception(
    "sgd_step",
    says="You leave the biases where they are.",
    hint='Which names does your function look for? What would it do with a parameter called "gamma"?',
    caught_by="test_sgd_of_two_parameters",
    source="own",
)
def sgd_of_weights_alone(params, grads, learn_rate):
    check_match(params, grads)
    return {name: param - learn_rate * grads[name] * (np.ndim(param) > 1) for name, param in params.items()}


@misconception(
    "sgd_step",
    says="You change the caller's arrays and give nothing back.",
    hint="A dict goes in, and what comes out?",
    caught_by="test_sgd_of_two_parameters",
    source="own",
)
def sgd_without_result(params, grads, learn_rate):
    check_match(params, grads)
    for name in params:
        params[name] = params[name] - learn_rate * grads[name]


@misconception(
    "sgd_step",
    says="You write two names into your code, and a network with other names stands still.",
    hint="Which names does your function look for? Where could it find out which ones there are?",
    caught_by="test_sgd_of_any_parameters",
    source="own",
)
def sgd_of_two_names(params, grads, learn_rate):
    check_match(params, grads)
    moved = dict(params)
    for name in ("W", "b"):
        if name in params:
            moved[name] = params[name] - learn_rate * grads[name]
    return moved


@misconception(
    "sgd_step",
    says="You subtract in place in whole numbers, which cannot hold a fraction of a step.",
    hint="Of which type is a copy of an array of whole numbers?",
    caught_by="test_sgd_of_whole_numbers",
    source="own",
)
def sgd_in_whole_numbers(params, grads, learn_rate):
    check_match(params, grads)
    moved = {name: param.copy() for name, param in params.items()}
    for name in moved:
        moved[name] -= learn_rate * grads[name]
    return moved


@misconception(
    "sgd_step",
    says="You move what has a gradient, and do not notice what has none.",
    hint="Which given function looks at the names of both dicts?",
    caught_by="test_sgd_refuses_other_names",
    source="own",
)
def sgd_of_common_names(params, grads, learn_rate):
    for name in params:
        if name in grads and np.shape(params[name]) != np.shape(grads[name]):
            raise ValueError(f"{np.shape(grads[name])}")
    return {name: param - learn_rate * grads.get(name, 0) for name, param in params.items()}


@misconception(
    "sgd_step",
    says="You let NumPy stretch a gradient that does not fit.",
    hint="NumPy stretches a row over a matrix without a word. Which given function would notice?",
    caught_by="test_sgd_refuses_other_shapes",
    source="own",
)
def sgd_of_any_shape(params, grads, learn_rate):
    for name in {**params, **grads}:
        if name not in params or name not in grads:
            raise ValueError(name)
    return {name: params[name] - learn_rate * grads[name] for name in params}


@misconception(
    "sgd_step",
    says="You write the step into the caller's arrays.",
    hint="`w -= …` and `w = w - …` look alike. Which of them writes into the caller's array?",
    caught_by="test_sgd_purity",
    source="own",
)
def sgd_in_place(params, grads, learn_rate):
    check_match(params, grads)
    for name in params:
        if params[name].dtype.kind == "i":
            params[name] = params[name].astype(float)
        params[name] -= learn_rate * grads[name]
    return params


@misconception(
    "sgd_step",
    says="You pair parameters with gradients by their place in the two dicts; a gradient belongs to the parameter of its name.",
    hint="Two dicts with the same names: do they list them in the same order?",
    caught_by="test_sgd_of_two_parameters",
    source="own",
)
def sgd_by_place(params, grads, learn_rate):
    check_match(params, grads)
    return {name: param - learn_rate * grad for (name, param), grad in zip(params.items(), grads.values(), strict=True)}


# Momentum


class Rolling:
    """Momentum as it should be; each mistake replaces a part of it."""

    def __init__(self, learn_rate, beta):
        if not 0 <= beta < 1:
            raise ValueError(f"beta {beta}")
        self.learn_rate, self.beta = learn_rate, beta
        self.velocity = {}

    def speed(self, old, grad):
        return self.beta * old + grad

    def move(self, param, velocity):
        return param - self.learn_rate * velocity

    def step(self, params, grads):
        check_match(params, grads)
        moved = {}
        for name, param in params.items():
            self.velocity[name] = self.speed(self.velocity.get(name, np.zeros(np.shape(param))), grads[name])
            moved[name] = self.move(param, self.velocity[name])
        return moved


@misconception(
    "Momentum",
    says="You walk uphill: the sign is wrong, or it comes in twice, into the velocity and out of it.",
    hint="Trace the sign from the gradient to the velocity, and from there to the weight.",
    caught_by="test_momentum_first_step",
    source="4.8b",
)
class momentum_uphill(Rolling):
    def speed(self, old, grad):
        return self.beta * old - self.learn_rate * grad

    def move(self, param, velocity):
        return param - velocity


@misconception(
    "Momentum",
    says="The learning rate comes in twice, in the velocity and in the step.",
    hint="The rate enters once. In which of your two lines?",
    caught_by="test_momentum_first_step",
    source="4.8c",
)
class momentum_rate_twice(Rolling):
    def speed(self, old, grad):
        return self.beta * old + self.learn_rate * grad


@misconception(
    "Momentum",
    says="You leave the learning rate out.",
    hint="How long is your first step when learn_rate is 0.25?",
    caught_by="test_momentum_first_step",
    source="own",
)
class momentum_without_rate(Rolling):
    def move(self, param, velocity):
        return param - velocity


@misconception(
    "Momentum",
    says="You average: the new gradient counts only 1 - beta. Here it counts in full.",
    hint="Does each old step keep its full power of beta, and the newest its full length?",
    caught_by="test_momentum_first_step",
    source="4.8d",
)
class momentum_as_average(Rolling):
    def speed(self, old, grad):
        return self.beta * old + (1 - self.beta) * grad


@misconception(
    "Momentum",
    says="You move by the old velocity and renew it afterwards, so every gradient comes one step late.",
    hint="In which order do the two lines of the docstring stand?",
    caught_by="test_momentum_first_step",
    source="own",
)
class momentum_one_late(Rolling):
    def step(self, params, grads):
        check_match(params, grads)
        moved = {name: param - self.learn_rate * self.velocity.get(name, 0.0) for name, param in params.items()}
        super().step(params, grads)
        return moved


@misconception(
    "Momentum",
    says="You multiply the new gradient by beta as well.",
    hint="What is the velocity after the very first gradient?",
    caught_by="test_momentum_first_step",
    source="own",
)
class momentum_scales_both(Rolling):
    def speed(self, old, grad):
        return self.beta * (old + grad)


@misconception(
    "Momentum",
    says="You look ahead as Nesterov does: that is another method.",
    hint="By what does the weight move in the docstring: by the velocity, or by the gradient and a part of it?",
    caught_by="test_momentum_first_step",
    source="own",
)
class momentum_looks_ahead(Rolling):
    def step(self, params, grads):
        super().step(params, grads)
        return {name: param - self.learn_rate * (grads[name] + self.beta * self.velocity[name]) for name, param in params.items()}


@misconception(
    "Momentum",
    says="You change the caller's dict and give nothing back.",
    hint="A dict goes in, and what comes out?",
    caught_by="test_momentum_first_step",
    source="own",
)
class momentum_without_result(Rolling):
    def step(self, params, grads):
        params.update(super().step(params, grads))


@misconception(
    "Momentum",
    says="You begin every step with a velocity of 0, so nothing is remembered.",
    hint="Where is your velocity made: once, or at every step?",
    caught_by="test_momentum_three_steps",
    source="own",
)
class momentum_forgets(Rolling):
    def step(self, params, grads):
        self.velocity = {}
        return super().step(params, grads)


@misconception(
    "Momentum",
    says="You never let the velocity fade: beta is not used, and all gradients add up for ever.",
    hint="What is left of a push after many steps?",
    caught_by="test_momentum_three_steps",
    source="own",
)
class momentum_never_fades(Rolling):
    def speed(self, old, grad):
        return old + grad


@misconception(
    "Momentum",
    says="You keep 1 - beta of the old velocity instead of beta.",
    hint="With beta = 0.75, how much of the velocity is left after a step?",
    caught_by="test_momentum_three_steps",
    source="4.8d",
)
class momentum_keeps_the_rest(Rolling):
    def speed(self, old, grad):
        return (1 - self.beta) * old + grad


@misconception(
    "Momentum",
    says="You remember the last gradient only, and not the velocity that all of them have made.",
    hint="A push three steps ago: is it still felt?",
    caught_by="test_momentum_three_steps",
    source="own",
)
class momentum_of_two_gradients(Rolling):
    def step(self, params, grads):
        moved = super().step(params, grads)
        self.velocity = {name: np.array(grad) for name, grad in grads.items()}
        return moved


@misconception(
    "Momentum",
    says="You average the velocities from the second step on; the sum of all fading pushes was asked for.",
    hint="Does each old step keep its full power of beta, and the newest its full length?",
    caught_by="test_momentum_three_steps",
    source="4.8d",
)
class momentum_dampened(Rolling):
    def step(self, params, grads):
        self.is_first = not self.velocity
        return super().step(params, grads)

    def speed(self, old, grad):
        return self.beta * old + (grad if self.is_first else (1 - self.beta) * grad)


@misconception(
    "Momentum",
    says="All parameters share one velocity.",
    hint="First W is pushed, then b. Whose velocity moves b?",
    caught_by="test_momentum_first_step",
    source="own",
)
class momentum_shares_the_velocity(Rolling):
    common = 0.0

    def step(self, params, grads):
        check_match(params, grads)
        moved = {}
        for name, param in params.items():
            self.common = self.beta * self.common + np.mean(grads[name])
            moved[name] = param - self.learn_rate * (grads[name] - np.mean(grads[name]) + self.common)
        return moved


@misconception(
    "Momentum",
    says="Parameters of one shape share a velocity.",
    hint="What do you look velocities up by? Can two parameters be mistaken for each other?",
    caught_by="test_momentum_on_any_path",
    source="own",
)
class momentum_by_shape(Rolling):
    def step(self, params, grads):
        check_match(params, grads)
        moved = {}
        for name, param in params.items():
            shape = np.shape(param)
            self.velocity[shape] = self.beta * self.velocity.get(shape, 0.0) + grads[name]
            moved[name] = param - self.learn_rate * self.velocity[shape]
        return moved


@misconception(
    "Momentum",
    says="You pair parameters with gradients by their place in the two dicts; a gradient belongs to the parameter of its name.",
    hint="Two dicts with the same names: do they list them in the same order?",
    caught_by="test_momentum_first_step",
    source="own",
)
class momentum_by_place(Rolling):
    def step(self, params, grads):
        check_match(params, grads)
        return super().step(params, dict(zip(params, grads.values(), strict=True)))


@misconception(
    "Momentum",
    says="After the first step your velocity is the caller's gradient under another name: what the caller writes there later changes it.",
    hint="What does `v = g` copy: the numbers, or only the name?",
    caught_by="test_momentum_with_one_array",
    source="4.9g",
)
class momentum_borrows_the_gradient(Rolling):
    def step(self, params, grads):
        check_match(params, grads)
        for name in params:
            old = self.velocity.get(name)
            self.velocity[name] = grads[name] if old is None else self.beta * old + grads[name]
        return {name: self.move(param, self.velocity[name]) for name, param in params.items()}


@misconception(
    "Momentum",
    says="You keep the parameters yourself and change them in place: what you gave back a step ago has changed too.",
    hint="A new dict comes out of every step. Are the arrays in it new as well?",
    caught_by="test_momentum_purity",
    source="own",
)
class momentum_gives_its_own_arrays(Rolling):
    def step(self, params, grads):
        moved = super().step(params, grads)
        if not hasattr(self, "own"):
            self.own = {name: np.zeros(np.shape(array)) for name, array in moved.items()}
        for name, array in moved.items():
            self.own[name][...] = array
        return dict(self.own)


@misconception(
    "Momentum",
    says="You keep the velocities in a dict of the class, which all its objects share.",
    hint="Where is your dict made: once for the class, or once for each object?",
    caught_by="test_momentum_twice",
    source="own",
)
class momentum_of_the_class(Rolling):
    common = {}  # noqa: RUF012 - this is the mistake

    def __init__(self, learn_rate, beta):
        super().__init__(learn_rate, beta)
        self.velocity = self.common


@misconception(
    "Momentum",
    says="You take any beta: with 1 and above the velocity grows for ever.",
    hint="If nothing of the velocity is ever lost, when does the ball stop?",
    caught_by="test_momentum_refuses_beta",
    source="own",
)
class momentum_of_any_beta(Rolling):
    def __init__(self, learn_rate, beta):
        super().__init__(learn_rate, 0.5)
        self.beta = beta


@misconception(
    "Momentum",
    says="You do not look whether parameters and gradients belong together.",
    hint="Which given function looks at both dicts?",
    caught_by="test_momentum_refuses_mismatches",
    source="own",
)
class momentum_of_anything(Rolling):
    def step(self, params, grads):
        moved = dict(params)
        for name in params:
            if name in grads:
                self.velocity[name] = self.speed(self.velocity.get(name, 0.0), grads[name])
                moved[name] = self.move(params[name], self.velocity[name])
        return moved


@misconception(
    "Momentum",
    says="You write the step into the caller's parameters.",
    hint="`w -= …` and `w = w - …` look alike. Which of them writes into the caller's array?",
    caught_by="test_momentum_purity",
    source="own",
)
class momentum_in_place(Rolling):
    def move(self, param, velocity):
        param -= self.learn_rate * velocity
        return param


@misconception(
    "Momentum",
    says="Your velocity is the caller's gradient under another name, and you go on changing it.",
    hint="Is your velocity an array of your own? Which of your lines works in place?",
    caught_by="test_momentum_purity",
    source="4.9g",
)
class momentum_keeps_the_gradient(Rolling):
    def step(self, params, grads):
        check_match(params, grads)
        for name, grad in grads.items():
            if name in self.velocity:
                self.velocity[name] *= self.beta
                self.velocity[name] += grad
            else:
                self.velocity[name] = grad
        return {name: self.move(param, self.velocity[name]) for name, param in params.items()}


@misconception(
    "Momentum",
    says="You write the velocity into an array of the parameter's type, and whole numbers cut its fractions off.",
    hint="What does an array of whole numbers make of a gradient of 0.5?",
    caught_by="test_momentum_of_whole_numbers",
    source="own",
)
class momentum_velocity_of_whole_numbers(Rolling):
    def step(self, params, grads):
        check_match(params, grads)
        moved = {}
        for name, param in params.items():
            velocity = self.velocity.setdefault(name, np.zeros_like(param))
            velocity[...] = self.speed(velocity, grads[name])
            moved[name] = self.move(param, velocity)
        return moved


@misconception(
    "Momentum",
    says="You write the new parameter into a copy of the old one, and whole numbers cut its fractions off.",
    hint="Of which type is a copy of an array of whole numbers?",
    caught_by="test_momentum_of_whole_numbers",
    source="own",
)
class momentum_in_whole_numbers(Rolling):
    def move(self, param, velocity):
        moved = param.copy()
        moved[...] = super().move(param, velocity)
        return moved


@misconception(
    "Momentum",
    says="You compare parameters and gradients at the first step alone. A gradient may be missing at a later one.",
    hint="How often is step called, and how often do you look?",
    caught_by="test_momentum_refuses_mismatches",
    source="own",
)
class momentum_checks_once(Rolling):
    def step(self, params, grads):
        if not self.velocity:
            return super().step(params, grads)
        moved = {}
        for name, grad in grads.items():
            self.velocity[name] = self.speed(self.velocity[name], grad)
            moved[name] = self.move(params[name], self.velocity[name])
        return moved


# gradient_descent


def check_steps(num_steps):
    """The refusal that a walk owes."""
    if num_steps < 0:
        raise ValueError(f"num_steps {num_steps}")


def walk(gradient, start, learn_rate, num_steps):
    """The right walk, for what is wrong beyond it."""
    point = np.array(start, dtype=float)
    for _ in range(num_steps):
        point = point - learn_rate * gradient(point)
    return point


@misconception(
    "gradient_descent",
    says="You walk uphill.",
    hint="The gradient points to where the function grows. Which way do you want to go?",
    caught_by="test_descent_in_a_bowl",
    source="4.8b",
)
def descent_uphill(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    return walk(gradient, start, -learn_rate, num_steps)


@misconception(
    "gradient_descent",
    says="You take the gradient once, at the start, and walk on blindly.",
    hint="The slope changes as you walk. How often does your code ask for it?",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_blindly(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    point = np.array(start, dtype=float)
    return point - num_steps * learn_rate * gradient(point)


@misconception(
    "gradient_descent",
    says="You take one step only.",
    hint="Look at the indentation: is your `return` inside the loop?",
    caught_by="test_descent_in_a_bowl",
    source="4.8j",
)
def descent_of_one_step(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    return walk(gradient, start, learn_rate, min(num_steps, 1))


@misconception(
    "gradient_descent",
    says="You take one step too few.",
    hint="How often does your loop run for num_steps = 1?",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_one_step_short(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    return walk(gradient, start, learn_rate, max(num_steps - 1, 0))


@misconception(
    "gradient_descent",
    says="You take one step too many.",
    hint="How often does your loop run for num_steps = 0?",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_one_step_more(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    return walk(gradient, start, learn_rate, num_steps + 1)


@misconception(
    "gradient_descent",
    says="You leave the learning rate out.",
    hint="How long is your first step when learn_rate is 0.25?",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_without_rate(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    return walk(gradient, start, 1.0, num_steps)


@misconception(
    "gradient_descent",
    says="Every step goes off from the start again, and the steps before it are lost.",
    hint="From which point is the second step taken?",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_from_the_start_again(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    point = np.array(start, dtype=float)
    for _ in range(num_steps):
        point = np.array(start, dtype=float) - learn_rate * gradient(point)
    return point


@misconception(
    "gradient_descent",
    says="You divide the gradient by its length: all steps are equally long, and it never comes to rest.",
    hint="Near the valley the slope is gentle. Should the steps be as long as on the hillside?",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_normalised(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    point = np.array(start, dtype=float)
    for _ in range(num_steps):
        slope = gradient(point)
        point = point - learn_rate * slope / (np.linalg.norm(slope) + 1e-12)
    return point


@misconception(
    "gradient_descent",
    says="You give the whole way back, and only its end was asked for.",
    hint="How many points does the caller want?",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_as_path(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    return np.array([walk(gradient, start, learn_rate, steps) for steps in range(num_steps + 1)])


@misconception(
    "gradient_descent",
    says="You give the last gradient, or the last step, in place of the point.",
    hint="The caller asks where the walk ends, not how steep it is there.",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_as_slope(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    return gradient(walk(gradient, start, learn_rate, num_steps))


@misconception(
    "gradient_descent",
    says="You shrink the learning rate as you walk; here it stays as it is.",
    hint="Which step sizes does the docstring allow for?",
    caught_by="test_descent_in_a_bowl",
    source="own",
)
def descent_with_decay(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    point = np.array(start, dtype=float)
    for number in range(num_steps):
        point = point - learn_rate / (1 + number) * gradient(point)
    return point


@misconception(
    "gradient_descent",
    says="You stop early, when a step is short, though num_steps were asked for.",
    hint="How many steps does the docstring ask for, and what of a place where the slope is gentle for a while?",
    caught_by="test_descent_counts_steps",
    source="own",
)
def descent_that_tires(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    point = np.array(start, dtype=float)
    for _ in range(num_steps):
        step = learn_rate * gradient(point)
        if np.linalg.norm(step) < 0.25:
            break
        point = point - step
    return point


@misconception(
    "gradient_descent",
    says="You begin with whole numbers, and fractions of a step do not fit into them.",
    hint="Of which type is an array made of [8, -4]?",
    caught_by="test_descent_from_any_start",
    source="own",
)
def descent_in_whole_numbers(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    point = np.array(start)
    for _ in range(num_steps):
        point -= (learn_rate * gradient(point)).astype(point.dtype)
    return point


@misconception(
    "gradient_descent",
    says="You take a negative num_steps for 0.",
    hint="What does `range` make of a negative number, and would the caller notice?",
    caught_by="test_descent_refuses_negative_steps",
    source="own",
)
def descent_of_any_number(gradient, start, learn_rate, num_steps):
    return walk(gradient, start, learn_rate, num_steps)


@misconception(
    "gradient_descent",
    says="You walk with the caller's own start.",
    hint="`point -= …` and `point = point - …` look alike. Which of them moves the caller's start?",
    caught_by="test_descent_purity",
    source="own",
)
def descent_in_place(gradient, start, learn_rate, num_steps):
    check_steps(num_steps)
    point = np.asarray(start, dtype=float)
    for _ in range(num_steps):
        point -= learn_rate * gradient(point)
    return point


@misconception(
    "gradient_descent",
    says="You stop where the gradient is small, though num_steps were asked for; in a wide valley it is small everywhere.",
    hint="Which argument says when the walk is over?",
    caught_by="test_descent_in_a_wide_valley",
    source="own",
)
def descent_until_it_is_flat(gradient, start, learn_rate, num_steps):
    if num_steps < 0:
        raise ValueError(num_steps)
    point = np.array(start, dtype=float)
    for _ in range(num_steps):
        slope = gradient(point)
        if np.linalg.norm(slope) < 1e-6:
            break
        point = point - learn_rate * slope
    return point


# random_restart


def check_starts(starts):
    """The refusal that this exercise owes."""
    if len(starts) == 0:
        raise ValueError("0 starts")


def lowest(points, losses):
    """The best of some ends, nan left out."""
    best = int(np.nanargmin(losses))
    return points[best], losses[best]


@misconception(
    "random_restart",
    says="You keep the last walk, whether or not it is the best.",
    hint="Keep the best of the restarts. Where do you compare?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="4.8l",
)
def restart_keeps_the_last(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    for start in starts:
        point = walk(gradient, start, learn_rate, num_steps)
    return point, loss(point)


@misconception(
    "random_restart",
    says="You return after the first walk.",
    hint="How many starts does your loop come to?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="4.8l",
)
def restart_keeps_the_first(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    point = walk(gradient, starts[0], learn_rate, num_steps)
    return point, loss(point)


@misconception(
    "random_restart",
    says="You keep the walk that ends HIGHEST.",
    hint="Which of two losses is the better one?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_keeps_the_highest(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, learn_rate, num_steps) for start in starts]
    losses = [loss(point) for point in points]
    return lowest(points, [-reached for reached in losses])[0], max(losses)


@misconception(
    "random_restart",
    says="You choose the lowest START and walk from there alone. A high start may lead to the deeper valley.",
    hint="When is a walk judged: where it begins, or where it ends?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_from_the_lowest_start(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    start, _ = lowest(starts, [loss(np.asarray(start, dtype=float)) for start in starts])
    point = walk(gradient, start, learn_rate, num_steps)
    return point, loss(point)


@misconception(
    "random_restart",
    says="You compare the starts and never walk.",
    hint="Where does your code use the gradient?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_without_walking(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [np.array(start, dtype=float) for start in starts]
    return lowest(points, [loss(point) for point in points])


@misconception(
    "random_restart",
    says="You give the start of the best walk, and not its end.",
    hint="Where did the best walk lead?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_gives_the_start(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    losses = [loss(walk(gradient, start, learn_rate, num_steps)) for start in starts]
    return lowest([np.array(start, dtype=float) for start in starts], losses)


@misconception(
    "random_restart",
    says="You give the loss at the start of the best walk; the loss where it ended was asked for.",
    hint="Put your point into the loss. Does your number come out?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_loss_of_the_start(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, learn_rate, num_steps) for start in starts]
    best = int(np.nanargmin([loss(point) for point in points]))
    return points[best], loss(np.asarray(starts[best], dtype=float))


@misconception(
    "random_restart",
    says="Each walk goes on where the last one ended: there is one start only.",
    hint="Where is your point put back to the next start?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="4.8l",
)
def restart_goes_on(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    point = np.array(starts[0], dtype=float)
    points = []
    for _ in starts:
        point = walk(gradient, point, learn_rate, num_steps)
        points.append(point)
    return lowest(points, [loss(end) for end in points])


@misconception(
    "random_restart",
    says="You give the mean of all the ends; between two valleys lies a hill.",
    hint="Half-way between two good places, is it good there too?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_averages(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    point = np.mean([walk(gradient, start, learn_rate, num_steps) for start in starts], axis=0)
    return point, loss(point)


@misconception(
    "random_restart",
    says="You give the loss first and the point second.",
    hint="In which order does the caller unpack what you return?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_loss_first(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, learn_rate, num_steps) for start in starts]
    return lowest(points, [loss(point) for point in points])[::-1]


@misconception(
    "random_restart",
    says="You give the point alone.",
    hint="Which two things does the caller unpack?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_without_loss(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, learn_rate, num_steps) for start in starts]
    return lowest(points, [loss(point) for point in points])[0]


@misconception(
    "random_restart",
    says="You share the steps out among the walks; each of them may take all of them.",
    hint="Does a walk get shorter when there are more starts?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="own",
)
def restart_shares_the_steps(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, learn_rate, num_steps // len(starts)) for start in starts]
    return lowest(points, [loss(point) for point in points])


@misconception(
    "random_restart",
    says="You walk uphill.",
    hint="The gradient points to where the loss grows. Which way do you want to go?",
    caught_by="test_restart_keeps_the_lowest_end",
    source="4.8b",
)
def restart_uphill(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, -learn_rate, num_steps) for start in starts]
    return lowest(points, [loss(point) for point in points])


@misconception(
    "random_restart",
    says="You begin with the second start and leave the first one out.",
    hint="How many of the caller's starts does your loop come to?",
    caught_by="test_restart_in_any_order",
    source="own",
)
def restart_skips_the_first(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, learn_rate, num_steps) for start in starts[len(starts) > 1 :]]
    return lowest(points, [loss(point) for point in points])


@misconception(
    "random_restart",
    says="You give the lowest place that a walk came by; where it ENDED was asked for.",
    hint="Which point of a walk does the docstring speak of?",
    caught_by="test_restart_judges_the_ends",
    source="own",
)
def restart_lowest_on_the_way(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, learn_rate, steps) for start in starts for steps in range(num_steps + 1)]
    return lowest(points, [loss(point) for point in points])


@misconception(
    "random_restart",
    says="A walk that ran off to nan wins with you: `argmin` takes nan for the lowest.",
    hint="Every comparison with nan is False. What does `argmin` make of that?",
    caught_by="test_restart_ignores_lost_walks",
    source="4.9l",
)
def restart_keeps_nan(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = [walk(gradient, start, learn_rate, num_steps) for start in starts]
    losses = [loss(point) for point in points]
    best = int(np.argmin(losses))
    return points[best], losses[best]


@misconception(
    "random_restart",
    says="You ask whether a walk is NOT worse than the best: nan is never worse, so it gets in, and so does whoever comes next.",
    hint="What does `nan >= 1` say, and what is `not` of that?",
    caught_by="test_restart_ignores_lost_walks",
    source="4.9l",
)
def restart_unless_worse(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    best_point, best_loss = None, np.inf
    for start in starts:
        point = walk(gradient, start, learn_rate, num_steps)
        if not loss(point) >= best_loss:
            best_point, best_loss = point, loss(point)
    return best_point, best_loss


@misconception(
    "random_restart",
    says="You begin with the first walk as the best one; if its loss is nan, nothing is ever lower.",
    hint="Which losses are below nan?",
    caught_by="test_restart_ignores_lost_walks",
    source="4.9l",
)
def restart_begins_with_nan(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    best_point = walk(gradient, starts[0], learn_rate, num_steps)
    best_loss = loss(best_point)
    for start in starts[1:]:
        point = walk(gradient, start, learn_rate, num_steps)
        if loss(point) < best_loss:
            best_point, best_loss = point, loss(point)
    return best_point, best_loss


@misconception(
    "random_restart",
    says="Of equally low ends you keep the last one.",
    hint="Two walks end equally low. Does the later one replace the earlier with you?",
    caught_by="test_restart_first_of_equals",
    source="own",
)
def restart_last_of_equals(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    best_point, best_loss = None, np.inf
    for start in starts:
        point = walk(gradient, start, learn_rate, num_steps)
        if loss(point) <= best_loss:
            best_point, best_loss = point, loss(point)
    return best_point, best_loss


@misconception(
    "random_restart",
    says="You give an answer without a single walk.",
    hint="Which is the best of no walks?",
    caught_by="test_restart_refuses_no_starts",
    source="own",
)
def restart_of_nothing(loss, gradient, starts, learn_rate, num_steps):
    if len(starts) == 0:
        return None, np.inf
    points = [walk(gradient, start, learn_rate, num_steps) for start in starts]
    return lowest(points, [loss(point) for point in points])


@misconception(
    "random_restart",
    says="You walk with the caller's own starts: a row of an array is a view.",
    hint="What does `point -= …` do to the array behind it?",
    caught_by="test_restart_purity",
    source="own",
)
def restart_in_place(loss, gradient, starts, learn_rate, num_steps):
    check_starts(starts)
    points = np.asarray(starts, dtype=float)
    for number, _ in itertools.product(range(len(points)), range(num_steps)):
        points[number] -= learn_rate * gradient(points[number])
    return lowest(points, [loss(point) for point in points])


@misconception(
    "random_restart",
    says="Your search begins with a number that you took for higher than any loss, and these losses are all higher.",
    hint="Which number is sure to be above every loss? Is there a walk that you could begin with?",
    caught_by="test_restart_among_high_ends",
    source="own",
)
def restart_below_a_ceiling(loss, gradient, starts, learn_rate, num_steps):
    if len(starts) == 0:
        raise ValueError("0 starts")
    best_point, best_loss = None, 1e9
    for start in starts:
        point = np.array(start, dtype=float)
        for _ in range(num_steps):
            point = point - learn_rate * gradient(point)
        if loss(point) < best_loss:
            best_point, best_loss = point, loss(point)
    return best_point, best_loss


# learning_rate_decay


def check_decay(epoch, rate):
    """The refusals that this exercise owes."""
    if epoch < 0 or rate < 0:
        raise ValueError(f"epoch {epoch}, rate {rate}")


@misconception(
    "learning_rate_decay",
    says="Your rate grows: you multiply where you should divide.",
    hint="Should the steps be longer or shorter after many epochs?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_that_grows(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial * (1 + rate * epoch)


@misconception(
    "learning_rate_decay",
    says="You take the same amount off at every epoch, and one day the rate is negative.",
    hint="What is your learning rate after 50 epochs?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_linear(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial - rate * epoch


@misconception(
    "learning_rate_decay",
    says="You take the same SHARE off at every epoch: that is exponential decay.",
    hint="In the formula, is epoch an exponent?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_by_powers(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial / (1 + rate) ** epoch


@misconception(
    "learning_rate_decay",
    says="You multiply by `rate` at every epoch: that is exponential decay.",
    hint="In the formula, is epoch an exponent?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_geometric(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial * rate**epoch


@misconception(
    "learning_rate_decay",
    says="You use exp(-rate * epoch): that is exponential decay.",
    hint="Is there an exponential in the formula?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_by_exp(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial * np.exp(-rate * epoch)


@misconception(
    "learning_rate_decay",
    says="You leave the initial rate out.",
    hint="What is your learning rate at epoch 0, whatever the caller began with?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_without_initial(initial, epoch, rate):
    check_decay(epoch, rate)
    return 1 / (1 + rate * epoch)


@misconception(
    "learning_rate_decay",
    says="You leave the 1 out, and divide by 0 at epoch 0.",
    hint="What stands below the fraction line at epoch 0?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_without_one(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial / (rate * epoch)


@misconception(
    "learning_rate_decay",
    says="You count epochs from 1, so the rate has already fallen at epoch 0.",
    hint="Epochs count from 0. What is the rate of the very first one?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_from_one(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial / (1 + rate * (epoch + 1))


@misconception(
    "learning_rate_decay",
    says="You let an already fallen rate fall again at every epoch.",
    hint="Each epoch is computed from the initial rate. What does your loop begin with?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_of_the_decayed(initial, epoch, rate):
    check_decay(epoch, rate)
    for number in range(1, epoch + 1):
        initial = initial / (1 + rate * number)
    return initial


@misconception(
    "learning_rate_decay",
    says="Without brackets you divide by 1 and add the rest.",
    hint="Which comes first in Python, the division or the sum?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_without_brackets(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial / 1 + rate * epoch


@misconception(
    "learning_rate_decay",
    says="You let the rate fall with the root of the epoch.",
    hint="Is there a root in the formula?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_by_root(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial / np.sqrt(1 + rate * epoch)


@misconception(
    "learning_rate_decay",
    says="You divide whole numbers with //, which leaves no fraction.",
    hint="What is 3 // 2 in Python?",
    caught_by="test_decay_after_three_epochs",
    source="own",
)
def decay_in_whole_numbers(initial, epoch, rate):
    check_decay(epoch, rate)
    return initial // (1 + rate * epoch)


@misconception(
    "learning_rate_decay",
    says="You take a negative epoch or rate, with which the steps grow, or there is a division by zero.",
    hint="What is 1 + rate * epoch for a rate of -0.25 and epoch 4?",
    caught_by="test_decay_refuses_negative_numbers",
    source="own",
)
def decay_of_anything(initial, epoch, rate):
    return initial / (1 + rate * epoch)


@misconception(
    "learning_rate_decay",
    says="You keep the rate above a floor. The formula has none: it falls for ever.",
    hint="What does the docstring say about the rate after very many epochs, and what does your code say?",
    caught_by="test_decay_after_many_epochs",
    source="own",
)
def decay_to_a_floor(initial, epoch, rate):
    if epoch < 0 or rate < 0:
        raise ValueError(f"epoch {epoch}, rate {rate}")
    return max(initial / (1 + rate * epoch), 1e-6)


# layer_gradient_norms


class Net:
    """The network as it should be; each mistake replaces a part of it."""

    def __init__(self, activation, depth, width, rng):
        if activation not in ("sigmoid", "tanh", "relu"):
            raise ValueError(f"activation {activation}")
        if depth < 1 or width < 1:
            raise ValueError(f"depth {depth}, width {width}")
        self.activation, self.depth, self.width, self.rng = activation, depth, width, rng

    def draw(self):
        X = self.rng.standard_normal((32, self.width))
        return X, [self.weights() for _ in range(self.depth)]

    def weights(self):
        return self.rng.standard_normal((self.width, self.width)) / np.sqrt(self.width)

    def value(self, z, layer):
        if self.activation == "sigmoid":
            return 1 / (1 + np.exp(-z))
        return np.tanh(z) if self.activation == "tanh" else np.maximum(z, 0)

    def slope(self, z, layer):
        if self.activation == "sigmoid":
            s = 1 / (1 + np.exp(-z))
            return s * (1 - s)
        return 1 - np.tanh(z) ** 2 if self.activation == "tanh" else (z > 0).astype(float)

    def first_slope(self, outputs):
        return np.full(outputs.shape, 1 / 32)

    def through(self, dz, W):
        return dz @ W.T

    def measure(self, gradient, W, dz):
        return np.linalg.norm(gradient)

    def norms(self):
        X, weights = self.draw()
        inputs, sums = [X], []
        for layer, W in enumerate(weights):
            sums.append(inputs[-1] @ W)
            inputs.append(self.value(sums[-1], layer))
        dh = self.first_slope(inputs[-1])
        norms = []
        for layer in reversed(range(self.depth)):
            dz = dh * self.slope(sums[layer], layer)
            norms.append(self.measure(inputs[layer].T @ dz, weights[layer], dz))
            dh = self.through(dz, weights[layer])
        return np.array(norms[::-1])


@misconception(
    "layer_gradient_norms",
    says="You measure the weights, and not their gradients.",
    hint="Look at gradients, layer by layer. Does your number change when the loss does?",
    caught_by="test_norms_of_sigmoids",
    source="4.10a",
)
def norms_of_weights(activation, depth, width, rng):
    class Wrong(Net):
        def measure(self, gradient, W, dz):
            return np.linalg.norm(W)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You measure the gradient in the outputs of a layer, and not in its weights.",
    hint="What has the shape (width, width): the gradient that you measure, or another one?",
    caught_by="test_norms_of_sigmoids",
    source="4.10a",
)
def norms_of_outputs(activation, depth, width, rng):
    class Wrong(Net):
        def measure(self, gradient, W, dz):
            return np.linalg.norm(dz)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You give the slope of a ReLU as a quarter; that is the greatest slope of a sigmoid.",
    hint="Where it is on, how steep is a ReLU?",
    caught_by="test_norms_of_relu",
    source="4.10b",
)
def norms_of_gentle_relu(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return 0.25 * (z > 0) if self.activation == "relu" else super().slope(z, layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You multiply by the outputs of the ReLU, and not by its slopes.",
    hint="How steep is a ReLU at 2, and how steep at 5?",
    caught_by="test_norms_of_relu",
    source="4.10c",
)
def norms_by_relu_values(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return np.maximum(z, 0) if self.activation == "relu" else super().slope(z, layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You let the gradient through every ReLU, those that are off included.",
    hint="How steep is a ReLU at -2?",
    caught_by="test_norms_of_relu",
    source="own",
)
def norms_through_any_relu(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return np.ones(z.shape) if self.activation == "relu" else super().slope(z, layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You multiply by the outputs of the activation on the way back, and not by its slopes.",
    hint="Backward multiplies by slopes, not by outputs. Which of the two do you have in your hand?",
    caught_by="test_norms_of_sigmoids",
    source="4.10c",
)
def norms_by_values(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return self.value(z, layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You take the slope at the output of the activation, where it was asked for at what goes in.",
    hint="The slope of the sigmoid at z: which number goes into your formula, z or sigmoid(z)?",
    caught_by="test_norms_of_sigmoids",
    source="4.10c",
)
def norms_by_slopes_of_outputs(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return super().slope(self.value(z, layer), layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You use the greatest slope of the sigmoid, a quarter, everywhere.",
    hint="A quarter is a bound. How steep is a sigmoid far from 0?",
    caught_by="test_norms_of_sigmoids",
    source="4.10f",
)
def norms_by_the_bound(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return np.full(z.shape, 0.25) if self.activation == "sigmoid" else super().slope(z, layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You forgot the square in the slope of tanh.",
    hint="How steep is tanh at 0, and how steep far to the left, where tanh is nearly -1?",
    caught_by="test_norms_of_tanh",
    source="own",
)
def norms_without_square(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return 1 - np.tanh(z) if self.activation == "tanh" else super().slope(z, layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You give tanh the slope of the sigmoid, h * (1 - h).",
    hint="How steep is tanh at 0, where its value is 0?",
    caught_by="test_norms_of_tanh",
    source="own",
)
def norms_of_tanh_as_sigmoid(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            h = np.tanh(z)
            return h * (1 - h) if self.activation == "tanh" else super().slope(z, layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="The slope of the last activation is missing: the last layer has one too, and the way back begins with it.",
    hint="How many activations lie between the loss and the first layer? How many slopes do you multiply by?",
    caught_by="test_norms_of_sigmoids",
    source="4.10d",
)
def norms_without_the_last_slope(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return np.ones(z.shape) if layer == self.depth - 1 else super().slope(z, layer)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You leave the slopes out: the gradient goes back through the weights alone.",
    hint="What does an activation do to a gradient on its way back?",
    caught_by="test_norms_of_sigmoids",
    source="4.10c",
)
def norms_without_slopes(activation, depth, width, rng):
    class Wrong(Net):
        def slope(self, z, layer):
            return np.ones(z.shape)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You have one layer too few.",
    hint="How many norms has a network of one layer?",
    caught_by="test_norms_of_sigmoids",
    source="4.10d",
)
def norms_of_one_layer_less(activation, depth, width, rng):
    net = Net(activation, depth, width, rng)
    net.depth -= 1
    return net.norms()


@misconception(
    "layer_gradient_norms",
    says="You have one layer too many.",
    hint="How many norms has a network of one layer?",
    caught_by="test_norms_of_sigmoids",
    source="4.10d",
)
def norms_of_one_layer_more(activation, depth, width, rng):
    net = Net(activation, depth, width, rng)
    net.depth += 1
    return net.norms()


@misconception(
    "layer_gradient_norms",
    says="You give the last layer first: your list is in the order of the way back.",
    hint="In which order did you append? Where in a list does the first layer stand?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_in_reverse(activation, depth, width, rng):
    return Net(activation, depth, width, rng).norms()[::-1]


@misconception(
    "layer_gradient_norms",
    says="You do not divide the weights by the root of width: units saturate at once.",
    hint="Large weights saturate. How are ours scaled?",
    caught_by="test_norms_of_sigmoids",
    source="4.10e",
)
def norms_of_large_weights(activation, depth, width, rng):
    class Wrong(Net):
        def weights(self):
            return self.rng.standard_normal((self.width, self.width))

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You divide the weights by width, and not by its root.",
    hint="By what does the docstring divide the weights?",
    caught_by="test_norms_of_sigmoids",
    source="4.10e",
)
def norms_of_small_weights(activation, depth, width, rng):
    class Wrong(Net):
        def weights(self):
            return self.rng.standard_normal((self.width, self.width)) / self.width

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You draw weights that are evenly spread from 0 to 1, none of them negative.",
    hint="Which method of rng draws standard normal numbers?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_of_uniform_weights(activation, depth, width, rng):
    class Wrong(Net):
        def weights(self):
            return self.rng.random((self.width, self.width)) / np.sqrt(self.width)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You draw the weights before the input, so every number is another one.",
    hint="In which order does the docstring draw?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_of_weights_drawn_first(activation, depth, width, rng):
    class Wrong(Net):
        def draw(self):
            weights = [self.weights() for _ in range(self.depth)]
            return self.rng.standard_normal((32, self.width)), weights

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You draw biases between the weights, which the docstring does without.",
    hint="What else do you draw from rng, and what becomes of the numbers after it?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_with_biases_drawn(activation, depth, width, rng):
    class Wrong(Net):
        def weights(self):
            W = super().weights()
            self.rng.standard_normal(self.width)
            return W

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You make a generator of your own, so `rng` decides nothing.",
    hint="Two calls with equal generators should give equal norms, and other generators others. Who draws your numbers?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_from_a_fixed_seed(activation, depth, width, rng):
    return Net(activation, depth, width, np.random.default_rng(0)).norms()


@misconception(
    "layer_gradient_norms",
    says="You forget to divide the loss by 32.",
    hint="The loss is the sum of the outputs / 32. What is its slope in one output?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_of_a_sum(activation, depth, width, rng):
    class Wrong(Net):
        def first_slope(self, outputs):
            return np.ones(outputs.shape)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="Your loss is the mean over all the outputs; it should be their sum divided by 32.",
    hint="How many outputs are there in all, and by how many do you divide?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_of_a_mean(activation, depth, width, rng):
    class Wrong(Net):
        def first_slope(self, outputs):
            return np.full(outputs.shape, 1 / outputs.size)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="Your loss is the sum of the squares of the outputs; it should be the sum of the outputs.",
    hint="What is the slope of a plain sum in each of its terms?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_of_a_sum_of_squares(activation, depth, width, rng):
    class Wrong(Net):
        def first_slope(self, outputs):
            return 2 * outputs / 32

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="On the way back you multiply by the weights as they stand; they have to be turned over.",
    hint="Forward, unit i feeds unit j by W[i, j]. Backward, which entry carries the gradient from j to i?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_without_transpose(activation, depth, width, rng):
    class Wrong(Net):
        def through(self, dz, W):
            return dz @ W

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You multiply each sample by the weights from the other side, W @ h.",
    hint="Samples are rows. In `H @ W`, which unit does column j of W belong to?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_of_turned_weights(activation, depth, width, rng):
    class Wrong(Net):
        def weights(self):
            return super().weights().T

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You take the largest stretch of the gradient, np.linalg.norm(…, 2), and not the root of the sum of squares.",
    hint="What does `np.linalg.norm` give for a matrix, with 2 and without?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_as_stretch(activation, depth, width, rng):
    class Wrong(Net):
        def measure(self, gradient, W, dz):
            return np.linalg.norm(gradient, 2)

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You leave the root out: these are squares of norms.",
    hint="What is the length of the vector (3, 4)?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_squared(activation, depth, width, rng):
    return Net(activation, depth, width, rng).norms() ** 2


@misconception(
    "layer_gradient_norms",
    says="You add up the sizes of the entries; the Frobenius norm adds up squares.",
    hint="What is the length of the vector (3, 4)?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_of_sizes(activation, depth, width, rng):
    class Wrong(Net):
        def measure(self, gradient, W, dz):
            return np.abs(gradient).sum()

    return Wrong(activation, depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You divide the norms by the largest of them, or by the last.",
    hint="Did anybody ask for shares?",
    caught_by="test_norms_of_sigmoids",
    source="own",
)
def norms_as_shares(activation, depth, width, rng):
    norms = Net(activation, depth, width, rng).norms()
    return norms / norms[-1]


@misconception(
    "layer_gradient_norms",
    says='Whatever is neither "sigmoid" nor "tanh" is a ReLU with you, a misspelt name too.',
    hint='What does your code do for "swish"?',
    caught_by="test_norms_refuse_activations",
    source="own",
)
def norms_of_any_activation(activation, depth, width, rng):
    return Net(activation if activation in ("sigmoid", "tanh") else "relu", depth, width, rng).norms()


@misconception(
    "layer_gradient_norms",
    says="You give an empty answer for a network without layers, which is none.",
    hint="Which norms has a network of 0 layers?",
    caught_by="test_norms_refuse_empty_networks",
    source="own",
)
def norms_of_no_layers(activation, depth, width, rng):
    net = Net(activation, max(depth, 1), abs(width), rng)
    net.depth = depth
    return net.norms()
