"""The hidden suite of the topic `image-data`.

Every file is made here, from numbers that the suite knows, and put into the
check's folder: no image is square where it need not be, and no two rows, columns
or channels are alike.
"""

import io
import zlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from nngrade.suite import check, portable


def pixels(height, width, channels=3, seed=0):
    """The numbers of an image, all of them drawn: (H, W, C), or (H, W) for no channels."""
    shape = (height, width, channels) if channels else (height, width)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def png(image):
    """A PIL image as the bytes of a PNG file."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def picture(seed=0, height=4, width=6):
    return png(Image.fromarray(pixels(height, width, seed=seed)))


def lay(world, files):
    """Put files into a check's folder; a name that ends in a slash is an empty folder. Gives the path of "root"."""
    for name, data in files.items():
        if name.endswith("/"):
            world(make_folder, world.path(name.rstrip("/")))
        else:
            world.write(name, data)
    return world.path("root")


@portable
def make_folder(path):
    Path(path).mkdir(parents=True)


@portable
def make_image(array, mode):
    """A PIL image of these numbers."""
    return Image.fromarray(array).convert(mode) if mode else Image.fromarray(array)


@portable
def look_at(image):
    """What an image is: its mode and its numbers. None for what is no image."""
    return (image.mode, np.array(image)) if isinstance(image, Image.Image) else None


@portable
def read_item(dataset, index):
    """An item whose image is told by its mode and numbers; the label as it is."""
    image, label = dataset[index]
    return image.mode, np.array(image), label


@portable
def read_all(dataset):
    """All items of a dataset, as a loop over it gives them."""
    return [(np.array(image), label) for image, label in dataset]


def seen(worker, expect, image, mode="RGB", what="the image"):
    """The numbers of a PIL image that the submission gave."""
    told = worker(look_at, image)
    expect.that(told is not None, f"{what} is a PIL image", got=image)
    expect.equal(told[0], mode, what=f"the mode of {what}")
    return told[1]


@portable
def shapes_of_all(dataset):
    """The shapes of all images of a dataset; a word in the place of what is none."""
    shapes = []
    for index in range(len(dataset)):
        try:
            shapes.append(np.array(dataset[index][0]).shape)
        except Exception:  # noqa: BLE001 - whatever it is, there is no image
            shapes.append("no image")
    return shapes


# --- ImageFolder -----------------------------------------------------------------------------------------------------

PETS = {
    "root/dog/b.png": picture(1),
    "root/dog/a.png": picture(2),
    "root/cat/1.png": picture(3),
    "root/eel/x.png": picture(4),
}
PETS_IN_ORDER = [(3, 0), (2, 1), (1, 1), (4, 2)]


@check(
    "ImageFolder",
    "finds the classes, sorted, and numbers them",
    points=2,
    public=True,
    hint="Which folders stand in root, in sorted order?",
)
def test_folder_classes(student, worker, expect):
    folder = student.ImageFolder(lay(worker, PETS))
    expect.equal(folder.classes, ["cat", "dog", "eel"], what="classes")
    expect.equal(folder.class_to_idx, {"cat": 0, "dog": 1, "eel": 2}, what="class_to_idx")


@check(
    "ImageFolder",
    "gives each image with its label, in order",
    points=3,
    hint="Go through the classes in their order, and within a class through its files. How many images are there?",
)
def test_folder_items(student, worker, expect):
    folder = student.ImageFolder(lay(worker, PETS))
    expect.equal(len(folder), 4, what="the length")
    for index, (seed, label) in enumerate(PETS_IN_ORDER):
        mode, numbers, got = expect.parts(worker(read_item, folder, index), 3, f"item {index}")
        expect.equal(got, label, what=f"the label of item {index}")
        expect.that(np.asarray(got).dtype.kind in "iu", f"the label of item {index} is a whole number", got=got)
        expect.equal(numbers, pixels(4, 6, seed=seed), what=f"the image of item {index}")
        expect.equal(mode, "RGB", what=f"the mode of item {index}")


@check(
    "ImageFolder",
    "names are sorted as text: 10 before 2, capitals before small letters",
    points=2,
    hint="Is the number in a folder's name its class index? Read class_to_idx.",
)
def test_folder_sorts_as_text(student, worker, expect):
    # Where paths are sorted in place of names, "apple-pie/2.png" stands before "apple/2.png": a hyphen before a slash.
    names = ["10", "2", "Zebra", "apple", "apple-pie", "with space", "ähre"]
    files = {f"root/{name}/{file}.png": picture(place, 2, 3) for name in names[::-1] for place, file in enumerate(("2", "10", "B"))}
    folder = student.ImageFolder(lay(worker, files))
    expect.equal(folder.classes, names, what="classes")
    expect.equal(folder.class_to_idx, {name: index for index, name in enumerate(names)}, what="class_to_idx")
    for index, seed in enumerate((1, 0, 2)):
        _, numbers, label = expect.parts(worker(read_item, folder, 3 + index), 3)
        expect.equal(label, 1, what=f"the label of item {3 + index}")
        expect.equal(numbers, pixels(2, 3, seed=seed), what=f"item {3 + index}, of the files 10.png, 2.png and B.png")
    labels = [label for _, label in worker(read_all, folder)]
    expect.equal(labels, [place for place in range(len(names)) for _ in range(3)], what="the labels of all items, in order")


