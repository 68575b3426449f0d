"""One BLAS thread for the whole process.

The product X W' differs in its last bits between one and two BLAS threads; parallel work is over blocks of
rows instead. The limit belongs at start-up, before numpy loads its BLAS: set later it is process-global and
other threads see it change under them.
"""

from __future__ import annotations

import os
import sys

VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "OMP_NUM_THREADS")


def use_one_thread() -> None:
    """Limit BLAS to one thread, whatever the environment says; where numpy is loaded already, limit it now."""
    for name in VARIABLES:
        os.environ[name] = "1"
    if "numpy" in sys.modules:
        from threadpoolctl import threadpool_limits

        threadpool_limits(limits=1, user_api="blas")
