"""What the author of a course works with: stubs made from references, exercises built from both."""
