"""Who handed in what: every layout that classes come in, and everything that may be wrong with it."""

import os
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nngrade.errors import UsageError
from nngrade.gradebook.intake import entries as entries_module
from nngrade.gradebook.intake.finding import find
from nngrade.gradebook.intake.roster import read_roster


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "submissions"
    made.mkdir()
    return made


@pytest.fixture
def lay(folder):
    """Write files below the folder: `lay("ada/greeting.py", "bob/greeting.py")`."""

    def _lay(*names, text="x = 1\n"):
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    return _lay


@pytest.fixture
def taken(folder, greeting, tmp_path):
    """What the intake makes of the folder, or of an archive: problem (or the label) by student and topic."""

    def _taken(path=None, topics=None, roster=()):
        found = find(path or folder, topics or (greeting,), tmp_path / "scratch", roster)
        _taken.found = found
        return {one.student.id: one.problem or one.label for one in found.hand_ins}

    return _taken


@pytest.fixture
def topics(greeting):
    """Two topics: greeting, and partial-sums with its module partial_sums."""
    from dataclasses import replace

    return greeting, replace(greeting, name="partial-sums", module="partial_sums")


def pack(path, members, **more):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, **more)
    return path


# --- folders and files ---------------------------------------------------------------


def test_a_folder_for_each_student(lay, taken):
    lay("ada/greeting.py", "bob/greeting/greeting.py", "cleo/exercises/greeting/greeting.ipynb")
    assert taken() == {"ada": "ada/greeting.py", "bob": "bob/greeting/greeting.py", "cleo": "cleo/exercises/greeting/greeting.ipynb"}


def test_what_tools_leave_is_passed_over(lay, taken):
    lay(
        "ada/greeting.py",
        "ada/.git/greeting.py",
        "ada/__pycache__/greeting.py",
        "ada/.ipynb_checkpoints/greeting.py",
        "ada/venv/x/greeting.py",
    )
    assert taken() == {"ada": "ada/greeting.py"}


def test_a_file_for_each_student(lay, taken):
    lay("ada.py", "bob.ipynb", "notes.txt")
    assert taken() == {"ada": "ada.py", "bob": "bob.ipynb"}


def test_flat_files_of_several_topics(lay, taken, topics):
    lay("ada_greeting.py", "ada-partial_sums.py", "greeting_bob.py")
    found = taken(topics=topics)
    assert found == {"ada": "ada-partial_sums.py", "bob": "greeting_bob.py"}
    assert {(one.student.id, one.topic) for one in taken.found.hand_ins} == {
        ("ada", "greeting"),
        ("ada", "partial-sums"),
        ("bob", "greeting"),
    }


def test_one_students_own_folder(lay, taken):
    lay("greeting.py")
    assert taken() == {"submissions": "greeting.py"}


