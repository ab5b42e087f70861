"""Our engines beside other people's, in one run: `python -m benchmarks`. See docs/performance.md."""

import os

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # one thread each; read by the libraries when they are imported
