"""Wrong implementations that people really write, each with what a tutor would say to it.

A function differs from the right one in the one thing that it is named for.
"""

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from nngrade.suite import misconception

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp")
HALVES = (0.5, 0.5, 0.5)


# --- ImageFolder -----------------------------------------------------------------------------------------------------


class RightFolder(Dataset):
    """The right answer in parts, of which each mistake below replaces one."""

    def __init__(self, root, transform=None):
        self.transform = transform
        self.classes = self.find_classes(Path(root))
        self.class_to_idx = self.number(self.classes)
        self.paths = [path for name in self.classes for path in self.find_images(Path(root) / name)]

    def find_classes(self, root):
        names = sorted(entry.name for entry in root.iterdir() if entry.is_dir())
        if not names:
            raise FileNotFoundError(f"{root} holds no class folders")
        return names

    def number(self, classes):
        return {name: index for index, name in enumerate(classes)}

    def is_image(self, path):
        return path.is_file() and path.suffix.lower() in SUFFIXES

    def find_images(self, folder):
        return sorted((path for path in folder.iterdir() if self.is_image(path)), key=lambda path: path.name)

    def read(self, path):
        try:
            return self.convert(Image.open(path))
        except (OSError, SyntaxError, ValueError) as error:
            raise OSError(f"{path} cannot be read") from error

    def convert(self, image):
        return image.convert("RGB")

    def label_of(self, path):
        return self.class_to_idx[path.parent.name]

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index]
        image = self.read(path)
        return (self.transform(image) if self.transform is not None else image), self.label_of(path)


@misconception(
    "ImageFolder",
    says="You take the classes in the order in which the system lists the folders: on another computer they have other numbers.",
    hint="Sort the names: a listing has no order of its own.",
    caught_by="test_folder_sorts_as_text",
)
class TakesAnyOrder(RightFolder):
    def find_classes(self, root):
        # What a listing may well give; the real one would not be the same everywhere.
        return sorted(super().find_classes(root), key=lambda name: name[::-1])


@misconception(
    "ImageFolder",
    says="You sort the class names as numbers: folder names sort as text, 10 before 2.",
    hint="Folder names sort as text: read class_to_idx.",
    caught_by="test_folder_sorts_as_text",
    source="7.1d",
)
class SortsAsNumbers(RightFolder):
    def find_classes(self, root):
        return sorted(super().find_classes(root), key=lambda name: (0, int(name), "") if name.isdigit() else (1, 0, name))


@misconception(
    "ImageFolder",
    says="You take the number in a folder's name for its class index.",
    hint="Folder names sort as text: which place has 10 among them? Read class_to_idx.",
    caught_by="test_folder_sorts_as_text",
    source="7.1d",
)
class TakesTheNameForTheIndex(RightFolder):
    def number(self, classes):
        return {name: int(name) if name.isdigit() else index for index, name in enumerate(classes)}


@misconception(
    "ImageFolder",
    says="You sort without regard to capitals: as text, Zebra stands before apple.",
    hint="sorted compares capitals with small letters: which come first?",
    caught_by="test_folder_sorts_as_text",
)
class SortsWithoutCapitals(RightFolder):
    def find_classes(self, root):
        return sorted(super().find_classes(root), key=str.lower)


@misconception(
    "ImageFolder",
    says="Your class_to_idx leads from numbers to names: it is the wrong way round.",
    hint="From index to name, or name to index?",
    caught_by="test_folder_classes",
    source="7.1e",
)
class TurnsTheMappingRound(RightFolder):
    def number(self, classes):
        return dict(enumerate(classes))

    def label_of(self, path):
        return self.classes.index(path.parent.name)


@misconception(
    "ImageFolder",
    says="Your classes are numbered from 1.",
    hint="Which number has the first class, and which place has it among the logits?",
    caught_by="test_folder_classes",
)
class NumbersFromOne(RightFolder):
    def number(self, classes):
        return {name: index for index, name in enumerate(classes, start=1)}


@misconception(
    "ImageFolder",
    says="Your labels are names; a loss wants numbers.",
    hint="What does class_to_idx make of a name?",
    caught_by="test_folder_items",
    source="7.1e",
)
class GivesNamesForLabels(RightFolder):
    def label_of(self, path):
        return path.parent.name


@misconception(
    "ImageFolder",
    says="You leave a class without images out: all classes after it get other numbers.",
    hint="What becomes of the numbers of the classes after it?",
    caught_by="test_folder_keeps_empty_classes",
    source="7.1f",
)
class LeavesEmptyClassesOut(RightFolder):
    def find_classes(self, root):
        return [name for name in super().find_classes(root) if self.find_images(root / name)]


@misconception(
    "ImageFolder",
    says="You refuse a class without images.",
    hint="An empty folder is a class all the same, with a number of its own.",
    caught_by="test_folder_keeps_empty_classes",
)
class RefusesEmptyClasses(RightFolder):
    def find_images(self, folder):
        found = super().find_images(folder)
        if not found:
            raise FileNotFoundError(f"{folder} holds no image")
        return found


@misconception(
    "ImageFolder",
    says="You take files beside the folders for classes too.",
    hint="Which of the things in root are folders?",
    caught_by="test_folder_passes_over_other_files",
)
class TakesFilesForClasses(RightFolder):
    def find_classes(self, root):
        return sorted(entry.name for entry in root.iterdir())

    def find_images(self, folder):
        return super().find_images(folder) if folder.is_dir() else []


@misconception(
    "ImageFolder",
    says="You take every file for an image.",
    hint="What else may lie about in a folder? Look at the endings.",
    caught_by="test_folder_passes_over_other_files",
)
class TakesEveryFile(RightFolder):
    def is_image(self, path):
        return path.is_file()


@misconception(
    "ImageFolder",
    says="You know endings in small letters alone: a camera's IMG_1.JPG is passed over.",
    hint="Compare the ending in small letters.",
    caught_by="test_folder_passes_over_other_files",
)
class KnowsSmallEndingsAlone(RightFolder):
    def is_image(self, path):
        return path.is_file() and path.suffix in SUFFIXES


@misconception(
    "ImageFolder",
    says="You know .png alone.",
    hint="Which endings does IMAGE_SUFFIXES name?",
    caught_by="test_folder_passes_over_other_files",
)
class KnowsPngAlone(RightFolder):
    def is_image(self, path):
        return path.is_file() and path.suffix.lower() == ".png"


