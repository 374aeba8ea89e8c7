"""Unusual but right implementations: every check must accept each of them."""

import os
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch.utils.data import DataLoader, Dataset, RandomSampler

from nngrade.suite import alternative

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp")


# --- ImageFolder -----------------------------------------------------------------------------------------------------


@alternative("ImageFolder", note="no Dataset of PyTorch's; os in place of pathlib; samples with their labels, as torchvision has them")
class WithSamples:
    def __init__(self, root, transform=None):
        self.root, self.transform = root, transform
        self.classes = sorted(name for name in os.listdir(root) if os.path.isdir(os.path.join(root, name)))  # noqa: PTH112, PTH118, PTH208
        if len(self.classes) == 0:
            raise FileNotFoundError(f"Couldn't find any class folder in {root}.")
        self.class_to_idx = dict(zip(self.classes, range(len(self.classes)), strict=True))
        self.samples = []
        for name in self.classes:
            for file in sorted(os.scandir(os.path.join(root, name)), key=lambda entry: entry.name):  # noqa: PTH118
                if file.is_file() and file.name.lower().endswith(SUFFIXES):
                    self.samples.append((file.path, self.class_to_idx[name]))

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        path, label = self.samples[index]
        try:
            image = Image.open(path)
            image.load()
        except Exception as error:
            raise OSError("broken image file: " + path) from error
        image = image.convert("RGB")
        return image if self.transform is None else self.transform(image), label


@alternative("ImageFolder", note="a file opened by hand; the label from a list; the classes as a tuple")
class OpensByHand(Dataset):
    def __init__(self, root, transform=None):
        folders = sorted([folder for folder in Path(root).glob("*") if folder.is_dir()])
        if folders == []:
            raise FileNotFoundError(str(root))
        self.classes = tuple(folder.name for folder in folders)
        self.class_to_idx = {name: self.classes.index(name) for name in self.classes}
        files = [(file, index) for index, folder in enumerate(folders) for file in sorted(folder.iterdir())]
        chosen = [(file, index) for file, index in files if file.suffix.lower() in SUFFIXES and not file.is_dir()]
        self.files, self.targets = [file for file, _ in chosen], [index for _, index in chosen]
        self.transform = transform or (lambda image: image)

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, index):
        file = self.files[index]
        with file.open("rb") as stream:
            try:
                image = Image.open(stream).convert("RGB")
            except (OSError, SyntaxError, ValueError):
                raise OSError(f"{file.name} in {file.parent} is broken") from None
        return self.transform(image), self.targets[index]


# --- to_tensor -------------------------------------------------------------------------------------------------------


@alternative("to_tensor", note="from the image's bytes")
def tensor_from_bytes(image):
    channels = len(image.getbands())
    flat = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
    return flat.view(image.height, image.width, channels).permute(2, 0, 1).float().div(255)


@alternative("to_tensor", note="channel by channel")
def tensor_by_channel(image):
    return torch.stack([torch.from_numpy(np.asarray(band, dtype=np.float32) / np.float32(255)) for band in image.split()])


@alternative("to_tensor", note="moveaxis on an array that is at least 3-D")
def tensor_by_moveaxis(image):
    array = np.atleast_3d(np.array(image)) / 255.0
    return torch.tensor(np.moveaxis(array, -1, 0).tolist())


# --- normalize -------------------------------------------------------------------------------------------------------


@alternative("normalize", note="indexed with None")
def normalize_with_none(tensor, mean, std):
    mean, std = torch.as_tensor(mean), torch.as_tensor(std)
    return (tensor - mean[:, None, None]) / std[:, None, None]


@alternative("normalize", note="in place on a clone, channel by channel")
def normalize_by_channel(tensor, mean, std):
    answer = tensor.clone()
    for channel, m, s in zip(answer, mean, std, strict=True):
        channel.sub_(m).div_(s)
    return answer


@alternative("normalize", note="with the channel turned to the end and back")
def normalize_by_turning(tensor, mean, std):
    return ((tensor.permute(1, 2, 0) - torch.tensor(mean)) / torch.tensor(std)).permute(2, 0, 1)


# --- center_crop -----------------------------------------------------------------------------------------------------


