"""The renderers: each module is one pure function from a `Report` to one output.

`terminal` is what a student reads, `json` what a program reads. They are not
imported here, so that nobody pays for a renderer (or for rich) but its user.
"""
