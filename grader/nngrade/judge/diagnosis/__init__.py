"""From a failure to what a tutor would say: known crashes, known mistakes, simple relations."""