@alternative("center_crop", note="through an array")
def crop_by_array(image, size):
    array = np.array(image)
    top, left = (array.shape[0] - size) // 2, (array.shape[1] - size) // 2
    if top < 0 or left < 0:
        raise ValueError(f"size {size} is too large")
    square = Image.fromarray(np.ascontiguousarray(array[top : top + size, left : left + size]))
    if image.mode == "P":
        square.putpalette(image.getpalette())
    return square


@alternative("center_crop", note="from the right and the lower edge")
def crop_by_borders(image, size):
    if size > image.width or size > image.height:
        raise ValueError(f"an image of {image.width} by {image.height} is smaller than {size}")
    over_x, over_y = image.width - size, image.height - size
    return image.crop((over_x // 2, over_y // 2, image.width - (over_x - over_x // 2), image.height - (over_y - over_y // 2)))


# --- random_horizontal_flip ------------------------------------------------------------------------------------------


@alternative("random_horizontal_flip", note="PIL's other mirror, a copy otherwise")
def flip_by_mirror(image, p, generator):
    return ImageOps.mirror(image) if bool(torch.rand((), generator=generator) < p) else image.copy()


@alternative("random_horizontal_flip", note="a Bernoulli draw; the mirror through an array")
def flip_by_bernoulli(image, p, generator):
    if torch.bernoulli(torch.tensor(float(p)), generator=generator) == 1:
        other = Image.fromarray(np.ascontiguousarray(np.array(image)[:, ::-1]))
        if image.mode == "P":
            other.putpalette(image.getpalette())
        return other
    return image


@alternative("random_horizontal_flip", note="the large numbers mirror")
def flip_from_above(image, p, generator):
    keep = torch.rand(1, dtype=torch.float64, generator=generator).item() >= p
    return image if keep else image.transpose(Image.FLIP_LEFT_RIGHT)


# --- make_loaders ----------------------------------------------------------------------------------------------------


class Split(Dataset):
    """The images of a split, numbered by given classes."""

    def __init__(self, folder, classes, mirror=None):
        self.files = [(file, classes.index(name.name)) for name in sorted(folder.iterdir()) for file in sorted(name.iterdir())]
        self.mirror = mirror

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        file, label = self.files[index]
        image = torch.tensor(np.array(Image.open(file).convert("RGB"))).permute(2, 0, 1) / 127.5 - 1
        if self.mirror is not None and torch.rand(1, generator=self.mirror) < 0.5:
            image = image.flip(2)
        return image, label


def splits(data_dir, generator):
    data_dir = Path(data_dir)
    classes = sorted(folder.name for folder in (data_dir / "train").iterdir())
    for folder in (data_dir / "valid").iterdir():
        if folder.name not in classes:
            raise ValueError(f"{folder.name} stands in valid alone")
    return Split(data_dir / "train", classes, generator), Split(data_dir / "valid", classes), {name: k for k, name in enumerate(classes)}


@alternative("make_loaders", note="datasets of its own; a sampler; the tensor is mirrored, valid shuffled", source="7.1h")
def loaders_with_a_sampler(data_dir, batch_size, generator):
    train, valid, class_to_idx = splits(data_dir, generator)
    sampler = RandomSampler(train, generator=generator)
    return (
        DataLoader(train, batch_size=batch_size, sampler=sampler),
        DataLoader(valid, batch_size=batch_size, shuffle=True, generator=torch.Generator().manual_seed(0)),
        class_to_idx,
    )


class Batches:
    """Batches by hand, in a new order each time where a generator is given."""

    def __init__(self, split, size, generator=None):
        self.split, self.size, self.generator = split, size, generator

    def __iter__(self):
        count = len(self.split)
        order = torch.arange(count) if self.generator is None else torch.randperm(count, generator=self.generator)
        for places in order.split(self.size):
            items = [self.split[int(place)] for place in places]
            yield torch.stack([image for image, _ in items]), torch.tensor([label for _, label in items])


@alternative("make_loaders", note="no DataLoader at all")
def loaders_by_hand(data_dir, batch_size, generator):
    train, valid, class_to_idx = splits(data_dir, generator)
    return Batches(train, batch_size, generator), Batches(valid, batch_size), class_to_idx
