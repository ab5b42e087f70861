"""Our engines beside other people's, in one run: `python -m benchmarks`. See docs/performance.md."""