def test_names_in_any_script(lay, taken):
    lay("李雷/greeting.py", "Åsa Öberg/greeting.py", "محمد/greeting.py", "🦊/greeting.py", 'a\'b "c";--/greeting.py')
    assert set(taken()) == {"李雷", "Åsa Öberg", "محمد", "🦊", 'a\'b "c";--'}


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on other systems")
def test_a_name_that_is_no_text(folder, taken):
    path = os.fsencode(folder) + b"/\xff\xfe"
    os.mkdir(path)  # noqa: PTH102 - no Path holds these bytes
    with open(path + b"/greeting.py", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("x = 1\n")
    (name,) = taken()
    name.encode()
    assert name == r"\xff\xfe"


def test_a_file_under_a_name_that_is_nearly_right(lay, taken, topics):
    lay("ada/greeting (1).py", "bob/Greeting.py", "cleo/partial-sums.py", "dora/my_partial_sums.py")
    assert taken(topics=topics) == {
        "ada": "ada/greeting (1).py",
        "bob": "bob/Greeting.py",
        "cleo": "cleo/partial-sums.py",
        "dora": "dora/my_partial_sums.py",
    }


def test_the_one_file_there_is_will_do_for_the_one_topic(lay, taken):
    lay("ada/homework.py", "bob/a.py", "bob/b.py")
    assert taken() == {"ada": "ada/homework.py"}
    assert [problem.student for problem in taken.found.problems] == ["bob"]


def test_two_files_for_one_topic(lay, taken):
    lay("ada/greeting.py", "bob/greeting.py")
    lay("ada/old/greeting.py", text="x = 2\n")
    found = taken()
    assert "There are 2 files for greeting" in found["ada"]
    assert found["bob"] == "bob/greeting.py"


def test_two_copies_of_one_file_are_one(lay, taken):
    lay("ada/greeting.py", "ada/copy/greeting.py")
    assert taken() == {"ada": "ada/greeting.py"}


def test_a_file_in_nobodys_folder_is_told(lay, taken):
    lay("ada/greeting.py", "stray.py")
    assert taken() == {"ada": "ada/greeting.py"}
    assert "stray.py" in taken.found.problems[0].says


def test_an_empty_folder_and_one_that_is_not_there(folder, taken):
    with pytest.raises(UsageError, match="holds no submission"):
        taken()
    with pytest.raises(UsageError, match="does not exist"):
        taken(folder / "nowhere")


def test_a_student_without_a_file(lay, folder, taken):
    lay("ada/greeting.py", "bob/readme.txt")
    assert taken() == {"ada": "ada/greeting.py"}
    assert {one.id for one in taken.found.students} == {"ada", "bob"}
    assert [problem.student for problem in taken.found.problems] == ["bob"]


def test_links_out_of_a_students_folder(lay, folder, taken, tmp_path):
    lay("ada/greeting.py", "bob/real.py", text="secret = 1\n")
    (tmp_path / "outside.py").write_text("secret = 1\n", "utf-8")
    for student, target in (("cleo", "../ada/greeting.py"), ("dora", "../../outside.py"), ("emil", "nowhere.py"), ("fred", "/etc/passwd")):
        (folder / student).mkdir()
        (folder / student / "greeting.py").symlink_to(target)
    (folder / "bob" / "greeting.py").symlink_to("real.py")
    (folder / "gina").symlink_to(folder / "ada", target_is_directory=True)
    found = taken()
    assert found["ada"] == "ada/greeting.py"
    assert found["bob"] == "bob/greeting.py", "a link within the student's own folder is the student's own file"
    for student in ("cleo", "dora", "fred", "gina"):
        assert "leads out of" in found[student], student
    assert "leads nowhere" in found["emil"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_listed(lay, folder, taken):
    lay("ada/greeting.py", "bob/greeting.py")
    (folder / "bob").chmod(0)
    try:
        found = taken()
    finally:
        (folder / "bob").chmod(0o700)
    assert "cannot be listed" in found["bob"]
    assert found["ada"] == "ada/greeting.py"


def test_a_pipe_or_a_folder_of_that_name_is_reported_and_the_rest_is_graded(a_class):
    (a_class.folder / "dora").mkdir()
    os.mkfifo(a_class.folder / "dora" / "greeting.py")
    (a_class.folder / "emil" / "greeting.py").mkdir(parents=True)
    a_class.hand_in("fred", b"\xff\xfe\x00x")
    a_class.hand_in("gina", b"#" * 5_000_001)
    a_class.hand_in("hugo", "")
    report = a_class.grade()
    notes = {one.student.id: (one.marks[0].standing.value, one.marks[0].note) for one in report.students}
    assert "no ordinary file" in notes["dora"][1]
    assert notes["fred"] == ("unreadable", notes["fred"][1])
    assert "larger than 5 MB" in notes["gina"][1]
    assert "is empty" in notes["hugo"][1]
    assert str(a_class.folder) not in str(notes), "a path of the instructor's machine is no news"
    assert {one.student.id: one.points for one in report.students}["ada"] == 6.0


# --- archives ------------------------------------------------------------------------


def test_an_archive_of_folders(tmp_path, taken):
    path = pack(tmp_path / "all.zip", {"hw1/ada/greeting.py": "x = 1", "hw1/bob/greeting.py": "x = 2", "__MACOSX/hw1/._x": "?"})
    assert taken(path) == {"ada": "ada/greeting.py", "bob": "bob/greeting.py"}


def test_names_that_climb_out_are_not_unpacked(tmp_path, taken):
    path = pack(
        tmp_path / "all.zip",
        {
            "ada/greeting.py": "x = 1",
            "bob/../../greeting.py": "evil",
            "/cleo/greeting.py": "evil",
            "C:/dora/greeting.py": "evil",
            "../evil.py": "evil",
        },
    )
    found = taken(path)
    assert found["ada"] == "ada/greeting.py"
    for student in ("bob", "cleo"):
        assert "outside of its folder" in found[student]
    assert not list(tmp_path.rglob("evil.py"))
    assert "evil" not in "".join(file.read_text("utf-8") for file in tmp_path.rglob("*.py"))


def test_a_bomb_is_cut_short(tmp_path, taken, monkeypatch):
    path = pack(tmp_path / "all.zip", {"ada/greeting.py": b"0" * 300_000_000, "bob/greeting.py": "x = 1"})
    assert path.stat().st_size < 500_000
    assert set(taken(path)) == {"ada", "bob"}
    written = sum(file.stat().st_size for file in (tmp_path / "scratch").rglob("*") if file.is_file())
    assert written < 6_000_000
    monkeypatch.setattr(entries_module, "MOST_BYTES", 10)
    many = pack(tmp_path / "many.zip", {f"s{number}/greeting.py": "x = 1234567890" for number in range(5)})
    found = taken(many)
    assert found["s0"] == "s0/greeting.py"
    assert "more than can be looked at" in found["s4"]


def test_links_and_secrets_in_an_archive(tmp_path, taken):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("ada/greeting.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bob/greeting.py", "x = 1")
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag that says it is encrypted
    path.write_bytes(data)
    found = taken(path)
    assert "is a link" in found["ada"]
    assert "encrypted" in found["bob"]


def test_a_damaged_member_is_its_students_alone(tmp_path, taken):
    path = pack(tmp_path / "all.zip", {"ada/greeting.py": "x = 1" * 1000, "bob/greeting.py": "x = 1"})
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    path.write_bytes(data)
    found = taken(path)
    assert "cannot be unpacked" in found["ada"]
    assert found["bob"] == "bob/greeting.py"


def test_what_is_no_archive(tmp_path, taken):
    path = tmp_path / "all.zip"
    path.write_bytes(b"Rar!")
    with pytest.raises(UsageError, match="neither a folder nor a zip"):
        taken(path)


def test_an_archive_that_a_student_handed_in(folder, lay, taken):
    lay("bob/greeting.py")
    (folder / "ada").mkdir()
    pack(folder / "ada" / "work.zip", {"src/greeting.py": "x = 1"})
    (folder / "cleo").mkdir()
    (folder / "cleo" / "work.zip").write_bytes(b"PK\x03\x04 broken")
    found = taken()
    assert found["ada"] == "ada/src/greeting.py"
    assert "no archive that can be unpacked" in found["cleo"]


# --- the downloads of platforms ------------------------------------------------------


def test_canvas(tmp_path, taken):
    path = pack(
        tmp_path / "submissions.zip",
        {
            "lovelaceada_51_9001_greeting.py": "x = 1",
            "rossbob_LATE_52_9002_greeting-1.py": "x = 2",
            "rossbob_LATE_52_9003_greeting-2.py": "x = 3",
            "notes.txt": "?",
        },
    )
    assert taken(path) == {"51": "lovelaceada_51_9001_greeting.py", "52": "rossbob_LATE_52_9003_greeting-2.py"}
    ada, bob = taken.found.students
    assert (ada.name, bob.name) == ("lovelaceada", "rossbob")
    by_student = {one.student.id: one for one in taken.found.hand_ins}
    assert by_student["52"].remark == "marked as late by Canvas"
    assert by_student["52"].path.read_text("utf-8") == "x = 3", "the last that was handed in"


def test_moodle(tmp_path, taken):
    path = pack(
        tmp_path / "course.zip",
        {
            "Ada Lovelace_1001_assignsubmission_file_/greeting.py": "x = 1",
            "Jürgen Groß_1002_assignsubmission_file_greeting.py": "x = 2",
            "Ada Lovelace_1001_assignsubmission_onlinetext_/onlinetext.html": "<p>hello</p>",
        },
    )
    assert set(taken(path)) == {"1001", "1002"}
    assert {one.name for one in taken.found.students} == {"Ada Lovelace", "Jürgen Groß"}


def test_gradescope(tmp_path, taken):
    metadata = """
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: '3001'
    :email: ada@example.org
  :created_at: 2026-10-01 12:00:00.000000000 -07:00
submission_12:
  :submitters:
  - :name: Bob Ross
    :email: bob@example.org
  - :name: Cleo
    :email: cleo@example.org
"""
    path = pack(
        tmp_path / "export.zip",
        {
            "assignment_5_export/submission_metadata.yml": metadata,
            "assignment_5_export/submission_11/greeting.py": "x = 1",
            "assignment_5_export/submission_12/greeting.py": "x = 2",
            "assignment_5_export/submission_13/greeting.py": "x = 3",
        },
    )
    assert set(taken(path)) == {"3001", "bob@example.org", "cleo@example.org", "submission_13"}
    by_student = {one.student.id: one for one in taken.found.hand_ins}
    assert by_student["3001"].submitted == datetime(2026, 10, 1, 19, tzinfo=UTC)
    assert by_student["3001"].student.name == "Ada Lovelace"
    assert "submission_13" in taken.found.problems[0].says


def test_gradescopes_own_file_may_be_broken(tmp_path, taken):
    path = pack(tmp_path / "export.zip", {"submission_metadata.yml": "a: [", "submission_1/greeting.py": "x = 1"})
    with pytest.raises(UsageError, match="cannot be read"):
        taken(path)


# --- a roster ------------------------------------------------------------------------


@pytest.fixture
def roster(tmp_path):
    def _roster(text, encoding="utf-8"):
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        return read_roster(path)

    return _roster


def test_a_roster_gives_names_and_those_who_are_missing(lay, taken, roster):
    lay("ada/greeting.py", "stranger/greeting.py")
    found = taken(roster=roster("Student ID,Full Name,Email\nada,Ada Lovelace,ada@example.org\nbob,Bob,\n"))
    assert set(found) == {"ada", "stranger"}
    assert [one.id for one in taken.found.students] == ["ada", "bob", "stranger"]
    assert taken.found.students[0].name == "Ada Lovelace"
    assert {problem.student: problem.says.split()[0] for problem in taken.found.problems} == {"bob": "stands", "stranger": "handed"}


def test_a_roster_finds_students_by_name_or_address(lay, taken, roster):
    lay("Ada Lovelace/greeting.py", "bob@example.org/greeting.py")
    found = taken(roster=roster("id;name;email\n1;Ada Lovelace;\n2;Bob;bob@example.org\n", "utf-8-sig"))
    assert set(found) == {"1", "2"}
    assert taken.found.problems == ()


def test_a_roster_says_which_paths_are_whose(lay, taken, roster, topics):
    lay("x/1.py", "x/2/greeting.py", "x/left.py")
    rows = roster(
        "student,path,topic,submitted\nada,x/1.py,greeting,2026-10-01T12:00+02:00\nbob,x/2,,\ncleo,x/3.py,,\ndora,../../etc/passwd,,\n"
    )
    found = taken(topics=topics[:1], roster=rows)
    assert found == {"ada": "x/1.py", "bob": "x/2/greeting.py"}
    by_student = {one.student.id: one for one in taken.found.hand_ins}
    assert by_student["ada"].submitted == datetime(2026, 10, 1, 10, tzinfo=UTC)
    problems = {problem.student: problem.says for problem in taken.found.problems}
    assert "there is no x/3.py" in problems["cleo"]
    assert "not below the folder" in problems["dora"]
    assert "x/left.py stands in no line" in problems[""]
    assert [one.id for one in taken.found.students] == ["ada", "bob", "cleo", "dora"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no column `student`"),
        ("a,b\n1,2\n", "its columns are a, b"),
        ("student,name\n", "names no student"),
        ("student,name\n,Ada\n", "line 2: the student is missing"),
        ("student,submitted\nada,yesterday\n", "line 2: submitted = yesterday is no time"),
    ],
)
def test_a_roster_that_makes_no_sense(roster, text, says):
    with pytest.raises(UsageError, match=says):
        roster(text)


def test_a_roster_that_cannot_be_read(tmp_path, roster):
    with pytest.raises(UsageError, match="cannot be read"):
        read_roster(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="not UTF-8"):
        roster("student\nÅsa\n", "latin-1")


def test_hand_ins_know_when_a_file_was_changed(lay, folder, taken):
    lay("ada/greeting.py")
    os.utime(folder / "ada" / "greeting.py", (1_800_000_000, 1_800_000_000))
    taken()
    assert taken.found.hand_ins[0].submitted == datetime.fromtimestamp(1_800_000_000, UTC)
    assert isinstance(taken.found.hand_ins[0].path, Path)
