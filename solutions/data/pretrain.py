"""Pretrain the backbone of transfer-learning on the digits 0 to 4: `python solutions/data/pretrain.py`.

Trained to tell five digits apart and nothing else, a network forgets much of
what these five do not need (a head on it named 87 of 100 new digits rightly, on
this one 96). So it also learns by how many quarters an image is turned (Gidaris, Singh and
Komodakis, 2018); the layer that says so is thrown away.

It writes exercises/data/digits-backbone.pt and says how good the network is on
digits that it has not seen. One thread and a fixed seed: the same machine makes
the same weights; another may differ in their last bits, and then in the checksum.
"""

import importlib.util
from pathlib import Path

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).parents[2]
DATA = ROOT / "exercises" / "data"
REFERENCE = ROOT / "solutions" / "transfer-learning" / "reference.py"
KNOWN = 5
HELD_OUT = 200
EPOCHS = 20
QUARTERS = 4


def known_digits() -> tuple[torch.Tensor, torch.Tensor]:
    """The images (N, 1, 8, 8) and labels (N,) of the digits below 5, in an order drawn from a fixed seed."""
    with np.load(DATA / "digits.npz") as data:
        images, labels = data["images"], data["labels"]
    known = np.flatnonzero(labels < KNOWN)
    order = np.random.default_rng(0).permutation(known)
    return torch.tensor(images[order, None] / 16.0, dtype=torch.float32), torch.tensor(labels[order], dtype=torch.int64)


def pretrain(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> None:
    """Train the whole model with Adam, each epoch in a new order."""
    turned_classifier = nn.Linear(model.classifier.in_features, KNOWN * QUARTERS)
    parameters = [*model.parameters(), *turned_classifier.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=0.003, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    model.train()
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(32):
            optimizer.zero_grad()
            # A digit moved by a pixel is the same digit: the features are to be of shapes, not of places.
            shift = torch.randint(-1, 2, (2,)).tolist()
            moved = torch.roll(images[batch], shift, dims=(2, 3))
            quarters = torch.randint(0, QUARTERS, (len(batch),))
            turned = torch.stack([image.rot90(int(count), (1, 2)) for image, count in zip(moved, quarters, strict=True)])
            loss = nn.functional.cross_entropy(model(moved), labels[batch])
            loss = loss + nn.functional.cross_entropy(
                turned_classifier(model.blocks(turned).mean(dim=(2, 3))), labels[batch] * QUARTERS + quarters
            )
            loss.backward()
            optimizer.step()
        schedule.step()
    model.eval()


def main() -> None:
    """Pretrain, report, write."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    spec = importlib.util.spec_from_file_location("transfer_learning", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    images, labels = known_digits()
    model = reference.DigitsNet(KNOWN)
    pretrain(model, images[HELD_OUT:], labels[HELD_OUT:])
    with torch.no_grad():
        right = (model(images[:HELD_OUT]).argmax(dim=1) == labels[:HELD_OUT]).float().mean().item()
    print(f"accuracy on {HELD_OUT} digits below {KNOWN} that it has not seen: {right:.3f}")
    torch.save(model.state_dict(), DATA / "digits-backbone.pt")


if __name__ == "__main__":
    main()
