"""What a student types before an attempt: list, show, hint, doctor, completion."""

import os
import subprocess
import sys

import pytest

from nngrade.gradebook.progress import record
from nngrade.model import CheckReport, Disclosure, ExerciseReport, Report, TopicReport, Verdict


@pytest.fixture
def solved(in_workspace):
    """Have `greet` solved in the workspace, and nothing else."""
    check = CheckReport("test", "greet", "holds", Verdict.PASSED, 2.0, 2.0, True, Disclosure.HINT)
    exercise = ExerciseReport("greet", "greet(name)", (check,))
    topic = TopicReport("greeting", "Greetings", 1.0, "greeting.py", "", (exercise,))
    record(in_workspace, Report("A tiny course", "0", 0, "basic", (topic,)))


class TestList:
    def test_the_topics_stand_in_a_table(self, nngrade, in_course):
        answer = nngrade("list")
        assert answer.code == 0
        assert "Topic      Title       What it is about\ngreeting   Greetings   Say hello, and remember to whom.\n" in answer.out
        assert "nngrade start" in answer.out

    def test_no_line_ends_in_blanks(self, nngrade, in_course):
        assert all(line == line.rstrip() for line in nngrade("list").out.splitlines())

    def test_a_workspace_says_what_is_done(self, nngrade, solved):
        assert "1 of 2" in nngrade("list").out

    def test_the_exercises_of_a_topic_are_listed(self, nngrade, solved):
        out = nngrade("list", "greeting").out
        assert "greeting.greet       greet(name)         A greeting with a name in it.   yes\n" in out
        assert "greeting.Guestbook   class Guestbook()   Remembers whom it greeted.      not yet\n" in out

    def test_a_broken_course_is_its_authors_turn(self, nngrade, in_course):
        (in_course / "solutions" / "greeting" / "suite.py").unlink()
        answer = nngrade("list")
        assert answer.code == 3
        assert "suite.py does not exist." in answer.err


class TestShow:
    def test_the_lesson_is_rendered(self, nngrade, in_course):
        out = nngrade("show", "greeting").out
        assert "A greeting has a word, a comma, a name and a mark: Hello, Ada!" in out

    def test_a_picture_is_shown_as_its_description(self, nngrade, in_course, greeting):
        readme = greeting.student_folder / "README.md"
        readme.write_text(readme.read_text() + "\n![Two people who wave](images/hello.svg)\n")
        assert "Two people who wave" in nngrade("show", "greeting").out

    def test_a_course_that_is_not_built_shows_the_authors_own(self, nngrade, in_course):
        (in_course / "exercises" / "greeting" / "README.md").unlink()
        assert "A greeting has a word" in nngrade("show", "greeting").out

    def test_a_topic_without_a_lesson_says_so(self, nngrade, in_course):
        (in_course / "exercises" / "greeting" / "README.md").unlink()
        (in_course / "solutions" / "greeting" / "lesson.md").unlink()
        assert "The topic greeting has no lesson." in nngrade("show", "greeting").err

    def test_an_unknown_topic_names_the_nearest(self, nngrade, in_course):
        answer = nngrade("show", "greting")
        assert answer.code == 2
        assert "Did you mean `greeting`?" in answer.err


class TestHint:
    def test_the_first_hint_comes_first_and_says_how_to_get_the_next(self, nngrade, in_course):
        assert nngrade("hint", "greeting.greet").out == (
            "greet(name)\nHint 1 of 2: What stands before the name?\nThe next one: nngrade hint greeting.greet --number 2\n"
        )

    def test_the_last_hint_promises_no_other(self, nngrade, in_course):
        assert nngrade("hint", "greeting.greet", "--number", "2").out == "greet(name)\nHint 2 of 2: And what after it?\n"

    def test_all_of_them_come_on_request(self, nngrade, in_course):
        out = nngrade("hint", "greeting.greet", "--all").out
        assert ("Hint 1 of 2" in out, "Hint 2 of 2" in out, "The next one" in out) == (True, True, False)

    def test_a_topic_gives_a_hint_on_each_exercise(self, nngrade, in_course):
        out = nngrade("hint", "greeting").out
        assert "greet(name)\nHint 1 of 2" in out
        assert "class Guestbook()\nNo hint: Remembers whom it greeted.\n" in out

    def test_a_number_beyond_the_last_says_how_many_there_are(self, nngrade, in_course):
        answer = nngrade("hint", "greeting.greet", "-n", "9")
        assert (answer.code, answer.err) == (
            2,
            "error: greeting.greet has no hint 9: it has 2.\ntip: `nngrade hint greeting.greet --all` gives every one.\n",
        )


class TestDoctor:
    def test_it_tells_the_versions_the_course_and_the_walls(self, nngrade, in_course):
        answer = nngrade("doctor")
        assert answer.code == 0
        for word in ("python", "numpy", "pytest", "hypothesis", "torch", "A tiny course", "the nearest one upwards", "isolation: "):
            assert word in answer.out

    def test_a_broken_course_is_a_finding(self, nngrade, in_course):
        (in_course / "solutions" / "course.toml").write_text("broken")
        answer = nngrade("doctor")
        assert answer.code == 3
        assert "broken" in answer.out
        assert "isolation: " in answer.out

    def test_it_imports_none_of_what_it_tells_of(self, in_course):
        program = (
            "import sys\nfrom nngrade.cli.main import main\nmain(['doctor'])\n"
            "print([name for name in ('numpy', 'pytest', 'hypothesis', 'torch') if name in sys.modules])"
        )
        output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        assert output.endswith("[]\n")


class TestCompletion:
    @pytest.mark.parametrize("shell", ["zsh", "fish"])
    def test_the_script_of_a_shell_is_printed(self, nngrade, shell):
        answer = nngrade("completion", shell)
        assert answer.code == 0
        assert "_NNGRADE_COMPLETE" in answer.out

    def test_an_unknown_shell_is_told_the_known_ones(self, nngrade):
        answer = nngrade("completion", "ksh")
        assert answer.code == 2
        assert "'bash', 'zsh', 'fish'" in answer.err

    @pytest.mark.parametrize(
        ("words", "offered"),
        [("nngrade sh", ["show"]), ("nngrade show ", ["greeting"]), ("nngrade hint greeting.G", ["greeting.Guestbook"])],
    )
    def test_a_shell_that_asks_is_answered(self, in_course, words, offered):
        environment = {
            **os.environ,
            "_NNGRADE_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        process = subprocess.run([sys.executable, "-m", "nngrade"], capture_output=True, text=True, env=environment, check=True)
        assert [line.partition(",")[2] for line in process.stdout.splitlines()] == offered
