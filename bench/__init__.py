"""Benchmarks: ratios taken within one run, never absolute promises."""
