"""A port is opened for whoever may come."""

HELD_FROM = "standard"

import socket


def double(x):
    socket.create_server(("127.0.0.1", 0)).close()
    tell("listening")
    return x


def proof(evidence):
    return evidence.achieved("listening")
