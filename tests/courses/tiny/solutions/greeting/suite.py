"""The hidden suite of the topic greeting."""

from nngrade.suite import check


@check("greet", "greets by name", points=2, public=True, hint="What stands round the name?")
def test_greets_by_name(agree):
    agree.greet("Ada")
    agree.greet("Grace")


@check("greet", "greets nobody too", hint="An empty name is a name.", after=["test_greets_by_name"])
def test_greets_nobody(agree):
    agree.greet("")


@check("Guestbook", "begins empty", hint="Whom did it greet before the first?")
def test_begins_empty(student, expect):
    expect.equal(student.Guestbook().names(), [], what="the names at the start")


@check("Guestbook", "remembers names in order", points=2, hint="Who came first?")
def test_remembers_in_order(student, expect):
    book = student.Guestbook()
    book.add("Ada")
    book.add("Grace")
    expect.equal(book.names(), ["Ada", "Grace"], what="the names")
