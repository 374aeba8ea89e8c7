"""A course is read strictly: what is wrong in it is named with its file and its line."""

import pytest

from nngrade.course.model import Limits
from nngrade.course.reading import read_course
from nngrade.errors import CourseError
from nngrade.model import Disclosure


def complaint(folder):
    with pytest.raises(CourseError) as caught:
        read_course(folder / "solutions")
    assert caught.value.tip, "an error says what to do next"
    return caught.value.message


@pytest.fixture
def edit(tiny_folder):
    """Replace a text in a file of the course's answers by another one."""

    def _edit(file, old, new):
        path = tiny_folder / "solutions" / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return _edit


def test_the_tiny_course_is_read_whole(tiny, tiny_folder):
    (topic,) = tiny.topics
    assert (tiny.title, tiny.disclosure) == ("A tiny course", Disclosure.COUNTEREXAMPLE)
    assert (topic.name, topic.module, topic.weight) == ("greeting", "greeting", 1.0)
    assert topic.limits == Limits(wall_seconds=2.0, memory_mb=256)
    assert [exercise.name for exercise in topic.exercises] == ["greet", "Guestbook"]
    assert topic.exercises[0].hints == ("What stands before the name?", "And what after it?")
    assert topic.student_folder == tiny_folder / "exercises" / "greeting"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "Greetings"', 'titel = "Greetings"', 2, "the key `titel` is not known at the top of the file. Did you mean `title`?"),
        ('summary = "Say', 'summery = "Say', 3, "Did you mean `summary`?"),
        ("memory_mb = 256", 'memory_mb = "256"', 8, "`memory_mb`: expected a whole number, got text in quotes"),
        ("memory_mb = 256", "memory_mb = 0", 8, "memory_mb must be more than 0"),
        ("wall_seconds = 2.0", "wall_seconds = inf", 7, "wall_seconds must be more than 0"),
        ("memory_mb = 256", "memory_gb = 1", 8, "the key `memory_gb` is not known in [limits]. Did you mean `memory_mb`?"),
        ('name = "Guestbook"', 'name = "greet"', 17, 'two exercises called "greet": the first stands in line 11'),
        ('name = "Guestbook"', 'name = "guest-book"', 17, "names a function or a class"),
        ('title = "class Guestbook()"', "", 16, "the key `title` is missing in [[exercises]] number 2"),
        ('module = "greeting"', 'module = "class"', 4, "not a name that Python can import"),
        ('name = "Guestbook"', 'name = "return"', 17, "names a function or a class"),
        ('module = "greeting"', 'module = "greeting"\nneeds = [\n    "numpy",\n    "scikit-learn",\n]', 7, '"scikit-learn" is not a name'),
        ('title = "Greetings"', '"titel" = """\nGreetings"""', 2, "`titel` is not known"),
        ('title = "Greetings"', '# title = "Greetings"\nbeside = 1', 3, "not known at the top of the file. Known are: format"),
        ("[limits]\nwall_seconds = 2.0\nmemory_mb = 256", "limits = { wall_seconds = 2.0, memory = 256 }", 6, "`memory` is not known"),
        ("memory_mb = 256", "memory_mb = true", 8, "expected a whole number, got true or false"),
        ("[limits]", "[[limits]]", 6, "`limits`: expected a table, got a list in brackets"),
        ('module = "greeting"', 'module = "greet-ing"', 4, "not a name that Python can import"),
        ('module = "greeting"', 'module = "greeting"\nneeds = ["scikit-learn"]', 5, '"scikit-learn" is not a name'),
        ('module = "greeting"', 'module = "greeting"\nprerequisites = ["walking"]', 5, 'no earlier topic is called "walking"'),
        ('module = "greeting"', 'module = "greeting"\nmisconception_seconds = -1', 5, "misconception_seconds must be more"),
        ('module = "greeting"', 'module = "greeting"\ndata = ["words.txt"]', 5, '"words.txt" is no file of'),
        ('module = "greeting"', 'module = "greeting"\ndata = ["../greeting/README.md"]', 5, '"../greeting/README.md" is no file of'),
        ('hints = ["What stands', 'hints = [3, "What stands', 14, "`hints`: expected text in quotes, got a whole number"),
        ("format = 1", "format = 2", 1, "format = 2 is not one that this nngrade reads"),
    ],
)
def test_a_mistake_in_a_topic_is_named_with_its_line(tiny_folder, edit, old, new, line, words):
    edit("greeting/topic.toml", old, new)
    message = complaint(tiny_folder)
    assert f"topic.toml, line {line}: " in message
    assert words in message


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('disclosure = "counterexample"', 'disclosure = "everything"', 3, '"verdict", "category", "hint", "counterexample", "full"'),
        ('name = "greeting"', 'name = "Greeting"', 6, "lower-case words joined by hyphens"),
        ('name = "greeting"', 'name = "../elsewhere"', 6, "lower-case words joined by hyphens"),
        ("weight = 1.0", "weight = -1.0", 7, "0 or more"),
        ("weight = 1.0", 'weight = 1.0\n[[topics]]\nname = "greeting"', 9, 'two topics called "greeting": the first stands in line 6'),
        ("weight = 1.0", "wait = 1.0", 7, "`wait` is not known in [[topics]] number 1. Did you mean `weight`?"),
    ],
)
def test_a_mistake_in_the_course_is_named_with_its_line(tiny_folder, edit, old, new, line, words):
    edit("course.toml", old, new)
    message = complaint(tiny_folder)
    assert f"course.toml, line {line}: " in message
    assert words in message


