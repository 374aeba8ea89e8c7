"""Image data: from files in folders to batches of tensors.

Most image data comes as a folder for each class, with the images in it. A
network wants batches of tensors of one size, in one range, in the right order,
with the right labels; and while it trains, a little variety.

Conventions of this course:
- an image is a PIL image: its size is (width, height), its origin the upper left corner;
- an image tensor is float32 (C, H, W), from 0 (black) to 1 (white): the height before the width;
- randomness comes from the torch.Generator that is given, and from nowhere else;
- no function changes its arguments.
"""

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

# What a file's name ends in, in small letters, if it is an image. Given.
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp")

# What `make_loaders` normalises with, for each channel: numbers from 0 to 1 then run from -1 to 1. Given.
MEAN = (0.5, 0.5, 0.5)
STD = (0.5, 0.5, 0.5)


class ImageFolder(Dataset):
    """Images in a folder for each class: root/cat/1.png, root/dog/1.png, and so on.

    root: the folder that holds the class folders, as a string or a Path. transform: what is done to an image
    before it is given, a function of a PIL image; None for nothing.

    `classes` are the names of the folders in root, sorted as text ("10" before "2"), also of those without an image;
    `class_to_idx` is a dict from a name to its place among them. The items are ordered by class, and within
    a class by file name, sorted as text. An image is a file right in a class folder whose name ends in one of
    IMAGE_SUFFIXES, in small or capital letters; everything else is passed over.

    Raises FileNotFoundError when root holds no class folder; the message holds the path of root.
    """

    def __init__(self, root, transform=None):
        # BEGIN SOLUTION
        folders = sorted((entry for entry in Path(root).iterdir() if entry.is_dir()), key=lambda folder: folder.name)
        if not folders:
            raise FileNotFoundError(f"{root} holds no class folders")
        self.classes = [folder.name for folder in folders]
        self.class_to_idx = {name: index for index, name in enumerate(self.classes)}
        self.transform = transform
        self.paths = []
        for folder in folders:
            images = [path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in IMAGE_SUFFIXES]
            self.paths += sorted(images, key=lambda path: path.name)
        # END SOLUTION

    def __len__(self):
        """Give the number of images."""
        # BEGIN SOLUTION
        return len(self.paths)
        # END SOLUTION

    def __getitem__(self, index):
        """Give (image, label): the image in mode RGB, as `convert("RGB")` makes it, transformed; the label a whole number.

        Raises IndexError beyond the last image, and OSError when the file is broken; that message holds the file's name.
        """
        # BEGIN SOLUTION
        path = self.paths[index]
        try:
            with Image.open(path) as file:
                image = file.convert("RGB")
        except (OSError, SyntaxError, ValueError) as error:  # PIL raises SyntaxError for some broken PNG files
            raise OSError(f"{path} is no image that can be read: {error}") from error
        if self.transform is not None:
            image = self.transform(image)
        return image, self.class_to_idx[path.parent.name]
        # END SOLUTION


def to_tensor(image):
    """Turn an image into a tensor.

    image: a PIL image in mode RGB or L (grey), W wide and H high, with numbers from 0 to 255.
    Returns float32 numbers from 0 to 1, of shape (3, H, W), or (1, H, W) for a grey image.
    """
    # BEGIN SOLUTION
    pixels = np.array(image, dtype=np.float32) / 255
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    return torch.from_numpy(pixels).permute(2, 0, 1).contiguous()
    # END SOLUTION


def normalize(tensor, mean, std):
    """Shift and scale each channel: what was mean becomes 0, what was mean + std becomes 1.

    tensor: (C, H, W), float32. mean, std: C numbers each, in a tuple or a list.
    Returns a new tensor (C, H, W), float32.
    """
    # BEGIN SOLUTION
    mean = torch.tensor(mean).reshape(-1, 1, 1)
    std = torch.tensor(std).reshape(-1, 1, 1)
    return (tensor - mean) / std
    # END SOLUTION


def center_crop(image, size):
    """Cut a square out of the middle of an image.

    image: a PIL image of any mode, W wide and H high. size: the side of the square, in pixels.
    If what is left over is odd, the smaller half is cut off at the left, or at the top.
    Returns a PIL image of the same mode, size wide and size high.
    Raises ValueError when the image is narrower or lower than size; the message holds size.
    """
    # BEGIN SOLUTION
    width, height = image.size
    if width < size or height < size:
        raise ValueError(f"an image of {width} x {height} has no square of {size}")
    left, top = (width - size) // 2, (height - size) // 2
    return image.crop((left, top, left + size, top + size))
    # END SOLUTION


def random_horizontal_flip(image, p, generator):
    """Mirror an image left to right, with the chance p.

    image: a PIL image of any mode. p: from 0, never, to 1, always.
    generator: a torch.Generator, from which all chance comes: the same state of it, the same answer.
    Returns a PIL image of the same mode and size: mirrored, or as it was.
    """
    # BEGIN SOLUTION
    if torch.rand(1, generator=generator).item() < p:
        return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return image
    # END SOLUTION


def make_loaders(data_dir, batch_size, generator):
    """Make loaders of the training and the validation split of a folder.

    data_dir holds train/ and valid/, and each of these a folder for each class, with images of one size.
    In both splits an image becomes a tensor and is normalised by MEAN and STD. In the training split alone it is
    mirrored first, with the chance 0.5, anew each time it is read; and the order is new in each epoch.
    No image is left out: the last batch may be shorter.

    batch_size: of both. generator: a torch.Generator, from which the orders and the mirrorings come, and nothing else.
    Returns (train, valid, class_to_idx): two that give batches (images (B, 3, H, W) float32, labels (B,) int64), as
    often as one loops over them; and the classes of train/, by which the labels of BOTH are numbered: a class may be
    missing in valid/.
    Raises ValueError when valid/ has a class that train/ lacks; the message holds its name.
    """

    # BEGIN SOLUTION
    def plain(image):
        return normalize(to_tensor(image), MEAN, STD)

    def augmented(image):
        return plain(random_horizontal_flip(image, 0.5, generator))

    train = ImageFolder(Path(data_dir) / "train", augmented)
    valid = ImageFolder(Path(data_dir) / "valid", plain)
    unknown = [name for name in valid.classes if name not in train.class_to_idx]
    if unknown:
        raise ValueError(f"valid has a class that train lacks: {unknown[0]}")
    places = [train.class_to_idx[name] for name in valid.classes]
    train_loader = DataLoader(train, batch_size, shuffle=True, generator=generator)
    valid_loader = DataLoader(_Renumbered(valid, places), batch_size)
    return train_loader, valid_loader, train.class_to_idx
    # END SOLUTION


# BEGIN SOLUTION
class _Renumbered(Dataset):
    """The items of a dataset, each label k in its place among other classes."""

    def __init__(self, dataset, places):
        self.dataset, self.places = dataset, places

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        image, label = self.dataset[index]
        return image, self.places[label]


# END SOLUTION
