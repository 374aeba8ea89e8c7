"""The walls round a worker, and starting one behind them.

All that differs from one operating system to another stands in this package.
"""
