# judged: total running
import sys

sys.exit("done")
