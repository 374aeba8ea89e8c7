"""Doing jobs on a Dask cluster."""
