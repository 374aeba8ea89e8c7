# Topic transfer-learning. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Transfer learning: What one task has taught, put to use on another: a frozen backbone, a new head.
# The lesson:        nngrade show transfer-learning
# Check your work:   nngrade check transfer-learning

"""Transfer learning: what one task has taught, put to use on another.

A network that can tell the digits 0 to 4 apart has learned strokes, bends and
loops on the way. The digits 5 to 9 are made of the same parts: so keep the
layers that see them (the backbone), and train a new last layer (the head) alone.

Conventions of this course:
- images are float32 (N, 1, 8, 8), from 0 (paper) to 1 (ink); labels are int64 (N,), from 0;
- a loader is anything that can be looped over for batches (images, labels), as often as one likes;
- logits come out of a model, never probabilities;
- `freeze`, `replace_classifier`, `train_head` and `unfreeze_last_block` change the model that they are given,
  and nothing else of it than they say.
"""

import torch
from torch import nn


def block(in_channels, out_channels, stride=1):
    """Make one block of the backbone: convolution 3x3, batch norm, ReLU. Given."""
    convolution = nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(out_channels), nn.ReLU())


class DigitsNet(nn.Module):
    """A small network for images of digits. Given.

    `blocks` is the backbone, three blocks in an nn.Sequential; `classifier` is the
    head, an nn.Linear from 64 features to the classes.
    """

    def __init__(self, num_classes):
        super().__init__()
        self.blocks = nn.Sequential(block(1, 16), block(16, 32, stride=2), block(32, 64, stride=2))
        self.classifier = nn.Linear(64, num_classes)

    def forward(self, images):
        """Images (N, 1, 8, 8) to logits (N, num_classes)."""
        features = self.blocks(images).mean(dim=(2, 3))
        return self.classifier(features)


def load_pretrained(path="data/digits-backbone.pt"):
    """Load the network that has learned the digits 0 to 4. Given."""
    model = DigitsNet(num_classes=5)
    model.load_state_dict(torch.load(path, weights_only=True))
    return model


def freeze(module):
    """Let no parameter of a module move any more.

    Nothing else of it changes: not its values, not its mode, not its place in the model.
    (The statistics of a batch norm are no parameters: `train_head` sees to them.)

    module: any nn.Module, a whole model or a part of one.
    Returns the same module.
    """
    raise NotImplementedError("freeze is not written yet")


def replace_classifier(model, num_classes):
    """Put a new head in the place of a model's old one.

    The head is the last nn.Linear of `model.modules()`, whatever it is called and
    wherever it stands: model.classifier here, model.fc in a ResNet, the end of an nn.Sequential in a VGG.
    The new one is an nn.Linear too, freshly drawn, with a bias; it takes what the old one took and gives num_classes
    logits. It can move, whether or not the rest is frozen. Nothing else of the model changes.

    model: any nn.Module with an nn.Linear in it. num_classes: how many classes the new task has.
    Returns the same model.

    Source: J. Yosinski, J. Clune, Y. Bengio and H. Lipson, "How transferable are features in deep neural networks?" (2014).
    """
    raise NotImplementedError("replace_classifier is not written yet")


def make_optimizer(model, learn_rate):
    """Make an optimizer of what can move, and of nothing else.

    model: any nn.Module, parts of which may be frozen. learn_rate: of all that can move.
    Returns a torch.optim.Adam that knows each parameter that requires a gradient, once, and no other; beside the
    learning rate, all its settings are left to Adam.
    """
    raise NotImplementedError("make_optimizer is not written yet")


def train_head(model, loader, num_epochs, learn_rate):
    """Train the head of a model whose backbone is frozen, in place.

    Each batch is one step of Adam on the mean cross entropy of that batch; gradients that were there before do not count.
    Afterwards the backbone is the same to the bit, the statistics of its batch norms included, in whatever mode the model came.
    Meanwhile the backbone is in eval mode and the head (`model.classifier`) in train mode, so that a head
    with dropout trains with it; in the end every module is in the mode in which it came.

    model: a DigitsNet, or another model with `blocks`, frozen, and a `classifier`.
    loader: gives batches (images, labels), in each of num_epochs epochs.
    """
    raise NotImplementedError("train_head is not written yet")


def extract_features(model, loader):
    """Collect what the classifier gets to see: the backbone's answer to every image.

    The model reads in eval mode, so the same images give the same features every time; afterwards
    it is as it was, its mode included. With the features at hand, a head can be trained without the backbone.

    model: a DigitsNet. loader: gives batches (images, labels), N images in all.
    Returns (features, labels): features (N, 64), float32, without a graph; labels (N,); both in the loader's order.
    """
    raise NotImplementedError("extract_features is not written yet")


def unfreeze_last_block(model):
    """Let the last block of the backbone and the classifier move, and nothing else.

    For the second stage of transfer learning, when the head is trained: the last block sees the most special
    shapes, and may adapt to the new task. What could move before and is neither of the two is frozen.

    model: a DigitsNet, or another model with `blocks`, however many, and a `classifier`; changed in place.
    """
    raise NotImplementedError("unfreeze_last_block is not written yet")
