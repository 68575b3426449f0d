"""What each kind of figure shows: read back from pixels and from the artists."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from conftest_figures import A, B, loss_at, make_path, with_loss