@check(
    "ImageFolder",
    "endings count in capital letters too, and what is no image is passed over",
    points=2,
    hint="Compare the ending in small letters. And what else may lie about in a folder?",
)
def test_folder_passes_over_other_files(student, worker, expect):
    jpeg = io.BytesIO()
    Image.fromarray(pixels(8, 8, seed=5)).save(jpeg, "JPEG")
    bitmap = io.BytesIO()
    Image.fromarray(pixels(3, 2, seed=6)).save(bitmap, "BMP")
    files = {
        "root/a/1.PNG": picture(1),
        "root/a/2.Jpg": jpeg.getvalue(),
        "root/a/3.JPEG": jpeg.getvalue(),
        "root/a/4.bmp": bitmap.getvalue(),
        "root/a/notes.txt": b"no image",
        "root/a/.DS_Store": b"\0\1",
        "root/a/0png": b"only called so",
        "root/a/6.png.part": b"half a download",
        "root/a/deeper/7.png": picture(2),
        "root/a/2-folder.png/8.png": picture(2),
        "root/README.md": b"about the data",
        "root/stray.png": picture(3),
    }
    folder = student.ImageFolder(lay(worker, files))
    expect.equal(folder.classes, ["a"], what="classes")
    right = [(4, 6, 3), (8, 8, 3), (8, 8, 3), (3, 2, 3)]
    expect.equal(worker(shapes_of_all, folder), right, what="the shapes of the images of 1.PNG, 2.Jpg, 3.JPEG and 4.bmp")


@check(
    "ImageFolder",
    "every image comes in RGB, whatever its file holds",
    points=3,
    hint="Make every image RGB: grey, palette and transparent files have other channels.",
)
def test_folder_converts_to_rgb(student, worker, expect):
    grey = Image.fromarray(pixels(3, 5, 0))
    colours = Image.fromarray(pixels(3, 5, seed=7))
    images = {
        "1-grey": grey,
        "2-alpha": Image.fromarray(pixels(3, 5, 4)),
        "3-palette": colours.quantize(8),
        "4-grey-alpha": Image.merge("LA", (grey, grey.rotate(180))),
        "5-bilevel": grey.convert("1"),
        "6-rgb": colours,
    }
    folder = student.ImageFolder(lay(worker, {f"root/a/{name}.png": png(image) for name, image in images.items()}))
    for index, (name, image) in enumerate(images.items()):
        mode, numbers, _ = expect.parts(worker(read_item, folder, index), 3)
        expect.equal(mode, "RGB", what=f"the mode of {name}.png")
        expect.equal(numbers, np.array(image.convert("RGB")), what=f"the numbers of {name}.png")


@check(
    "ImageFolder",
    "a class without an image keeps its number",
    points=1,
    hint="What becomes of the numbers of the classes after it, when it is left out?",
)
def test_folder_keeps_empty_classes(student, worker, expect):
    files = {"root/bee/": b"", "root/ant/1.png": picture(1), "root/cow/1.png": picture(2), "root/dog/notes.txt": b""}
    folder = student.ImageFolder(lay(worker, files))
    expect.equal(folder.class_to_idx, {"ant": 0, "bee": 1, "cow": 2, "dog": 3}, what="class_to_idx")
    expect.equal([label for _, label in worker(read_all, folder)], [0, 2], what="the labels")


@portable
def shape_as_transform(image):
    """A transform that tells what it was given."""
    return np.array([image.width, image.height, image.mode == "RGB"], dtype=int)


@check(
    "ImageFolder",
    "the transform is applied to each image, in RGB, and to no label",
    points=2,
    hint="When is the transform called, with what, and where does its answer go?",
)
def test_folder_transform(student, worker, expect):
    files = {"root/a/1.png": picture(1, 4, 6), "root/b/2.png": png(Image.fromarray(pixels(3, 2, 0)))}
    folder = student.ImageFolder(lay(worker, files), shape_as_transform)
    for index, right in enumerate(([6, 4, 1], [2, 3, 1])):
        image, label = expect.pair(folder[index], f"item {index}")
        expect.equal(image, np.array(right), what=f"what the transform made of item {index}: width, height, whether RGB")
        expect.equal(label, index, what=f"the label of item {index}")
    times = worker(times_transformed, student.ImageFolder, worker.path("root"))
    expect.equal(times, [1, 2, 3], what="how often the transform had been called, after each of three readings of item 0")


