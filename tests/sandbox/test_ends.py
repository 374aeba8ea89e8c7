"""Whatever a submission does, one check ends, with the right word for it; the next one gets a fresh worker."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nngrade.sandbox.levels import Level
from nngrade.worker.messages import Returned

Submit = Callable[..., Any]


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


LOOPS = {
    "a loop": "while True: pass",
    "a loop in a comprehension": "[0 for _ in iter(int, 1)]",
    "a loop in C": "sum(iter(int, 1))",
    "a loop that catches everything": """
while True:
    try:
        while True: pass
    except BaseException: pass
""",
    "a sleep": "time.sleep(1000)",
    "one long operation of NumPy": "np.linalg.svd(np.random.rand(2500, 2500))",
    "a message that never ends": """
class Evil(Exception):
    def __str__(self):
        while True: pass
raise Evil
""",
    "a wait for a thread": """
import threading
threading.Thread(target=time.sleep, args=(1000,)).start()
threading.enumerate()[-1].join()
""",
}


@pytest.mark.parametrize("body", LOOPS.values(), ids=LOOPS.keys())
def test_what_does_not_stop_is_stopped_and_says_where_it_was(submit: Submit, body: str) -> None:
    lost = submit(body).lost(wall=0.3)
    assert lost.end == "time"
    assert "student.py" in {line.filename for line in lost.stack}


CRASHES = {
    "an exit code": ("os._exit(3)", "the process left with exit code 3"),
    "a segmentation fault": ("import ctypes; ctypes.string_at(0)", "a segmentation fault"),
    "an abort": ("os.abort()", "an abort"),
    "a signal to itself": ("import signal; os.kill(os.getpid(), signal.SIGKILL)", "being killed"),
    "a signal without a name": ("import signal; os.kill(os.getpid(), signal.SIGRTMIN + 3)", "signal 37"),
    "its line closed": ("os.closerange(3, 64)", "the process left with exit code 1"),
    "every descriptor closed": ("os.closerange(0, 64)", "the process left with exit code 1"),
    "its line closed by one that stays": ("os.closerange(0, 64)\ntime.sleep(1000)", "the process hung up on the grader"),
    "the tools of the loop taken away": ("import builtins; builtins.len = None; return 1", "the process left with exit code 1"),
    "an exit from the loop itself": (
        "import nngrade.worker.serve as serve; serve.encode = lambda _: sys.exit(5); return 1",
        "the process left with exit code 1",
    ),
}


@pytest.mark.parametrize(("body", "detail"), CRASHES.values(), ids=CRASHES.keys())
def test_what_ends_the_process_ends_one_check(submit: Submit, body: str, detail: str) -> None:
    lost = submit(body).lost()
    assert lost.end == "died"
    assert detail in lost.detail


FLOODS = {
    "many lines": "while True: print('x' * 1000)",
    "one text of 200 MB": "print('x' * 200_000_000)",
    "the standard error": "while True: print('x' * 1000, file=sys.stderr)",
    "the first standard output": "while True: sys.__stdout__.write('x' * 1000)",
    "descriptor 1": "while True: os.write(1, bytes(1000))",
    "descriptor 2": "while True: os.write(2, bytes(1000))",
    "another process": "import subprocess; subprocess.run([sys.executable, '-c', 'while True: print(0)'])",
    "a thread": """
import threading
def flood():
    while True: print('x' * 1000)