def test_a_topic_names_the_data_sets_that_it_uses(tiny_folder, edit):
    (tiny_folder / "exercises" / "data").mkdir()
    (tiny_folder / "exercises" / "data" / "words.txt").write_text("hello\n")
    edit("greeting/topic.toml", 'module = "greeting"', 'module = "greeting"\ndata = ["words.txt"]')
    (topic,) = read_course(tiny_folder / "solutions").topics
    assert topic.data == ("words.txt",)
    assert (topic.data_folder / "words.txt").is_file()


def test_a_missing_key_at_the_top_is_named(tiny_folder, edit):
    edit("greeting/topic.toml", 'title = "Greetings"', "")
    assert "topic.toml, line 1: the key `title` is missing at the top of the file." in complaint(tiny_folder)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "Greetings"', "title = Greetings", 2, "invalid value in column 9"),
        ('title = "Greetings"', 'title = "Greetings"\ntitle = "Again"', 3, "cannot overwrite a value"),
        ("[limits]", "[[exercises]]\n[exercises]", 7, "cannot declare"),
        ('hints = ["What stands before', '# these\n\nhints = ["What stands "before', 16, ""),
        ('summary = "Remembers whom it greeted."', 'summary = """Remembers', 19, ""),
    ],
)
def test_what_is_no_toml_says_where(tiny_folder, edit, old, new, line, words):
    edit("greeting/topic.toml", old, new)
    message = complaint(tiny_folder)
    assert f"topic.toml, line {line}: this is not TOML: {words}" in message


def test_an_item_of_a_list_over_several_lines_has_its_own_line(tiny_folder):
    topics = 'format = 1\ntitle = "T"\ntopics = [\n    { name = "greeting" },\n    { name = "greeting" },\n]\n'
    (tiny_folder / "solutions" / "course.toml").write_text(topics)
    assert 'course.toml, line 5: there are two topics called "greeting": the first stands in line 4.' in complaint(tiny_folder)


@pytest.mark.parametrize("file", ["course.toml", "greeting/topic.toml", "greeting/reference.py", "greeting/suite.py"])
def test_a_missing_file_is_named(tiny_folder, file):
    path = tiny_folder / "solutions" / file
    path.unlink()
    assert f"{path} does not exist." in complaint(tiny_folder)


@pytest.mark.parametrize("file", ["lesson.md", "misconceptions.py", "alternatives.py"])
def test_a_topic_can_be_read_without(tiny_folder, file):
    (tiny_folder / "solutions" / "greeting" / file).unlink()
    assert read_course(tiny_folder / "solutions").topics


def test_a_course_without_topics_is_none(tiny_folder):
    (tiny_folder / "solutions" / "course.toml").write_text('format = 1\ntitle = "Empty"\ntopics = []\n')
    assert "has no [[topics]]" in complaint(tiny_folder)


def test_a_topic_without_exercises_is_none(tiny_folder, edit):
    text = (tiny_folder / "solutions/greeting/topic.toml").read_text()
    edit("greeting/topic.toml", text[text.index("[[exercises]]") :], "")
    edit("greeting/topic.toml", "[limits]", "exercises = []\n[limits]")
    assert "has no [[exercises]]" in complaint(tiny_folder)


def test_a_file_that_is_not_utf8_is_named(tiny_folder):
    (tiny_folder / "solutions" / "course.toml").write_bytes(b'title = "\xff"')
    assert "course.toml, line 1: this is not UTF-8: byte 9" in complaint(tiny_folder)
