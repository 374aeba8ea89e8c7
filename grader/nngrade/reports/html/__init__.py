"""What people read in a browser: a report as a page or as a piece of one, and the feedback beside a student's own code."""