threading.Thread(target=flood).start()
time.sleep(1000)
""",
}


@pytest.mark.parametrize("body", FLOODS.values(), ids=FLOODS.keys())
def test_too_much_output_ends_one_check(submit: Submit, body: str) -> None:
    lost = submit(body, level=Level.BASIC if "subprocess" in body else None).lost()
    assert lost.end == "output"
    assert 0 < len(lost.printed) <= 4000


def test_a_thread_that_prints_on_after_its_check_ends_the_next_one(submit: Submit) -> None:
    flood = "import threading\ndef flood():\n    while True: print('x' * 1000)\n"
    submission = submit("threading.Thread(target=flood).start()\nreturn 7", before=flood)
    assert submission.lost(calls=10**6).end == "output"


def test_after_every_kind_of_end_a_fresh_worker_works(submit: Submit) -> None:
    ends = {
        LOOPS["a loop"]: "time",
        CRASHES["a segmentation fault"][0]: "died",
        FLOODS["descriptor 1"]: "output",
        ANSWERS["garbage on every descriptor"][0]: "reply",
        CHILDREN["children that loop"] + "\nos.abort()": "died",
    }
    for body, end in ends.items():
        assert submit(body, level=Level.BASIC).lost(wall=1).end == end
        assert submit().call("twice", 2) == 4


HOGS = {
    "one array": "return np.ones(10**12)",
    "an array that is too large by a little": "return np.ones(300 * 2**20 // 8)",
    "a list that grows": "x = []\nwhile True: x.append(bytes(10**6))",
    "a text that grows": "x = 'x'\nwhile True: x += x",
}


@pytest.mark.parametrize("body", HOGS.values(), ids=HOGS.keys())
def test_too_much_memory_is_an_exception(submit: Submit, body: str) -> None:
    assert "MemoryError" in submit(body, memory_mb=256).raised().kinds


def test_memory_that_runs_out_while_the_answer_is_sealed_is_said_to_be_that(submit: Submit) -> None:
    # 60 MiB may be sent; the process has no room for the copies that this takes.
    raised = submit("global kept\nx = bytes(60 * 2**20)\nkept = bytes(40 * 2**20)\nreturn x", memory_mb=128).raised()
    assert "MemoryError" in raised.kinds


EXCEPTIONS = {
    "deep recursion": ("def g(n): return g(n + 1)\ng(0)", "RecursionError"),
    "sys.exit": ("sys.exit(4)", "SystemExit"),
    "Ctrl-C": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "Ctrl-C from outside": ("import signal; os.kill(os.getpid(), signal.SIGINT); time.sleep(1000)", "KeyboardInterrupt"),
    "GeneratorExit": ("raise GeneratorExit", "GeneratorExit"),
    "a bare exception": ("class Evil(BaseException): pass\nraise Evil", "Evil"),
    "a question to nobody": ("input('Is anybody there? ')", "EOFError"),
    "a file of 100 MB": ("open('large', 'wb').write(bytes(100 * 2**20))", "OSError"),
    "a hundred open files": ("return [open(os.devnull) for _ in range(200)]", "OSError"),
    "an exit while a thread goes on": (
        "import threading; threading.Thread(target=time.sleep, args=(1000,)).start()\nsys.exit()",
        "SystemExit",
    ),
}


@pytest.mark.parametrize(("body", "kind"), EXCEPTIONS.values(), ids=EXCEPTIONS.keys())
def test_what_can_be_caught_is_an_exception_and_the_worker_lives_on(submit: Submit, body: str, kind: str) -> None:
    submission = submit(body)
    assert kind in submission.raised().kinds
    assert submission.call("twice", 2) == 4
    assert submission.call("twice", 2) == 4


ANSWERS = {
    "80 MB of zeros": ("return np.zeros(10**7)", "output"),
    "a list of a million": ("return [0] * 10**6", "output"),
    "garbage on every descriptor": (
        """
for number in range(3, 64):
    try: os.write(number, b'garbage' * 100)
    except OSError: pass
""",
        "reply",
    ),
    "a frame of its own": (
        """
for number in range(3, 64):
    try: os.write(number, bytes([2, 0, 0, 0, 0x92, 1]))
    except OSError: pass
""",
        "reply",
    ),
    "the codec replaced": ("import nngrade.worker.executor as e; e.pack = lambda *_: object()\nreturn 1", "died"),
    "a lie about an array": (
        """
import nngrade.worker.executor as e
from nngrade.worker.messages import HandleValue
e.pack = lambda *_: HandleValue(-5, 'x', 'x')
return 1
""",
        "reply",
    ),
    "the number of another answer": (
        """
import nngrade.worker.serve as s
from nngrade.worker.messages import Envelope
s.Envelope = lambda number, *rest: Envelope(number + 1, *rest)
return 1
""",
        "reply",
    ),
    "an answer to another question": (
        """
import nngrade.worker.serve as s
from nngrade.worker.messages import Envelope, Stopped
s.Envelope = lambda number, reply, text: Envelope(number, Stopped(), text)
return 1
""",
        "reply",
    ),
    "a changed argument that it never had": (
        """
import nngrade.worker.serve as s
from nngrade.worker.messages import Envelope, Returned
s.Envelope = lambda number, reply, text: Envelope(number, Returned(None, {'9' * 5000: 1}), text)
return 1
""",
        "reply",
    ),
    "an answer after each answer": (
        """
