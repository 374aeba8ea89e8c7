"""What an author types to begin: new."""


def test_a_new_topic_says_where_to_write_and_what_to_do_next(nngrade, in_course):
    answer = nngrade("author", "new", "waving")
    assert answer.code == 0
    assert "  solutions/waving/reference.py:4       the answers" in answer.out
    assert "The stub is built: exercises/waving/waving.py" in answer.out
    assert answer.out.endswith("  nngrade author build\n  nngrade author verify waving\n")
    assert nngrade("author", "build", "--check").out == "exercises/ is up to date: 2 topics.\n"
    assert nngrade("check", "waving", "--reference").code == 0
    assert nngrade("check", "waving").code == 1


def test_a_course_elsewhere_is_named_in_what_to_do_next(nngrade, tiny_folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = nngrade("author", "new", "waving", "--course", tiny_folder)
    assert answer.code == 0
    assert f"nngrade author verify waving --course {tiny_folder.name}\n" in answer.out


def test_a_new_course_begins_with_its_topic(nngrade, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert nngrade("author", "new", "scaling", "--new-course", "my-course").code == 0
    monkeypatch.chdir(tmp_path / "my-course")
    assert nngrade("list").out.startswith("My course\n")
    proof = nngrade("author", "verify", "--seeds", 1)
    assert proof.code == 0, proof.out
    assert nngrade("author", "new", "scaling-again").code == 0
    assert nngrade("check", "--all", "--reference").code == 0


def test_the_bundled_course_is_not_to_write_in(nngrade, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = nngrade("author", "new", "waving")
    assert answer.code == 2
    assert "There is no course here" in answer.err
    assert "--new-course" in answer.err


def test_a_bad_name_is_a_matter_of_usage(nngrade, in_course):
    answer = nngrade("author", "new", "Waving Hands")
    assert (answer.code, answer.out) == (2, "")
    assert "tip: Try `waving-hands`." in answer.err


def test_a_broken_course_is_its_authors_fault(nngrade, in_course):
    (in_course / "solutions" / "course.toml").write_text("format = 1\n\ntitle = Mine\n")
    answer = nngrade("author", "new", "waving")
    assert answer.code == 3
    assert "course.toml, line 3: this is not TOML" in answer.err