@misconception(
    "ImageFolder",
    says="You look for the ending anywhere in the name: 6.png.part is half a download, and no image.",
    hint="Where in a name does the ending stand? `Path.suffix` knows.",
    caught_by="test_folder_passes_over_other_files",
)
class LooksForTheEndingAnywhere(RightFolder):
    def is_image(self, path):
        return path.is_file() and any(suffix in path.name.lower() for suffix in SUFFIXES)


@misconception(
    "ImageFolder",
    says="You compare endings without their dot: a file called png counts as one.",
    hint="Where does an ending begin?",
    caught_by="test_folder_passes_over_other_files",
)
class ForgetsTheDot(RightFolder):
    def is_image(self, path):
        return path.is_file() and path.name.lower().endswith(("png", "jpg", "jpeg", "bmp"))


@misconception(
    "ImageFolder",
    says="You take a folder whose name ends in .png for an image.",
    hint="Is it a file?",
    caught_by="test_folder_passes_over_other_files",
)
class TakesFoldersForImages(RightFolder):
    def is_image(self, path):
        return path.suffix.lower() in SUFFIXES


@misconception(
    "ImageFolder",
    says="You look into folders within the class folders as well: only what lies right in them counts.",
    hint="Does rglob, or os.walk, stop at the class folder?",
    caught_by="test_folder_passes_over_other_files",
)
class LooksDeeper(RightFolder):
    def find_images(self, folder):
        return sorted(path for path in folder.rglob("*") if self.is_image(path))

    def label_of(self, path):
        return next(self.class_to_idx[parent.name] for parent in path.parents if parent.name in self.class_to_idx)


@misconception(
    "ImageFolder",
    says="The files of a class come in the order in which the system lists them.",
    hint="Sort the file names too.",
    caught_by="test_folder_items",
)
class LeavesFilesUnsorted(RightFolder):
    def find_images(self, folder):
        # What a listing may well give; the real one would not be the same everywhere.
        return super().find_images(folder)[::-1]


@misconception(
    "ImageFolder",
    says="You sort the files as numbers: names sort as text, 10.png before 2.png.",
    hint="Within a class, names are sorted as text.",
    caught_by="test_folder_sorts_as_text",
    source="7.1d",
)
class SortsFilesAsNumbers(RightFolder):
    def find_images(self, folder):
        return sorted(super().find_images(folder), key=lambda path: (len(path.name), path.name))


@misconception(
    "ImageFolder",
    says="You give the image as its file holds it: a grey one has one channel, a transparent one four.",
    hint="Make every image RGB.",
    caught_by="test_folder_converts_to_rgb",
    source="7.1l",
)
class LeavesTheMode(RightFolder):
    def convert(self, image):
        image.load()
        return image


@misconception(
    "ImageFolder",
    says="You convert grey images alone: palettes and transparent ones keep their channels.",
    hint='Which modes may a file have? convert("RGB") does for all of them.',
    caught_by="test_folder_converts_to_rgb",
    source="7.1l",
)
class ConvertsGreyAlone(RightFolder):
    def convert(self, image):
        image.load()
        return image.convert("RGB") if image.mode == "L" else image


@misconception(
    "ImageFolder",
    says="You make every image grey.",
    hint="How many channels has RGB, and how many has L?",
    caught_by="test_folder_items",
    source="7.1l",
)
class MakesEverythingGrey(RightFolder):
    def convert(self, image):
        return image.convert("L")


@misconception(
    "ImageFolder",
    says="You give an array, where a PIL image was asked for.",
    hint="What does a transform get, and what does one do with an image?",
    caught_by="test_folder_transform",
)
class GivesArrays(RightFolder):
    def convert(self, image):
        return np.array(image.convert("RGB"))


@misconception(
    "ImageFolder",
    says="You leave the transform aside.",
    hint="What is `transform` for, and when is it called?",
    caught_by="test_folder_transform",
)
class ForgetsTheTransform(RightFolder):
    def __getitem__(self, index):
        return self.read(self.paths[index]), self.label_of(self.paths[index])


@misconception(
    "ImageFolder",
    says="You call the transform before the image is RGB.",
    hint="Convert first, transform then: what may the transform count on?",
    caught_by="test_folder_transform",
    source="7.1l",
)
class TransformsBeforeConverting(RightFolder):
    def __getitem__(self, index):
        path = self.paths[index]
        image = Image.open(path)
        image = self.transform(image) if self.transform is not None else self.read(path)
        return image, self.label_of(path)


@misconception(
    "ImageFolder",
    says="You let PIL complain about a broken file, or catch what opening raises alone: what it says about the pixels names no file.",
    hint="One of ten thousand files is broken: which? Image.open reads a file's head alone: when are its pixels read?",
    caught_by="test_folder_names_a_broken_file",
)
class LetsPilComplain(RightFolder):
    def read(self, path):
        return self.convert(Image.open(path))


@misconception(
    "ImageFolder",
    says="You catch an OSError alone: for some broken PNG files PIL raises a SyntaxError.",
    hint="What else does PIL raise? Try a file whose head is cut or wrong.",
    caught_by="test_folder_names_a_broken_file",
)
class CatchesOsErrorsAlone(RightFolder):
    def read(self, path):
        try:
            return self.convert(Image.open(path))
        except OSError as error:
            raise OSError(f"{path} cannot be read") from error


@misconception(
    "ImageFolder",
    says="You refuse a broken file without naming it.",
    hint="Whoever reads your message wants to find the file: name it.",
    caught_by="test_folder_names_a_broken_file",
)
class RefusesWithoutAName(RightFolder):
    def read(self, path):
        try:
            return self.convert(Image.open(path))
        except (OSError, SyntaxError, ValueError) as error:
            raise OSError("a broken image") from error


@misconception(
    "ImageFolder",
    says="You give a black image for a broken file, and tell nobody.",
    hint="What does a network learn from a black cat? Somebody should hear of the file.",
    caught_by="test_folder_names_a_broken_file",
)
class GivesBlackForBroken(RightFolder):
    def read(self, path):
        try:
            return super().read(path)
        except OSError:
            return Image.new("RGB", (8, 8))


