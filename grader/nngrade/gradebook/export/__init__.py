"""What is handed to another system to grade by: an autograder with all that it needs."""
