"""A submission is read as text; a file that cannot be one is refused in plain words."""

import hashlib
import os
from pathlib import Path

import pytest

from nngrade.errors import UsageError
from nngrade.submissions.reading import MAX_BYTES, find_submission, read_submission

CODE = 'def greet(name):\n    return "Hello"\n'


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


@pytest.fixture
def hand_in(here):
    """Write a submission, and give back its path."""

    def _hand_in(content, name="greeting.py"):
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _hand_in


def refusal(path, topic):
    with pytest.raises(UsageError) as caught:
        read_submission(path, topic)
    assert caught.value.tip, "an error says what to do next"
    return caught.value.message


def test_a_file_is_read_with_its_digest(greeting, hand_in):
    path = hand_in(CODE)
    submission = read_submission(path, greeting)
    assert (submission.path, submission.source) == (path, CODE)
    assert submission.digest == hashlib.sha256(CODE.encode()).hexdigest()


def test_a_folder_stands_for_the_file_in_it(greeting, hand_in):
    path = hand_in(CODE)
    assert read_submission(path.parent, greeting).path == path


def test_code_that_does_not_parse_is_read_all_the_same(greeting, hand_in):
    assert read_submission(hand_in("def greet(:"), greeting).source == "def greet(:"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfname = 'Ren\xc3\xa9'\n", "name = 'René'\n"),
        (b"# -*- coding: latin-1 -*-\nname = 'Ren\xe9'\n", "# -*- coding: latin-1 -*-\nname = 'René'\n"),
        (
            b"#!/usr/bin/env python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n",
            "#!/usr/bin/env python\n# vim: set fileencoding=cp1252 :\nx = '€'\n",
        ),
        (b"x = 1\r\ny = 2\r\n", "x = 1\r\ny = 2\r\n"),
        (b"x = 1\n\n# coding: latin-1\ny = '\xc3\xa9'\n", "x = 1\n\n# coding: latin-1\ny = 'é'\n"),
    ],
    ids=["byte order mark", "coding line", "coding line below a shebang", "carriage returns", "third line is no coding line"],
)
def test_text_is_decoded_as_python_would(greeting, hand_in, data, text):
    assert read_submission(hand_in(data), greeting).source == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x = 1\ny = '\xe9'\n", "is not UTF-8: byte 11 (line 2) is 0xe9."),
        (b"\xef\xbb\xbfx = '\xe9'\n", "is not UTF-8: byte 8 (line 1) is 0xe9."),
        (b"# coding: ascii\nx = '\xe9'\n", "is not ascii: byte 21 (line 2) is 0xe9."),
        (b"# \xe9\n# \xe8\n", "is not UTF-8: byte 2 (line 1) is 0xe9."),
        (b"# coding: klingon\n", "declares an encoding that Python does not know: klingon."),
        (b"# coding: rot13\nk = 1", "declares the encoding rot13, which is not one for source code."),
        (b"# coding: punycode\nk = 1", "declares the encoding punycode, which is not one for source code."),
        (b"\xef\xbb\xbf# coding: latin-1\n", "declares the encoding latin-1, yet begins as UTF-8 does."),
        ("x = 1\n".encode("utf-16"), "is UTF-16 or UTF-32, not UTF-8."),
        (b"x = 1\ny = 2\0\n", "is no text: byte 11 (line 2) is NUL."),
        (b"", "is empty."),
        (b" \n\t\n", "is empty."),
    ],
)
def test_text_that_cannot_be_decoded_says_where(greeting, hand_in, data, words):
    path = hand_in(data)
    assert refusal(path, greeting) == f"{path} {words}"


def test_a_missing_file_names_the_nearest(greeting, hand_in):
    path = hand_in(CODE).with_name("greting.py")
    assert refusal(path, greeting) == f"{path} does not exist. Did you mean greeting.py?"


def test_a_missing_folder_is_named_too(greeting, here):
    assert "nor does the folder" in refusal(here / "nowhere" / "greeting.py", greeting)


def test_a_folder_without_the_file_names_the_nearest(greeting, hand_in):
    folder = hand_in(CODE, "greetings.py").parent
    assert refusal(folder, greeting) == f"{folder} is a folder without a greeting.py or greeting.ipynb. Did you mean greetings.py?"


def test_a_folder_called_like_the_file_is_no_file(greeting, here):
    (here / "work" / "greeting.py").mkdir(parents=True)
    assert "is a folder, where a file is wanted" in refusal(here / "work", greeting)


def test_another_kind_of_file_is_no_python(greeting, hand_in):
    assert "is neither a Python file nor a notebook" in refusal(hand_in(CODE, "greeting.txt"), greeting)


def test_a_file_beyond_the_limit_is_refused(greeting, hand_in):
    assert "is larger than 5 MB" in refusal(hand_in(b"#" * (MAX_BYTES + 1)), greeting)


def test_a_file_at_the_limit_is_read(greeting, hand_in):
    assert len(read_submission(hand_in(b"#" * MAX_BYTES), greeting).source) == MAX_BYTES


def test_a_file_that_may_not_be_read_says_so(greeting, hand_in, monkeypatch):
    path = hand_in(CODE)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(path, greeting) == f"{path} cannot be read: Permission denied."


def test_a_name_that_no_system_takes_is_refused(greeting, here):
    assert "cannot be read" in refusal(here / ("x" * 5000 + ".py"), greeting)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(greeting, here):
    os.mkfifo(here / "greeting.py")
    assert "no ordinary file but a pipe" in refusal(here / "greeting.py", greeting)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_is_refused(greeting):
    assert "no ordinary file but a device" in refusal(Path("/dev/zero"), greeting)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
class TestLinks:
    def test_a_link_to_a_file_is_followed(self, greeting, hand_in, here):
        (here / "link.py").symlink_to(hand_in(CODE))
        assert read_submission(here / "link.py", greeting).source == CODE

    def test_a_link_that_leads_nowhere_says_so(self, greeting, here):
        (here / "greeting.py").symlink_to(here / "gone.py")
        assert "is a link that leads nowhere" in refusal(here, greeting)

    def test_a_link_into_the_answers_is_refused(self, greeting, here):
        (here / "greeting.py").symlink_to(greeting.reference)
        assert "is a link into the course's answers" in refusal(here / "greeting.py", greeting)


class TestFinding:
    def test_the_file_here_comes_first(self, greeting, hand_in, here):
        hand_in(CODE, "greeting/greeting.py")
        path = hand_in(CODE)
        assert find_submission(greeting, here) == path

    def test_then_the_one_in_its_folder_here(self, greeting, hand_in, here):
        path = hand_in(CODE, "greeting/greeting.py")
        assert find_submission(greeting, here) == path

    def test_then_that_of_the_workspace(self, greeting, hand_in, here):
        path = hand_in(CODE, "greeting/greeting.py")
        (here / ".nngrade").mkdir()
        deep = here / "notes" / "today"
        deep.mkdir(parents=True)
        assert find_submission(greeting, deep) == path

    def test_then_that_of_the_course(self, greeting, tiny_folder):
        assert find_submission(greeting, tiny_folder / "solutions" / "greeting") == greeting.stub

    def test_nowhere_says_where_it_looked_and_what_to_type(self, greeting, here):
        (here / ".nngrade").mkdir()
        with pytest.raises(UsageError) as caught:
            find_submission(greeting, here)
        for place in ("./greeting.py", "./greeting/greeting.py", str(here / "greeting" / "greeting.py"), "exercises/greeting/greeting.py"):
            assert place in caught.value.message
        assert "nngrade start" in caught.value.tip