@misconception(
    "ImageFolder",
    says="You pass broken files over when you make the list: they are missing, and nobody is told.",
    hint="How many images are there? Somebody should hear of the broken one.",
    caught_by="test_folder_names_a_broken_file",
)
class PassesBrokenFilesOver(RightFolder):
    def find_images(self, folder):
        kept = []
        for path in super().find_images(folder):
            try:
                self.read(path)
            except OSError:
                continue
            kept.append(path)
        return kept


@misconception(
    "ImageFolder",
    says="You read every file when the folder is made: one broken file, and there is no dataset at all; ten thousand, and no memory.",
    hint="Note the paths, and open a file when its item is asked for.",
    caught_by="test_folder_names_a_broken_file",
)
class ReadsEverythingAtOnce(RightFolder):
    def __init__(self, root, transform=None):
        super().__init__(root, transform)
        self.images = [self.read(path) for path in self.paths]

    def __getitem__(self, index):
        image = self.images[index]
        return (self.transform(image) if self.transform is not None else image), self.label_of(self.paths[index])


@misconception(
    "ImageFolder",
    says="A root without class folders becomes a dataset without items: the mistake shows much later.",
    hint="The root contains the class folders: say so when it does not.",
    caught_by="test_folder_refuses_a_root_without_classes",
    source="7.1k",
)
class AcceptsAnyRoot(RightFolder):
    def find_classes(self, root):
        return sorted(entry.name for entry in root.iterdir() if entry.is_dir())


@misconception(
    "ImageFolder",
    says="You refuse a root without class folders, and do not say which root.",
    hint="Whoever reads your message wants to see the path that they gave.",
    caught_by="test_folder_refuses_a_root_without_classes",
    source="7.1k",
)
class RefusesARootWithoutItsPath(RightFolder):
    def find_classes(self, root):
        try:
            return super().find_classes(root)
        except FileNotFoundError:
            raise FileNotFoundError("no class folders") from None


@misconception(
    "ImageFolder",
    says="Your dataset begins anew at its end: a loop over it never ends.",
    hint="What tells a loop that there is no item any more? An IndexError.",
    caught_by="test_folder_in_a_loop",
)
class BeginsAnewAtItsEnd(RightFolder):
    def __getitem__(self, index):
        return super().__getitem__(index % len(self))


@misconception(
    "ImageFolder",
    says="Your length is the number of classes.",
    hint="How many items are there?",
    caught_by="test_folder_items",
)
class CountsTheClasses(RightFolder):
    def __len__(self):
        return len(self.classes)


@misconception(
    "ImageFolder",
    says="You give the image alone: the label is missing.",
    hint="What is an item: an image, and what else?",
    caught_by="test_folder_items",
)
class GivesImagesAlone(RightFolder):
    def __getitem__(self, index):
        return super().__getitem__(index)[0]


@misconception(
    "ImageFolder",
    says="You give (label, image): the image comes first.",
    hint="In which order does a training loop unpack a batch?",
    caught_by="test_folder_items",
)
class GivesTheLabelFirst(RightFolder):
    def __getitem__(self, index):
        return super().__getitem__(index)[::-1]


@misconception(
    "ImageFolder",
    says="You sort whole paths as text: apple-pie/1.png stands before apple/1.png then, since a hyphen comes before a slash.",
    hint="The items are ordered by class, and then by file. Which of the two does your one long list of paths mix up?",
    caught_by="test_folder_sorts_as_text",
)
class SortsWholePaths(RightFolder):
    def __init__(self, root, transform=None):
        super().__init__(root, transform)
        self.paths = [Path(path) for path in sorted(str(path) for path in self.paths)]


@misconception(
    "ImageFolder",
    says="You add to root as if it were a string: it may be a Path.",
    hint="Which of your operations exists for strings only, and what could you make of root first?",
    caught_by="test_folder_of_a_path",
)
class CountsOnAString(RightFolder):
    def __init__(self, root, transform=None):
        super().__init__(root + "/", transform)


@misconception(
    "ImageFolder",
    says="You keep what the transform made of an image: one that draws by chance would give the same for ever.",
    hint="What should a random transform give when the same image is read again?",
    caught_by="test_folder_transform",
)
class TransformsOnce(RightFolder):
    def __init__(self, root, transform=None):
        super().__init__(root, transform)
        self.read_before = {}

    def __getitem__(self, index):
        if index not in self.read_before:
            self.read_before[index] = super().__getitem__(index)
        return self.read_before[index]


@misconception(
    "ImageFolder",
    says="Your labels are floats: class numbers are whole numbers, and the cross entropy takes no others.",
    hint="Which type has the label of your first item?",
    caught_by="test_folder_items",
)
class GivesFloatsForLabels(RightFolder):
    def label_of(self, path):
        return float(super().label_of(path))


# --- to_tensor -------------------------------------------------------------------------------------------------------


def as_pixels(image):
    """The image's numbers with an axis for the channel."""
    array = np.array(image, dtype=np.float32)
    return array if array.ndim == 3 else array[:, :, None]


@misconception(
    "to_tensor",
    says="Your numbers run from 0 to 255.",
    hint="By which number does white become 1?",
    caught_by="test_tensor_of_two_pixels",
)
def leaves_0_to_255(image):
    return torch.tensor(as_pixels(image)).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="The channel stays last, (H, W, C): PyTorch wants it first.",
    hint="Which axis does a convolution take for the channels?",
    caught_by="test_tensor_of_two_pixels",
)
def leaves_the_channel_last(image):
    return torch.tensor(as_pixels(image) / 255)


@misconception(
    "to_tensor",
    says="You turn all three axes round: the image lies on its side, (C, W, H).",
    hint="Height before width: where does .T, or transpose() without arguments, put the height?",
    caught_by="test_tensor_of_two_pixels",
)
def turns_all_axes(image):
    return torch.tensor(as_pixels(image).T / 255)


@misconception(
    "to_tensor",
    says="You read the numbers anew in another shape, where the axes have to be turned: the channels are mixed up.",
    hint="view and reshape re-read, permute and transpose turn.",
    caught_by="test_tensor_of_two_pixels",
    source="8.7b",
)
def reshapes_in_place_of_turning(image):
    array = as_pixels(image)
    return torch.tensor(array / 255).reshape(array.shape[2], array.shape[0], array.shape[1])


