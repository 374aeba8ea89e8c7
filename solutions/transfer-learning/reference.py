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