import nngrade.worker.serve as s
send = s.send_frame
s.send_frame = lambda connection, frame: (send(connection, frame), send(connection, frame))
return 1
""",
        "reply",
    ),
}


@pytest.mark.parametrize(("body", "end"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_that_is_none_ends_one_check(submit: Submit, body: str, end: str) -> None:
    # What was written ahead of an answer may only come to light at the next one.
    assert submit(body).lost(calls=3).end == end


def test_a_value_that_is_nested_too_deeply_is_a_handle(submit: Submit) -> None:
    assert submit("x = [0]\nfor _ in range(60): x = [x, x]\nreturn x").call("f").type_name == "list"


def test_a_list_that_contains_itself_is_a_handle(submit: Submit) -> None:
    assert submit("x = []; x.append(x); return x").call("f").text == "a list object"


SABOTAGE = {
    "no standard output": "sys.stdout = sys.stderr = sys.__stdout__ = None",
    "a closed standard output": "sys.stdout.close(); sys.stdout._overflow.close()",
    "no modules": "sys.modules.clear()",
    "another NumPy": "np.ndarray = np.asarray = np.generic = np.frombuffer = None",
    "no type checks": "import builtins; builtins.isinstance = lambda *_: 1 / 0",
    "another msgspec": "import msgspec; msgspec.msgpack.encode = msgspec.MsgspecError = None",
    "no random numbers": "import random; random.seed = np.random.seed = None",
    "a trace": "sys.settrace(lambda *_: 1 / 0)",
    "a timer": "import signal; signal.signal(signal.SIGALRM, lambda *_: 1 / 0); signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)",
    "a trap in the garbage": """
class Trap:
    def __del__(self): raise SystemExit
trap = Trap()
trap.self = trap
""",
    "nothing left": "import builtins; vars(builtins).clear()",
}


@pytest.mark.parametrize("body", SABOTAGE.values(), ids=SABOTAGE.keys())
def test_a_worker_turned_against_itself_ends_or_goes_on_but_never_hangs(submit: Submit, body: str) -> None:
    lost = submit(body).outlived(calls=3, wall=10)
    assert lost is None or lost.end in ("died", "reply")


CHILDREN = {
    "children that sleep": "for _ in range(5):\n    if os.fork() == 0: time.sleep(1000)",
    "children that loop": "for _ in range(3):\n    if os.fork() == 0:\n        while True: pass",
    "a child that comes back": "os.fork()\nreturn 1",
    "a child in a session of its own": "if os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)",
    "a grandchild that nobody waits for": """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 64)
        time.sleep(1000)
    os._exit(0)
os.wait()
""",
    "a program in a session of its own": """
import subprocess
subprocess.Popen(['/bin/sleep', '1000'], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
""",
}
DISGUISED = """
import subprocess
quiet = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
sys.modules['student'].kept = subprocess.Popen(['/bin/sleep', '1000'], start_new_session=True, env={}, cwd='/', **quiet)
return sys.modules['student'].kept.pid
"""


@pytest.mark.parametrize("then", ["return", "os._exit(0)"], ids=["that returns", "that ends"])
@pytest.mark.parametrize("body", CHILDREN.values(), ids=CHILDREN.keys())
def test_no_child_outlives_its_worker(submit: Submit, body: str, then: str) -> None:
    lost = submit(body.replace("return 1", "") + f"\n{then}", level=Level.BASIC).outlived()
    assert lost is None or lost.end == "died"
    # The fixture sees to it that nothing is left.


def test_a_child_in_disguise_does_not_outlive_its_worker(submit: Submit) -> None:
    submission = submit(DISGUISED, level=Level.BASIC)
    child = submission.call("f")
    assert is_running(child)
    submission.session.close()
    deadline = time.monotonic() + 10
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_running(child)


FOLDERS = {
    "a deep nest": "for _ in range(1200):\n    os.mkdir('nest')\n    os.chdir('nest')",
    "a folder that forbids all": "os.makedirs('closed/within')\nopen('closed/within/file', 'w').close()\nos.chmod('closed', 0)",
    "a home that forbids all": "open('file', 'w').close()\nos.chmod('.', 0)",
    "links": "os.symlink('/', 'root')\nos.symlink('loop', 'loop')",
    "no home": "os.rmdir(os.environ['HOME'])",
    "many files": "for n in range(2000): open(str(n), 'w').close()",
}


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("body", FOLDERS.values(), ids=FOLDERS.keys())
def test_no_scratch_folder_outlives_its_worker(submit: Submit, body: str, level: Level) -> None:
    if body == FOLDERS["no home"] and level > Level.BASIC:
        assert "PermissionError" in submit(body, level=level).raised().kinds
    else:
        assert submit(body, level=level).ask("f") == Returned(None)