@misconception(
    "to_tensor",
    says="You divide by 256: white is then not quite 1.",
    hint="Which is the largest number of a byte?",
    caught_by="test_tensor_of_two_pixels",
)
def divides_by_256(image):
    return torch.tensor(as_pixels(image) / 256).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="You divide by the image's own largest number: a dark image becomes a bright one.",
    hint="Is the divisor the same for every image?",
    caught_by="test_tensor_range",
)
def divides_by_the_largest(image):
    array = as_pixels(image)
    return torch.tensor(array / max(array.max(), 1)).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="You let the numbers run from -1 to 1: that is what `normalize` is for.",
    hint="Black is 0.",
    caught_by="test_tensor_of_two_pixels",
    source="7.1b",
)
def lets_them_run_from_minus_one(image):
    return torch.tensor(as_pixels(image) / 127.5 - 1).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="You divide whole numbers and keep whole numbers: all but white becomes 0.",
    hint="Fractions need a dtype that holds them: / or //?",
    caught_by="test_tensor_of_two_pixels",
)
def divides_whole_numbers(image):
    return torch.tensor(as_pixels(image) // 255).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="Your tensor is float64: the layers' weights are float32, and do not go with it.",
    hint="Which dtype have NumPy's fractions, and which one PyTorch's weights?",
    caught_by="test_tensor_of_two_pixels",
)
def gives_float64(image):
    return torch.tensor(as_pixels(image).astype(np.float64) / 255).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="A grey image has no axis for its channel: (H, W) in place of (1, H, W).",
    hint="Its array has two axes. Which shape is asked for?",
    caught_by="test_tensor_of_a_grey_image",
)
def leaves_grey_without_a_channel(image):
    tensor = torch.tensor(as_pixels(image) / 255).permute(2, 0, 1).contiguous()
    return tensor[0] if image.mode == "L" else tensor


@misconception(
    "to_tensor",
    says="A grey image breaks your function: its array has two axes, not three.",
    hint="Print np.array(image).shape of a grey image.",
    caught_by="test_tensor_of_a_grey_image",
)
def breaks_on_grey(image):
    return torch.tensor(np.array(image, dtype=np.float32) / 255).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="You make three channels of a grey image: one was asked for.",
    hint="to_tensor takes an image as it is; ImageFolder makes it RGB.",
    caught_by="test_tensor_of_a_grey_image",
)
def makes_grey_rgb(image):
    return torch.tensor(as_pixels(image.convert("RGB")) / 255).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="Your channels stand in the order blue, green, red.",
    hint="PIL's order is red, green, blue. Which library has the other one?",
    caught_by="test_tensor_of_two_pixels",
)
def exchanges_red_and_blue(image):
    return torch.tensor(as_pixels(image)[:, :, ::-1].copy() / 255).permute(2, 0, 1).contiguous()


@misconception(
    "to_tensor",
    says="You add an axis for the batch: (1, C, H, W).",
    hint="One image, not a batch: the loader makes batches.",
    caught_by="test_tensor_of_two_pixels",
)
def adds_a_batch(image):
    return torch.tensor(as_pixels(image) / 255).permute(2, 0, 1)[None].contiguous()


# --- normalize -------------------------------------------------------------------------------------------------------


def columns(numbers):
    return torch.tensor(numbers, dtype=torch.float32).reshape(-1, 1, 1)


@misconception(
    "normalize",
    says="You line the means up with the columns, not with the channels.",
    hint="Each mean belongs to one channel: shape (C, 1, 1) lines up, shape (C,) meets the last axis.",
    caught_by="test_normalize_a_cube",
)
def lines_up_with_columns(tensor, mean, std):
    return (tensor - torch.tensor(mean)) / torch.tensor(std)


@misconception(
    "normalize",
    says="You subtract the mean and leave the scale as it was.",
    hint="What is std for?",
    caught_by="test_normalize_three_channels",
)
def forgets_the_std(tensor, mean, std):
    return tensor - columns(mean)


@misconception(
    "normalize",
    says="You divide by std and leave the mean where it was.",
    hint="What is mean for?",
    caught_by="test_normalize_three_channels",
)
def forgets_the_mean(tensor, mean, std):
    return tensor / columns(std)


@misconception(
    "normalize",
    says="You scale first and shift then: the mean is subtracted at the wrong size.",
    hint="Subtract, then divide: what should become of the mean itself?",
    caught_by="test_normalize_three_channels",
)
def scales_before_shifting(tensor, mean, std):
    return tensor / columns(std) - columns(mean)


@misconception(
    "normalize",
    says="You multiply by std, where one divides.",
    hint="A large spread is to become 1: multiply or divide?",
    caught_by="test_normalize_three_channels",
)
def multiplies_by_the_std(tensor, mean, std):
    return (tensor - columns(mean)) * columns(std)


@misconception(
    "normalize",
    says="You add the mean: that is the way back.",
    hint="What should become of the mean itself?",
    caught_by="test_normalize_three_channels",
)
def goes_the_way_back(tensor, mean, std):
    return tensor * columns(std) + columns(mean)


@misconception(
    "normalize",
    says="You divide by the variance, std squared.",
    hint="std is the square root of the variance already.",
    caught_by="test_normalize_three_channels",
)
def divides_by_the_variance(tensor, mean, std):
    return (tensor - columns(mean)) / columns(std) ** 2


@misconception(
    "normalize",
    says="You use the image's own mean and std in place of those that are given.",
    hint="Same scaling for train and test: whose numbers are these?",
    caught_by="test_normalize_three_channels",
    source="7.1j",
)
def uses_the_images_own_mean(tensor, mean, std):
    return (tensor - tensor.mean(dim=(1, 2), keepdim=True)) / tensor.std(dim=(1, 2), keepdim=True)


@misconception(
    "normalize",
    says="You always use ImageNet's numbers.",
    hint="Does every number in your function come from its arguments?",
    caught_by="test_normalize_three_channels",
    source="7.1j",
)
def uses_imagenets_numbers(tensor, mean, std):
    return (tensor - columns((0.485, 0.456, 0.406))) / columns((0.229, 0.224, 0.225))


@misconception(
    "normalize",
    says="All channels get the first mean and std.",
    hint="One number for each channel: which one do yours take?",
    caught_by="test_normalize_three_channels",
    source="5.1i",
)
def uses_the_first_numbers(tensor, mean, std):
    return (tensor - mean[0]) / std[0]