@portable
def times_transformed(image_folder, root):
    """How often a transform has been called after each reading of the first item."""
    calls = []

    def counting(image):
        calls.append(image)
        return len(calls)

    dataset = image_folder(root, counting)
    return [dataset[0][0] for _ in range(3)]


@portable
def found_by_a_path(image_folder, root):
    """The classes and the number of images of a folder whose root is a Path."""
    dataset = image_folder(Path(root))
    return list(dataset.classes), len(dataset)


@check(
    "ImageFolder",
    "root may be a Path as well as a string",
    points=1,
    hint="What can be done with a string that cannot be done with a Path? Which of the two does Path(root) take?",
)
def test_folder_of_a_path(student, worker, expect):
    found = worker(found_by_a_path, student.ImageFolder, lay(worker, PETS))
    expect.equal(found, (["cat", "dog", "eel"], 4), what="the classes and the number of images, of a root that is a Path")


def with_a_bad_chunk(whole):
    """A PNG file whose second chunk of pixels has a name that is none: PIL raises a SyntaxError, and only when it reads them."""
    start = whole.index(b"IDAT")
    size = int.from_bytes(whole[start - 4 : start], "big")
    pixels_part = whole[start + 4 : start + 4 + size // 2]
    first = (size // 2).to_bytes(4, "big") + b"IDAT" + pixels_part + zlib.crc32(b"IDAT" + pixels_part).to_bytes(4, "big")
    return whole[: start - 4] + first + b"\0\0\0\4" + b"\xff\xfe\xfd\xfc" + whole[start + 4 + size // 2 :]


@check(
    "ImageFolder",
    "a broken file is named, when it is asked for and not before",
    points=3,
    hint="One of ten thousand files is broken: which? Some broken files raise something else than an OSError.",
)
def test_folder_names_a_broken_file(student, worker, expect):
    whole = picture(1, 40, 40)
    # Cut in its data, cut in its head, with nonsense for a head, empty, another thing altogether, and cut short by a bad chunk.
    broken = [whole[: len(whole) // 2], whole[:20], whole[:8] + b"\xff" * 40, b"", b"not an image at all", with_a_bad_chunk(whole)]
    files = {f"root/a/broken-{place}.png": data for place, data in enumerate(broken)}
    folder = student.ImageFolder(lay(worker, {**files, "root/a/sound.png": picture(2)}))
    expect.equal(len(folder), 7, what="the length")
    for place in range(6):
        expect.raises(OSError, worker, read_item, folder, place, mentions=f"broken-{place}.png")
    expect.equal(worker(read_item, folder, 6)[1], pixels(4, 6, seed=2), what="the sound image after them")


@check(
    "ImageFolder",
    "a root without class folders is refused, by its path",
    points=1,
    hint="The root contains the class folders: what if somebody gives a class folder itself?",
)
def test_folder_refuses_a_root_without_classes(student, worker, expect):
    root = lay(worker, {"root/only/1.png": picture(1)})
    expect.raises(FileNotFoundError, student.ImageFolder, f"{root}/only", mentions="root/only")


@portable
def items_beyond(dataset):
    """What comes of asking for the item after the last one."""
    try:
        dataset[len(dataset)]
    except IndexError:
        return "an IndexError"
    return "something else"


@check(
    "ImageFolder",
    "a loop over it ends, and so does one over a DataLoader of it",
    points=1,
    hint="What tells a loop that there is no item any more?",
)
def test_folder_in_a_loop(student, worker, expect):
    folder = student.ImageFolder(lay(worker, PETS), shape_as_transform)
    expect.equal(worker(items_beyond, folder), "an IndexError", what="what comes of asking for the item after the last one")
    labels = [label for batch in worker.torch.utils.data.DataLoader(folder, batch_size=3) for label in expect.array(batch[1]).tolist()]
    expect.equal(labels, [0, 1, 1, 2], what="the labels that a DataLoader gives")


# --- to_tensor -------------------------------------------------------------------------------------------------------


def image_of(world, array, mode=None):
    return world(make_image, array, mode)


def judge_tensor(student, worker, expect, array, right):
    tensor = student.to_tensor(image_of(worker, array))
    expect.close(tensor, right, what="the tensor")
    expect.equal(str(getattr(tensor, "dtype", "none")), "torch.float32", what="the dtype")


@check(
    "to_tensor",
    "two pixels, one under the other, become a tensor (3, 2, 1)",
    points=2,
    public=True,
    hint="np.array(image) has the channel last. Where is it wanted?",
)
def test_tensor_of_two_pixels(student, worker, expect):
    judge_tensor(
        student,
        worker,
        expect,
        np.array([[[255, 0, 51]], [[102, 255, 0]]], dtype=np.uint8),
        np.array([[[1.0], [0.4]], [[0.0], [1.0]], [[0.2], [0.0]]]),
    )


@check(
    "to_tensor",
    "an image that is wider than high, or higher than wide",
    points=2,
    hint="Height before width: which of the two does `image.size` tell first?",
)
def test_tensor_of_an_image(student, worker, expect):
    for height, width in ((3, 5), (6, 2)):
        array = pixels(height, width)
        judge_tensor(student, worker, expect, array, array.transpose(2, 0, 1) / 255)


@check(
    "to_tensor",
    "as many rows as columns as channels",
    points=1,
    hint="With three of each no shape warns you: is it turned, or only read anew?",
)
def test_tensor_of_a_cube(student, worker, expect):
    array = pixels(3, 3)
    judge_tensor(student, worker, expect, array, array.transpose(2, 0, 1) / 255)


@check("to_tensor", "a grey image has one channel", points=2, hint="Its array has two axes. Which shape is asked for?")
def test_tensor_of_a_grey_image(student, worker, expect):
    array = pixels(4, 2, 0)
    judge_tensor(student, worker, expect, array, array[None] / 255)


@check(
    "to_tensor",
    "black is 0, white is 1, and a dark image stays dark",
    points=1,
    hint="By which number do you divide? Is it the same for every image?",
)
def test_tensor_range(student, worker, expect):
    for value in (0, 255, 1, 10):
        judge_tensor(student, worker, expect, np.full((2, 3, 3), value, dtype=np.uint8), np.full((3, 2, 3), value / 255))


@portable
def tensor_and_image(to_tensor, image):
    """Write into the tensor, and see whether the image changes; give the image's numbers before and after."""
    before = np.array(image)
    tensor = to_tensor(image)
    tensor.zero_()
    return before, np.array(image)


@check("to_tensor", "the image is left as it was, whatever becomes of the tensor", points=1, hint="Do tensor and image share their memory?")
def test_tensor_leaves_the_image_alone(student, worker, expect):
    before, after = worker(tensor_and_image, student.to_tensor, image_of(worker, pixels(3, 4)))
    expect.equal(after, before, what="the image's numbers, after the tensor was set to zero")


# --- normalize -------------------------------------------------------------------------------------------------------

TENSOR = torch.tensor(np.random.default_rng(1).random((3, 2, 4)), dtype=torch.float32)
MEANS, STDS = (0.5, 0.25, 0.125), (0.5, 0.25, 2.0)


@check(
    "normalize",
    "three channels, each with its own mean and std",
    points=2,
    public=True,
    hint="Subtract, then divide: which number for which channel?",
)
def test_normalize_three_channels(agree):
    agree.normalize(TENSOR, MEANS, STDS)


@check(
    "normalize",
    "as many rows and columns as channels",
    points=2,
    hint="Write the shapes (3, 3, 3) and (3,) beside each other: which axis does PyTorch line up?",
)
def test_normalize_a_cube(agree):
    agree.normalize(torch.cat([TENSOR, TENSOR[:, :1]], dim=1)[:, :, :3].clone(), MEANS, STDS)


@check("normalize", "one channel, or four", points=1, hint="One channel needs one mean and one std. How many channels did you count on?")
def test_normalize_other_channels(agree):
    agree.normalize(TENSOR[:1].clone(), (0.25,), (0.125,))
    agree.normalize(torch.cat([TENSOR, TENSOR[:1] + 1]), (0.5, 0.25, 0.125, 1.0), (0.5, 0.25, 2.0, 4.0))


@check("normalize", "mean and std may come as lists", points=1, hint="What can be subtracted from a tensor?")
def test_normalize_with_lists(agree):
    agree.normalize(TENSOR, list(MEANS), list(STDS))


@check(
    "normalize", "what was mean becomes 0, and what was mean + std becomes 1", points=1, hint="Which comes first, the shift or the scale?"
)
def test_normalize_fixed_points(student, expect):
    mean = torch.tensor(MEANS).reshape(3, 1, 1)
    expect.close(student.normalize(mean.expand(3, 2, 2).clone(), MEANS, STDS), np.zeros((3, 2, 2)), what="what was mean", atol=1e-6)
    above = (mean + torch.tensor(STDS).reshape(3, 1, 1)).expand(3, 2, 2).clone()
    expect.close(student.normalize(above, MEANS, STDS), np.ones((3, 2, 2)), what="what was mean + std", atol=1e-6)


@check("normalize", "the answer is float32, like the tensor", points=1, hint="Which dtype have the means, once they are an array?")
def test_normalize_keeps_the_dtype(student, expect):
    tensor = student.normalize(TENSOR, MEANS, STDS)
    expect.equal(str(getattr(tensor, "dtype", "none")), "torch.float32", what="the dtype")


@check("normalize", "the tensor is left as it was", points=1, purity=True, hint="-=, /= and every name that ends in _ work in place.")
def test_normalize_leaves_the_tensor_alone(agree):
    agree.normalize(TENSOR, MEANS, STDS)


# --- center_crop -----------------------------------------------------------------------------------------------------


def judge_crop(student, worker, expect, array, size, left, top, mode="RGB"):
    got = seen(worker, expect, student.center_crop(image_of(worker, array), size), mode, "the square")
    expect.equal(got, array[top : top + size, left : left + size], what="the square's numbers")


@check(
    "center_crop",
    "a square of 2 out of an image 6 wide and 4 high",
    points=2,
    public=True,
    hint="How many columns are left over, and how many of them are cut off at the left?",
)
def test_crop_of_a_wide_image(student, worker, expect):
    judge_crop(student, worker, expect, pixels(4, 6), 2, left=2, top=1)


@check(
    "center_crop",
    "a high image, and one that is square already",
    points=2,
    hint="`image.size` is (width, height), the array's shape (height, width).",
)
def test_crop_of_a_high_image(student, worker, expect):
    judge_crop(student, worker, expect, pixels(9, 3), 3, left=0, top=3)
    judge_crop(student, worker, expect, pixels(5, 5), 3, left=1, top=1)


@check(
    "center_crop",
    "where the rest is odd, the smaller half goes at the left and at the top",
    points=1,
    hint="An image of 5 and a square of 2: 3 columns are left over. Round which way?",
)
def test_crop_with_an_odd_rest(student, worker, expect):
    judge_crop(student, worker, expect, pixels(7, 5), 2, left=1, top=2)
    judge_crop(student, worker, expect, pixels(4, 5), 3, left=1, top=0)


@check("center_crop", "a square as large as the image is all of it", points=1, hint="What is left over then?")
def test_crop_of_everything(student, worker, expect):
    judge_crop(student, worker, expect, pixels(4, 4), 4, left=0, top=0)
    judge_crop(student, worker, expect, pixels(4, 6), 4, left=1, top=0)


@check("center_crop", "a grey or transparent image keeps its mode", points=1, hint="PIL's own crop does: does yours go through an array?")
def test_crop_keeps_the_mode(student, worker, expect):
    judge_crop(student, worker, expect, pixels(4, 5, 0), 3, left=1, top=0, mode="L")
    judge_crop(student, worker, expect, pixels(4, 5, 4), 3, left=1, top=0, mode="RGBA")


@portable
def make_palette_image(array):
    """A PIL image in mode P: each of its numbers is a place in a list of eight colours."""
    return Image.fromarray(array).quantize(8)


@portable
def colours_of(image):
    """The mode of an image, and its numbers as RGB. None for what is no image."""
    return (image.mode, np.array(image.convert("RGB"))) if isinstance(image, Image.Image) else None


@check(
    "center_crop",
    "an image with a palette keeps its colours",
    points=1,
    hint="The numbers of such an image are places in a list of colours. Where is that list, once the image is an array?",
)
def test_crop_keeps_the_palette(student, worker, expect):
    image = worker(make_palette_image, pixels(4, 5))
    mode, colours = expect.parts(worker(colours_of, image), 2)
    got = worker(colours_of, student.center_crop(image, 3))
    expect.equal(got, (mode, expect.array(colours)[0:3, 1:4]), what="the mode of the square, and its colours")


@portable
def crop_size(center_crop, image, size):
    """How large a square came out."""
    return center_crop(image, size).size


@check(
    "center_crop",
    "an image that is too small raises a ValueError that names the size",
    points=1,
    hint="PIL fills what lies beyond the edge with black, and says nothing.",
)
def test_crop_refuses_small_images(student, worker, expect):
    for height, width, size in ((9, 4, 7), (5, 9, 6), (3, 3, 8)):
        expect.raises(ValueError, worker, crop_size, student.center_crop, image_of(worker, pixels(height, width)), size, mentions=str(size))


@check("center_crop", "the image is left as it was", points=1, hint="Who else still needs the image?")
def test_crop_leaves_the_image_alone(student, worker, expect):
    array = pixels(4, 6)
    image = image_of(worker, array)
    student.center_crop(image, 2)
    expect.equal(seen(worker, expect, image), array, what="the image's numbers")


# --- random_horizontal_flip ------------------------------------------------------------------------------------------


def chance(seed=0):
    return torch.Generator().manual_seed(seed)


@check(
    "random_horizontal_flip",
    "with p = 1 the image is mirrored left to right",
    points=2,
    public=True,
    hint="Left and right change places: which axis of the array is that?",
)
def test_flip_always(student, worker, expect):
    for array in (pixels(2, 3), pixels(4, 4, seed=1)):
        flipped = [student.random_horizontal_flip(image_of(worker, array), p, chance()) for p in (1.0, 0.0)]
        got = {f"p = {p}": seen(worker, expect, image) for p, image in zip((1, 0), flipped, strict=True)}
        expect.equal(got, {"p = 1": array[:, ::-1], "p = 0": array}, what="the image")


@check(
    "random_horizontal_flip",
    "with p = 0 the image stays as it is",
    points=1,
    hint="For which drawn numbers is the image mirrored, when p is 0?",
)
def test_flip_never(student, worker, expect):
    array = pixels(2, 3)
    for seed in range(5):
        got = seen(worker, expect, student.random_horizontal_flip(image_of(worker, array), 0.0, chance(seed)))
        expect.equal(got, array, what="the image")


@portable
def flip_many(flip, array, p, generator, times):
    """Which of many calls with one generator have mirrored an image; None for anything else that came out."""
    image = Image.fromarray(array)
    outcomes = []
    for _ in range(times):
        got = np.array(flip(image, p, generator))
        outcomes.append(bool((got == array[:, ::-1]).all()) if (got == array[:, ::-1]).all() or (got == array).all() else None)
    return outcomes


def flips(student, worker, expect, p, times, seed=0):
    outcomes = worker(flip_many, student.random_horizontal_flip, pixels(1, 2), p, chance(seed), times)
    expect.that(None not in outcomes, "the image is mirrored or as it was, and nothing else", got=outcomes)
    return outcomes


@check("random_horizontal_flip", "it is mirrored as often as p says", points=2, hint="Draw a number from 0 to 1. How often is it below p?")
def test_flip_as_often_as_told(student, worker, expect):
    for p in (0.2, 0.7):
        count = sum(flips(student, worker, expect, p, 600))
        # Right code misses this bound once in a million generators: it is 5 standard deviations wide.
        expect.that(abs(count - 600 * p) < 5 * np.sqrt(600 * p * (1 - p)), f"about {600 * p:.0f} of 600 images are mirrored", got=count)


@portable
def spoil_global_chance(seed):
    """Another state of every global generator."""
    import random  # noqa: PLC0415 - a function that travels brings its own

    torch.manual_seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - the one that is to be spoilt
    random.seed(seed)


@check(
    "random_horizontal_flip",
    "all chance comes from the generator",
    points=2,
    hint="The same generator, the same images: does anything of yours draw from another one?",
)
def test_flip_is_repeatable(student, worker, expect):
    once = flips(student, worker, expect, 0.5, 60, seed=3)
    worker(spoil_global_chance, 99)
    expect.equal(
        flips(student, worker, expect, 0.5, 60, seed=3), once, what="which of 60 images are mirrored, with a generator in the same state"
    )
    other = flips(student, worker, expect, 0.5, 60, seed=4)
    expect.that(other != once, "a generator in another state mirrors others", got=other)


@check(
    "random_horizontal_flip",
    "mode and size stay, of a grey image too",
    points=1,
    hint="Does your mirror go through an array? What does a grey one look like?",
)
def test_flip_keeps_the_mode(student, worker, expect):
    for array, mode in ((pixels(2, 3, 0), "L"), (pixels(2, 3, 4), "RGBA")):
        got = seen(worker, expect, student.random_horizontal_flip(image_of(worker, array), 1.0, chance()), mode)
        expect.equal(got, array[:, ::-1], what="the mirrored image")


@check(
    "random_horizontal_flip",
    "an image with a palette keeps its colours",
    points=1,
    hint="The numbers of such an image are places in a list of colours. Where is that list, once the image is an array?",
)
def test_flip_keeps_the_palette(student, worker, expect):
    image = worker(make_palette_image, pixels(3, 4))
    mode, colours = expect.parts(worker(colours_of, image), 2)
    got = worker(colours_of, student.random_horizontal_flip(image, 1.0, chance()))
    expect.equal(got, (mode, expect.array(colours)[:, ::-1]), what="the mode of the mirrored image, and its colours")


@check(
    "random_horizontal_flip",
    "the image that came in is left as it was",
    points=1,
    hint="transpose gives a new image. Who else still needs the old one?",
)
def test_flip_leaves_the_image_alone(student, worker, expect):
    array = pixels(2, 3)
    image = image_of(worker, array)
    student.random_horizontal_flip(image, 1.0, chance())
    expect.equal(seen(worker, expect, image), array, what="the image's numbers")


# --- make_loaders ----------------------------------------------------------------------------------------------------

CLASSES = ("0", "1", "2")
PER_CLASS = 7


def digit_files(data, splits):
    """Handwritten digits as PNG files: for each split, its classes and which of each class's images."""
    with np.load(data / "digits.npz") as digits:
        images, labels = digits["images"], digits["labels"]
    files = {}
    for split, (classes, which) in splits.items():
        for name in classes:
            for place in which:
                numbers = images[np.flatnonzero(labels == int(name))[place]]
                files[f"root/{split}/{name}/{place:02}.png"] = png(Image.fromarray((numbers * 15).astype(np.uint8)))
    return files


def usual(data):
    return digit_files(data, {"train": (CLASSES, range(PER_CLASS)), "valid": (CLASSES, range(20, 24))})


def numbers_of(files, split):
    """The right tensors of a split, with their labels by the classes in order."""
    rows = []
    for name in sorted(file for file in files if file.startswith(f"root/{split}/")):
        array = np.array(Image.open(io.BytesIO(files[name])).convert("RGB"), dtype=np.float64)
        rows.append((array.transpose(2, 0, 1) / 255 / 0.5 - 1, CLASSES.index(name.split("/")[2])))
    return rows


def loaders(student, worker, expect, files, batch_size=4, seed=0):
    given_back = student.make_loaders(lay(worker, files), batch_size, chance(seed))
    return expect.parts(given_back, 3, "what make_loaders gives")


def one_pass(expect, loader, what):
    """All images and labels of one loop over a loader, and the sizes of its batches."""
    images, labels, sizes = [], [], []
    for batch in loader:
        x, y = expect.pair(batch, f"a batch of {what}")
        x, y = (
            expect.array(x, f"the images of {what}", shape=(-1, 3, 8, 8)),
            expect.array(y, f"the labels of {what}", shape=(len(expect.array(x)),)),
        )
        images.extend(x)
        labels.extend(y.astype(int).tolist())
        sizes.append(len(x))
    return images, labels, sizes


def which_one(image, rows):
    """The place of an image among the right ones, and whether it is mirrored; None if it is none of them."""
    for place, (right, _) in enumerate(rows):
        if np.abs(image - right).max() < 1e-4:
            return place, False
        if np.abs(image - right[:, :, ::-1]).max() < 1e-4:
            return place, True
    return None


def recognised(expect, images, rows, what):
    found = [which_one(image, rows) for image in images]
    for place, one in enumerate(found):
        if one is None:
            expect.that(one is not None, f"image {place} of {what} is one of its files, from -1 to 1, perhaps mirrored", got=images[place])
    return found


@check(
    "make_loaders",
    "gives batches of both splits, and the classes",
    points=2,
    public=True,
    hint="What is the shape of a batch, how many are there, and how large is the last one?",
)
def test_loaders_give_batches(student, worker, expect, data):
    train, valid, class_to_idx = loaders(student, worker, expect, usual(data))
    expect.equal(class_to_idx, {"0": 0, "1": 1, "2": 2}, what="class_to_idx")
    _, labels, sizes = one_pass(expect, train, "train")
    expect.equal(sizes, [4, 4, 4, 4, 4, 1], what="the sizes of the batches of train")
    expect.equal(sorted(labels), [0] * 7 + [1] * 7 + [2] * 7, what="the labels of train, sorted")
    _, labels, sizes = one_pass(expect, valid, "valid")
    expect.equal(sizes, [4, 4, 4], what="the sizes of the batches of valid")
    expect.equal(sorted(labels), [0] * 4 + [1] * 4 + [2] * 4, what="the labels of valid, sorted")


@check(
    "make_loaders",
    "validation images are their files, normalised, each once, and never mirrored",
    points=3,
    hint="Test images should come out the same every time. Which steps belong to both splits?",
)
def test_loaders_leave_valid_as_it_is(student, worker, expect, data):
    files = usual(data)
    _, valid, _ = loaders(student, worker, expect, files)
    rows = numbers_of(files, "valid")
    for _ in range(2):
        images, labels, _ = one_pass(expect, valid, "valid")
        found = recognised(expect, images, rows, "valid")
        expect.equal(sorted(place for place, _ in found), list(range(12)), what="which files of valid came, sorted")
        expect.equal([mirrored for _, mirrored in found], [False] * 12, what="which images of valid are mirrored")
        expect.equal(labels, [rows[place][1] for place, _ in found], what="the labels, in the order of the images")


@check(
    "make_loaders",
    "training images are their files, normalised, each once an epoch, with their labels",
    points=2,
    hint="Same scaling for train and valid. And which transform comes first: a tensor is no image any more.",
)
def test_loaders_give_each_training_image_once(student, worker, expect, data):
    files = usual(data)
    train, _, _ = loaders(student, worker, expect, files)
    rows = numbers_of(files, "train")
    for _ in range(2):
        images, labels, _ = one_pass(expect, train, "train")
        found = recognised(expect, images, rows, "train")
        expect.equal(sorted(place for place, _ in found), list(range(21)), what="which files of train came, sorted")
        expect.equal(labels, [rows[place][1] for place, _ in found], what="the labels, in the order of the images")


@check(
    "make_loaders",
    "about half of the training images are mirrored, others in each epoch",
    points=2,
    hint="Random augmentation belongs to training, and is drawn anew each time an image is read.",
)
def test_loaders_mirror_training_images(student, worker, expect, data):
    files = usual(data)
    train, valid, _ = loaders(student, worker, expect, files)
    rows = numbers_of(files, "train")
    epochs, batches = [], []
    for _ in range(6):
        images, _, sizes = one_pass(expect, train, "train")
        found = recognised(expect, images, rows, "train")
        epochs.append(tuple(mirrored for _, mirrored in sorted(found)))
        ends = np.cumsum(sizes)
        batches += [[mirrored for _, mirrored in found[end - size : end]] for size, end in zip(sizes, ends, strict=True)]
    count = sum(map(sum, epochs))
    others = sum(mirrored for _, mirrored in recognised(expect, one_pass(expect, valid, "valid")[0], numbers_of(files, "valid"), "valid"))
    got = {"mirrored of train": count, "mirrored of valid": others}
    expect.that(abs(count - 63) < 5 * np.sqrt(126 / 4), "of 126 training images about 63 are mirrored", got=got)
    expect.that(len(set(epochs)) > 1, "not the same images are mirrored in every epoch", got=epochs[0])
    # Of 30 batches of 4, each is all mirrored or not at all with a chance of 1 in 8: never all of them.
    mixed = any(0 < sum(batch) < len(batch) for batch in batches)
    expect.that(mixed, "there are batches of which some images are mirrored and some are not", got=batches[0])


@check(
    "make_loaders",
    "the training order is new in each epoch",
    points=2,
    hint="Files come sorted by class: shuffle. And when is the new order drawn?",
)
def test_loaders_shuffle_train(student, worker, expect, data):
    files = usual(data)
    train, _, _ = loaders(student, worker, expect, files)
    rows = numbers_of(files, "train")
    orders = []
    for _ in range(3):
        images, _, _ = one_pass(expect, train, "train")
        orders.append([place for place, _ in recognised(expect, images, rows, "train")])
    expect.that(
        all(order != sorted(order) for order in orders), "the training images do not come in the order of their files", got=orders[0]
    )
    expect.that(orders[0] != orders[1] and orders[1] != orders[2], "each epoch has another order", got=orders[1])


@check(
    "make_loaders",
    "the same generator gives the same batches, whatever else was drawn",
    points=2,
    hint="All chance comes from the generator: the orders too. Does your DataLoader know it?",
)
def test_loaders_are_repeatable(student, worker, expect, data):
    files = usual(data)
    passes, valid_passes = [], []
    for spoilt, seed in ((1, 5), (2, 5), (2, 6)):
        train, valid, _ = loaders(student, worker, expect, files, seed=seed)
        worker(spoil_global_chance, spoilt)
        passes.append(np.array(one_pass(expect, train, "train")[0]))
        valid_passes.append(np.array(one_pass(expect, valid, "valid")[0]))
    expect.equal(passes[1], passes[0], what="the images of train, with a generator in the same state")
    expect.equal(valid_passes[1], valid_passes[0], what="the images of valid, with a generator in the same state")
    expect.that(np.abs(passes[2] - passes[0]).max() > 0.1, "a generator in another state gives another epoch", got=passes[2][0])


@check(
    "make_loaders",
    "a class that is missing in valid keeps its number",
    points=2,
    hint="Both sets need the same class list: whose numbers do the labels of valid have?",
)
def test_loaders_number_valid_by_train(student, worker, expect, data):
    files = digit_files(data, {"train": (CLASSES, range(2)), "valid": (("0", "2"), range(20, 22))})
    _, valid, class_to_idx = loaders(student, worker, expect, files)
    expect.equal(class_to_idx, {"0": 0, "1": 1, "2": 2}, what="class_to_idx")
    images, labels, _ = one_pass(expect, valid, "valid")
    rows = numbers_of(files, "valid")
    found = recognised(expect, images, rows, "valid")
    expect.equal(labels, [rows[place][1] for place, _ in found], what="the labels of valid")


@check(
    "make_loaders",
    "a class that train lacks is refused by its name",
    points=1,
    hint="Which number would it get? Somebody should hear of it before the training.",
)
def test_loaders_refuse_unknown_classes(student, worker, expect, data):
    files = digit_files(data, {"train": (("0", "2"), range(2)), "valid": (CLASSES, range(20, 22))})
    expect.raises(ValueError, student.make_loaders, lay(worker, files), 4, chance(), mentions="1")


@check(
    "make_loaders",
    "any batch size will do, and labels are int64",
    points=1,
    hint="Does every number in your function come from its arguments? And which type does the cross entropy want?",
)
def test_loaders_of_any_batch_size(student, worker, expect, data):
    train, valid, _ = loaders(student, worker, expect, usual(data), batch_size=16)
    expect.equal(one_pass(expect, train, "train")[2], [16, 5], what="the sizes of the batches of train")
    expect.equal(one_pass(expect, valid, "valid")[2], [12], what="the sizes of the batches of valid")
    x, y = expect.pair(next(iter(valid)), "a batch")
    expect.equal(
        (str(getattr(x, "dtype", "")), str(getattr(y, "dtype", ""))),
        ("torch.float32", "torch.int64"),
        what="the dtypes of images and labels",
    )
