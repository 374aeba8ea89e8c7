"""A judge for the arena, in a process of its own: an attack may kill it. One submission a line comes in, one report a line goes out.

python judge_server.py LEVEL SOLUTIONS RESULTS
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from nngrade.course.reading import read_course
from nngrade.errors import NNGradeError
from nngrade.judge.judging import Settings, judge
from nngrade.model import Disclosure, Report
from nngrade.reports import json as as_json
from nngrade.sandbox import strays
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.levels import Level
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote
from nngrade.submissions.reading import Submission

# What an attack may hope to find in this process's memory; not in its environment, which is a file to be read.
REMEMBERED = bytes(reversed(b"yromem-eht-ni-terces"))


def main() -> None:
    """Judge until the arena hangs up."""
    level, solutions, results = Level[sys.argv[1].upper()], Path(sys.argv[2]), Path(sys.argv[3])
    topic = read_course(solutions).topic("doubling")
    # What the course's own code prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    zygote = Zygote(needs_of(topic), level)
    for line in sys.stdin:
        if zygote.is_over:
            zygote.close()
            zygote = Zygote(needs_of(topic), level)
        try:
            session = Session(zygote.needs, zygote)
            order = json.loads(line)
            submission = Submission(Path(topic.filename), order["source"], "")
            limits = replace(topic.limits, wall_seconds=order["seconds"], cpu_seconds=order["seconds"])
            report = judge(replace(topic, limits=limits), submission, Settings(0, Disclosure.FULL), session=session)
        except NNGradeError as error:
            answer = {"fault": error.message}
        else:
            name = "" if zygote.isolation is None else zygote.isolation.name
            answer = json.loads(as_json.render(Report("Arena", "0", 0, name, (report,))))
        results.write_text(json.dumps(answer))
        popen = zygote._popen
        answer["zygote"] = 0 if popen is None else popen.pid
        answer["idle"] = [] if popen is None else strays.descendants(popen.pid)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    zygote.close()


if __name__ == "__main__":
    main()