@misconception(
    "normalize",
    says="You count on three channels.",
    hint="How many channels has a grey image?",
    caught_by="test_normalize_other_channels",
    source="5.1i",
)
def counts_on_three_channels(tensor, mean, std):
    channels = [(tensor[place] - mean[place]) / std[place] for place in range(3)]
    return torch.stack(channels)


@misconception(
    "normalize",
    says="You work in float64 on the way: the answer is no float32 any more.",
    hint="Which dtype have the means, once they are a NumPy array?",
    caught_by="test_normalize_keeps_the_dtype",
)
def widens_to_float64(tensor, mean, std):
    return (tensor.double() - columns(mean)) / columns(std)


@misconception(
    "normalize",
    says="You work on the caller's tensor.",
    hint="-=, /= and every name that ends in _ work in place.",
    caught_by="test_normalize_leaves_the_tensor_alone",
)
def works_in_place(tensor, mean, std):
    return tensor.sub_(columns(mean)).div_(columns(std))


# --- center_crop -----------------------------------------------------------------------------------------------------


def refuse_small(image, size):
    if min(image.size) < size:
        raise ValueError(f"no square of {size} in {image.size}")


def cut(image, left, top, size):
    return image.crop((left, top, left + size, top + size))


@misconception(
    "center_crop",
    says="You cut the square out of the upper left corner.",
    hint="How many columns are left over, and how many of them are cut off at the left?",
    caught_by="test_crop_of_a_wide_image",
)
def cuts_the_corner(image, size):
    refuse_small(image, size)
    return cut(image, 0, 0, size)


