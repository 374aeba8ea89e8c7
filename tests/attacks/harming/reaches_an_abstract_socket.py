"""A connection is made to a socket that no file stands for."""

HELD_FROM = "standard"

import socket


def double(x):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.connect("\0" + ABSTRACT)
    return x


def proof(evidence):
    return "abstract" in evidence.heard