@misconception(
    "center_crop",
    says="You exchange width and height: image.size is (width, height), the array's shape (height, width).",
    hint="Which of the two comes first in `image.size`?",
    caught_by="test_crop_of_a_wide_image",
)
def exchanges_width_and_height(image, size):
    refuse_small(image, size)
    height, width = image.size
    return cut(image, (width - size) // 2, (height - size) // 2, size)


@misconception(
    "center_crop",
    says="You shrink the image to the square: nothing is cut off, and all is squeezed.",
    hint="Crop cuts, resize squeezes.",
    caught_by="test_crop_of_a_wide_image",
    source="7.1c",
)
def squeezes_the_image(image, size):
    refuse_small(image, size)
    return image.resize((size, size))


@misconception(
    "center_crop",
    says="You scale the shorter side to the size and leave the longer one: what comes out is no square.",
    hint="One number fixes the short side only.",
    caught_by="test_crop_of_a_wide_image",
    source="7.1c",
)
def fixes_the_short_side(image, size):
    refuse_small(image, size)
    short = min(image.size)
    return image.resize(tuple(side * size // short for side in image.size))


@misconception(
    "center_crop",
    says="You cut from the middle to the right and down: the square begins where its centre should be.",
    hint="Where does the square begin, if its centre is the image's? Half its size before it.",
    caught_by="test_crop_of_a_wide_image",
)
def begins_in_the_middle(image, size):
    refuse_small(image, size)
    return cut(image, image.width // 2, image.height // 2, size)


@misconception(
    "center_crop",
    says="You give crop a width and a height, where it wants the right and the lower edge.",
    hint="crop takes (left, upper, right, lower).",
    caught_by="test_crop_of_a_wide_image",
)
def gives_sizes_for_edges(image, size):
    refuse_small(image, size)
    left, top = (image.width - size) // 2, (image.height - size) // 2
    return image.crop((left, top, max(size, left), max(size, top)))


@misconception(
    "center_crop",
    says="Where the rest is odd, you cut the larger half off at the left and at the top.",
    hint="3 columns are left over: is 1 or 2 cut off at the left? // rounds down.",
    caught_by="test_crop_with_an_odd_rest",
)
def rounds_up(image, size):
    refuse_small(image, size)
    return cut(image, (image.width - size + 1) // 2, (image.height - size + 1) // 2, size)


@misconception(
    "center_crop",
    says="You round half to even: of 3 columns left over, 2 are cut off at the left, of 1 none.",
    hint="round(1.5) is 2, and round(0.5) is 0. // always rounds down.",
    caught_by="test_crop_with_an_odd_rest",
)
def rounds_half_to_even(image, size):
    refuse_small(image, size)
    return cut(image, round((image.width - size) / 2), round((image.height - size) / 2), size)


@misconception(
    "center_crop",
    says="You halve the size first and the image then: where both are odd, the square is one pixel off, or too small.",
    hint="Which number is left over, and which one is halved?",
    caught_by="test_crop_with_an_odd_rest",
)
def halves_too_early(image, size):
    refuse_small(image, size)
    left, top = image.width // 2 - size // 2, image.height // 2 - size // 2
    left, top = min(left, image.width - size), min(top, image.height - size)
    return cut(image, left, top, size)


@misconception(
    "center_crop",
    says="Where the image is too small, PIL fills up with black, and nobody is told.",
    hint="What lies beyond the edge of an image? Refuse.",
    caught_by="test_crop_refuses_small_images",
)
def fills_up_with_black(image, size):
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size)


@misconception(
    "center_crop",
    says="You give a smaller square where the image is too small: a batch of such squares does not fit together.",
    hint="Images of one batch have one size. Refuse.",
    caught_by="test_crop_refuses_small_images",
    source="7.1c",
)
def gives_a_smaller_square(image, size):
    size = min(size, *image.size)
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size)


@misconception(
    "center_crop",
    says="You look at the width alone before you cut.",
    hint="An image may also be too low.",
    caught_by="test_crop_refuses_small_images",
)
def looks_at_the_width_alone(image, size):
    if image.width < size:
        raise ValueError(f"no square of {size}")
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size)


@misconception(
    "center_crop",
    says="You refuse an image that is exactly as large as the square.",
    hint="What is left over then? Nothing, and that is enough.",
    caught_by="test_crop_of_everything",
)
def refuses_an_exact_fit(image, size):
    if min(image.size) <= size:
        raise ValueError(f"no square of {size}")
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size)


@misconception(
    "center_crop",
    says="You make the square RGB: a grey or transparent image loses its mode.",
    hint="PIL's own crop keeps the mode: what does yours go through?",
    caught_by="test_crop_keeps_the_mode",
    source="7.1l",
)
def makes_it_rgb(image, size):
    refuse_small(image, size)
    return cut(image.convert("RGB"), (image.width - size) // 2, (image.height - size) // 2, size)


@misconception(
    "center_crop",
    says="You give an array, where a PIL image was asked for.",
    hint="What comes next in the row of transforms, and what does it take?",
    caught_by="test_crop_of_a_wide_image",
    source="7.1b",
)
def gives_an_array(image, size):
    refuse_small(image, size)
    left, top = (image.width - size) // 2, (image.height - size) // 2
    return np.array(image)[top : top + size, left : left + size]


@misconception(
    "center_crop",
    says="You cut an array and make an image of it: an image with a palette loses its colours, and keeps their numbers for shades of grey.",
    hint="Which method of an image cuts a piece out of it, whatever its mode?",
    caught_by="test_crop_keeps_the_palette",
)
def loses_the_palette(image, size):
    refuse_small(image, size)
    left, top = (image.width - size) // 2, (image.height - size) // 2
    return Image.fromarray(np.array(image)[top : top + size, left : left + size])


@misconception(
    "center_crop",
    says="You cut the caller's image down in place.",
    hint="thumbnail works in place. Who else still needs the image?",
    caught_by="test_crop_leaves_the_image_alone",
)
def spoils_the_image(image, size):
    refuse_small(image, size)
    square = cut(image, (image.width - size) // 2, (image.height - size) // 2, size)
    image.thumbnail((1, 1))
    return square


# --- random_horizontal_flip ------------------------------------------------------------------------------------------


def mirrored(image):
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def drawn(generator):
    return torch.rand(1, generator=generator).item()


@misconception(
    "random_horizontal_flip",
    says="You mirror top to bottom.",
    hint="Left and right change places, or above and below?",
    caught_by="test_flip_always",
)
def flips_upside_down(image, p, generator):
    return image.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if drawn(generator) < p else image


@misconception(
    "random_horizontal_flip",
    says="You turn the image by half a circle: above and below change places too.",
    hint="A mirror is no turn. Where does the upper left corner go?",
    caught_by="test_flip_always",
)
def turns_by_half(image, p, generator):
    return image.transpose(Image.Transpose.ROTATE_180) if drawn(generator) < p else image


@misconception(
    "random_horizontal_flip",
    says="You mirror always, whatever p says.",
    hint="What is p for?",
    caught_by="test_flip_never",
)
def always_flips(image, p, generator):
    return mirrored(image)


@misconception(
    "random_horizontal_flip",
    says="You take p for the chance to leave the image as it is.",
    hint="With p = 1, is the image mirrored?",
    caught_by="test_flip_always",
)
def takes_p_for_the_other_chance(image, p, generator):
    return mirrored(image) if drawn(generator) > p else image


@misconception(
    "random_horizontal_flip",
    says="You toss a fair coin, whatever p says.",
    hint="Where does the 0.5 come from?",
    caught_by="test_flip_as_often_as_told",
)
def tosses_a_fair_coin(image, p, generator):
    return mirrored(image) if 0 < p and (p >= 1 or drawn(generator) < 0.5) else image


@misconception(
    "random_horizontal_flip",
    says="You draw from the normal distribution: a number between 0 and 1 was wanted, each as likely as any other.",
    hint="rand or randn?",
    caught_by="test_flip_as_often_as_told",
)
def draws_from_the_normal(image, p, generator):
    return mirrored(image) if 0 < p and (p >= 1 or torch.randn(1, generator=generator).item() < p) else image


@misconception(
    "random_horizontal_flip",
    says="You draw from PyTorch's global generator, not from the one that you are given.",
    hint="Pass the generator on: torch.rand takes one.",
    caught_by="test_flip_is_repeatable",
    source="8.9h",
)
def flips_by_global_chance(image, p, generator):
    return mirrored(image) if torch.rand(1).item() < p else image


@misconception(
    "random_horizontal_flip",
    says="You draw with NumPy's global generator, which the given one knows nothing of.",
    hint="All chance comes from the generator that you are given.",
    caught_by="test_flip_is_repeatable",
    source="8.9h",
)
def flips_by_numpys_chance(image, p, generator):
    return mirrored(image) if np.random.rand() < p else image  # noqa: NPY002 - the mistake


@misconception(
    "random_horizontal_flip",
    says="You seed the generator anew at each call: every image has the same fate.",
    hint="Whose generator is it, and who has set it?",
    caught_by="test_flip_as_often_as_told",
    source="8.9h",
)
def seeds_at_each_call(image, p, generator):
    return mirrored(image) if drawn(generator.manual_seed(0)) < p else image


@misconception(
    "random_horizontal_flip",
    says="You return nothing when the image is not mirrored.",
    hint="What comes out of your function when the draw says no?",
    caught_by="test_flip_never",
)
def returns_nothing_otherwise(image, p, generator):
    if drawn(generator) < p:
        return mirrored(image)
    return None


@misconception(
    "random_horizontal_flip",
    says="You call transpose and leave its answer lying: the image that you return is the old one.",
    hint="transpose gives a new image, and does not change the old one.",
    caught_by="test_flip_always",
)
def drops_the_mirrored_image(image, p, generator):
    if drawn(generator) < p:
        mirrored(image)
    return image


@misconception(
    "random_horizontal_flip",
    says="You make the image RGB on the way: a grey or transparent one loses its mode.",
    hint="PIL's own mirror keeps the mode.",
    caught_by="test_flip_keeps_the_mode",
    source="7.1l",
)
def flips_in_rgb(image, p, generator):
    return mirrored(image.convert("RGB")) if drawn(generator) < p else image


@misconception(
    "random_horizontal_flip",
    says="You give an array, where a PIL image was asked for.",
    hint="What comes next in the row of transforms, and what does it take?",
    caught_by="test_flip_always",
    source="7.1b",
)
def flips_an_array(image, p, generator):
    return np.array(image)[:, ::-1] if drawn(generator) < p else image


@misconception(
    "random_horizontal_flip",
    says="You mirror an array and make an image of it: an image with a palette loses its colours on the way.",
    hint="Which method of an image mirrors it, whatever its mode?",
    caught_by="test_flip_keeps_the_palette",
)
def mirrors_the_numbers_alone(image, p, generator):
    return Image.fromarray(np.fliplr(np.array(image))) if drawn(generator) < p else image


@misconception(
    "random_horizontal_flip",
    says="You write the mirrored image into the caller's.",
    hint="paste works in place. Who else still needs the old image?",
    caught_by="test_flip_leaves_the_image_alone",
)
def writes_into_the_image(image, p, generator):
    if drawn(generator) < p:
        image.paste(mirrored(image))
    return image


# --- make_loaders ----------------------------------------------------------------------------------------------------


def tensor_of(image):
    return torch.tensor(as_pixels(image) / 255).permute(2, 0, 1).contiguous()


def plain(image):
    return (tensor_of(image) - 0.5) / 0.5


def make(data_dir, batch_size, generator, **changes):
    """The right answer, in which a part may be got wrong."""

    def augmented(image):
        return plain(mirrored(image) if drawn(generator) < 0.5 else image)

    options = {
        "train": augmented,
        "valid": plain,
        "shuffle": {"shuffle": True, "generator": generator},
        "shuffle_valid": {},
        "last": False,
        "renumber": True,
        "refuse": True,
        **changes,
    }
    train = RightFolder(Path(data_dir) / "train", options["train"])
    valid = RightFolder(Path(data_dir) / "valid", options["valid"])
    unknown = sorted(set(valid.classes) - set(train.classes))
    if unknown and options["refuse"]:
        raise ValueError(f"valid has a class that train lacks: {unknown[0]}")
    if options["renumber"]:
        valid.class_to_idx = {**dict.fromkeys(unknown, 0), **train.class_to_idx}
    train_loader = DataLoader(train, batch_size, drop_last=options["last"], **options["shuffle"])
    return train_loader, DataLoader(valid, batch_size, **options["shuffle_valid"]), train.class_to_idx


@misconception(
    "make_loaders",
    says="You mirror the validation images by chance too: two passes differ, and so does every measurement.",
    hint="Test images should come out the same every time.",
    caught_by="test_loaders_leave_valid_as_it_is",
    source="7.1a",
)
def augments_valid(data_dir, batch_size, generator):
    def augmented(image):
        return plain(mirrored(image) if drawn(generator) < 0.5 else image)

    return make(data_dir, batch_size, generator, valid=augmented)


@misconception(
    "make_loaders",
    says="You mirror the validation images and leave the training images as they are: the two transforms are exchanged.",
    hint="Which split needs variety, and which one is to stay the same?",
    caught_by="test_loaders_mirror_training_images",
    source="7.1a",
)
def exchanges_the_transforms(data_dir, batch_size, generator):
    def augmented(image):
        return plain(mirrored(image) if drawn(generator) < 0.5 else image)

    return make(data_dir, batch_size, generator, train=plain, valid=augmented)


@misconception(
    "make_loaders",
    says="You do not mirror the training images.",
    hint="Write the steps from a file to a tensor for each split. In which single one do they differ?",
    caught_by="test_loaders_mirror_training_images",
)
def augments_nothing(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, train=plain)


@misconception(
    "make_loaders",
    says="You mirror every training image, every time.",
    hint="With which chance is an image mirrored?",
    caught_by="test_loaders_mirror_training_images",
)
def mirrors_everything(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, train=lambda image: plain(mirrored(image)))


@misconception(
    "make_loaders",
    says="You draw once whether an image is mirrored, and keep that for all epochs.",
    hint="Random augmentation is drawn anew each time an image is read.",
    caught_by="test_loaders_mirror_training_images",
    source="7.4g",
)
def draws_once_for_all_epochs(data_dir, batch_size, generator):
    decided = {}

    def augmented(image):
        key = image.tobytes()
        if key not in decided:
            decided[key] = drawn(generator) < 0.5
        return plain(mirrored(image) if decided[key] else image)

    return make(data_dir, batch_size, generator, train=augmented)


@misconception(
    "make_loaders",
    says="You normalise an image, and make a tensor of it then: normalize takes a tensor.",
    hint="First a tensor, then normalise.",
    caught_by="test_loaders_give_batches",
    source="7.1b",
)
def normalises_before_the_tensor(data_dir, batch_size, generator):
    def wrong(image):
        return tensor_of((image - 0.5) / 0.5)

    return make(data_dir, batch_size, generator, train=wrong, valid=wrong)


@misconception(
    "make_loaders",
    says="You mirror a tensor as if it were an image: it has no such transpose.",
    hint="First the image, then the tensor: which of your steps takes which?",
    caught_by="test_loaders_give_batches",
    source="7.1b",
)
def mirrors_the_tensor(data_dir, batch_size, generator):
    def wrong(image):
        tensor = plain(image)
        return tensor.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if drawn(generator) < 2 else tensor

    return make(data_dir, batch_size, generator, train=wrong)


@misconception(
    "make_loaders",
    says="You normalise the training images and leave the validation images from 0 to 1.",
    hint="Same scaling for train and valid.",
    caught_by="test_loaders_leave_valid_as_it_is",
    source="7.1j",
)
def normalises_train_alone(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, valid=tensor_of)


@misconception(
    "make_loaders",
    says="You leave the normalising out of both splits.",
    hint="From where to where do the numbers of a batch run? MEAN and STD say more.",
    caught_by="test_loaders_give_each_training_image_once",
    source="7.1j",
)
def normalises_nothing(data_dir, batch_size, generator):
    def augmented(image):
        return tensor_of(mirrored(image) if drawn(generator) < 0.5 else image)

    return make(data_dir, batch_size, generator, train=augmented, valid=tensor_of)


@misconception(
    "make_loaders",
    says="You normalise by ImageNet's numbers, where MEAN and STD are given.",
    hint="Which numbers does the statement name?",
    caught_by="test_loaders_leave_valid_as_it_is",
    source="7.1j",
)
def normalises_by_imagenet(data_dir, batch_size, generator):
    def scaled(image):
        return uses_imagenets_numbers(tensor_of(image), HALVES, HALVES)

    return make(
        data_dir,
        batch_size,
        generator,
        train=lambda image: scaled(mirrored(image) if drawn(generator) < 0.5 else image),
        valid=scaled,
    )


@misconception(
    "make_loaders",
    says="The training images come in the order of their files: class by class.",
    hint="Files come sorted by class: shuffle.",
    caught_by="test_loaders_shuffle_train",
    source="7.1g",
)
def does_not_shuffle(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, shuffle={"shuffle": False})


@misconception(
    "make_loaders",
    says="You shuffle once, and every epoch has the same order.",
    hint="When is the new order drawn?",
    caught_by="test_loaders_shuffle_train",
    source="4.8g",
)
def shuffles_once(data_dir, batch_size, generator):
    count = len(RightFolder(Path(data_dir) / "train"))
    order = torch.randperm(count, generator=generator).tolist()
    return make(data_dir, batch_size, generator, shuffle={"sampler": order})


@misconception(
    "make_loaders",
    says="Your DataLoader draws its order from PyTorch's global generator.",
    hint="DataLoader takes a generator too.",
    caught_by="test_loaders_are_repeatable",
    source="8.9h",
)
def shuffles_by_global_chance(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, shuffle={"shuffle": True})


@misconception(
    "make_loaders",
    says="The images are mirrored by PyTorch's global generator.",
    hint="All chance comes from the generator: does your transform know it?",
    caught_by="test_loaders_are_repeatable",
    source="8.9h",
)
def mirrors_by_global_chance(data_dir, batch_size, generator):
    def augmented(image):
        return plain(mirrored(image) if torch.rand(1).item() < 0.5 else image)

    return make(data_dir, batch_size, generator, train=augmented)


@misconception(
    "make_loaders",
    says="You seed the generator yourself: every state of it gives the same batches.",
    hint="Whose generator is it, and who has set it?",
    caught_by="test_loaders_are_repeatable",
    source="8.9h",
)
def seeds_the_generator(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator.manual_seed(0))


@misconception(
    "make_loaders",
    says="You leave the last training batch out where it is shorter.",
    hint="No image is left out: what does drop_last do?",
    caught_by="test_loaders_give_batches",
    source="4.8e",
)
def drops_the_last_batch(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, last=True)


@misconception(
    "make_loaders",
    says="The labels of valid are numbered by its own classes: where one is missing, all after it have other numbers than in train.",
    hint="Both sets need the same class list.",
    caught_by="test_loaders_number_valid_by_train",
    source="7.1f",
)
def numbers_valid_by_itself(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, renumber=False)


@misconception(
    "make_loaders",
    says="A class that train lacks is accepted in valid: it gets some number, or ends in a KeyError in the middle of the first validation.",
    hint="Which number would it get? Somebody should hear of it before the training.",
    caught_by="test_loaders_refuse_unknown_classes",
    source="7.1f",
)
def accepts_unknown_classes(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, refuse=False)


@misconception(
    "make_loaders",
    says="Your class_to_idx is that of valid.",
    hint="By which split's classes are the labels of BOTH numbered?",
    caught_by="test_loaders_number_valid_by_train",
    source="7.1f",
)
def gives_valids_classes(data_dir, batch_size, generator):
    train, valid, _ = make(data_dir, batch_size, generator)
    return train, valid, RightFolder(Path(data_dir) / "valid").class_to_idx


@misconception(
    "make_loaders",
    says="You give a mapping from numbers to names: class_to_idx leads the other way.",
    hint="From index to name, or name to index?",
    caught_by="test_loaders_give_batches",
    source="7.1e",
)
def gives_index_to_class(data_dir, batch_size, generator):
    train, valid, class_to_idx = make(data_dir, batch_size, generator)
    return train, valid, {index: name for name, index in class_to_idx.items()}


@misconception(
    "make_loaders",
    says="You read both loaders from train: the network is measured on what it has learned from.",
    hint="Which folder does each of the two read?",
    caught_by="test_loaders_give_batches",
    source="5.7b",
)
def reads_train_twice(data_dir, batch_size, generator):
    train, _, class_to_idx = make(data_dir, batch_size, generator)
    return train, DataLoader(RightFolder(Path(data_dir) / "train", plain), batch_size), class_to_idx


@misconception(
    "make_loaders",
    says="Your splits are read from the wrong folder: train and valid themselves become classes.",
    hint="The root contains the class folders: which folder is the root of each split?",
    caught_by="test_loaders_give_batches",
    source="7.1k",
)
def takes_data_dir_for_the_root(data_dir, batch_size, generator):
    folder = RightFolder(data_dir, plain)
    return DataLoader(folder, batch_size, shuffle=True, generator=generator), DataLoader(folder, batch_size), folder.class_to_idx


@misconception(
    "make_loaders",
    says="Your batches have always 32 images.",
    hint="Does every number in your function come from its arguments?",
    caught_by="test_loaders_give_batches",
)
def fixes_the_batch_size(data_dir, batch_size, generator):
    return make(data_dir, 32, generator)


@misconception(
    "make_loaders",
    says="The loader of valid has batches of one.",
    hint="batch_size is of both loaders.",
    caught_by="test_loaders_give_batches",
)
def forgets_the_batch_size_of_valid(data_dir, batch_size, generator):
    train, valid, class_to_idx = make(data_dir, batch_size, generator)
    return train, DataLoader(valid.dataset), class_to_idx


@misconception(
    "make_loaders",
    says="You draw once for a whole batch, and mirror all of its images or none: each image is to have a chance of its own.",
    hint="Look at one batch: are some of its images mirrored, or all of them or none?",
    caught_by="test_loaders_mirror_training_images",
)
def mirrors_whole_batches(data_dir, batch_size, generator):
    def together(items):
        images, labels = torch.stack([image for image, _ in items]), torch.tensor([label for _, label in items])
        return (images.flip(3) if drawn(generator) < 0.5 else images), labels

    train, valid, class_to_idx = make(data_dir, batch_size, generator, train=plain)
    return DataLoader(train.dataset, batch_size, shuffle=True, generator=generator, collate_fn=together), valid, class_to_idx


@misconception(
    "make_loaders",
    says="You shuffle the validation images too, by PyTorch's global generator: their order is another one each time.",
    hint="Which of your two loaders knows the generator? Does the order of the validation images have to be new at all?",
    caught_by="test_loaders_are_repeatable",
)
def shuffles_valid_by_global_chance(data_dir, batch_size, generator):
    return make(data_dir, batch_size, generator, shuffle_valid={"shuffle": True})


@misconception(
    "make_loaders",
    says="You give iterators: after one epoch nothing comes any more.",
    hint="How often can one loop over what you give?",
    caught_by="test_loaders_leave_valid_as_it_is",
)
def gives_iterators(data_dir, batch_size, generator):
    train, valid, class_to_idx = make(data_dir, batch_size, generator)
    return iter(train), iter(valid), class_to_idx
