"""How numbers are written on a picture."""

from __future__ import annotations

import math


def loss_text(loss: float) -> str:
    """A loss for reading aloud: "0.38", "2.30", "1.2e+05", "not finite"."""
    if not math.isfinite(loss):
        return "not finite"
    return number_text(loss, ".2f" if loss == 0 or 0.01 <= abs(loss) < 1000 else ".3g")


def number_text(number: float, form: str = ".3g") -> str:
    """A number in a format of Python's, with a true minus sign."""
    return format(number, form).replace("-", "−")


def signed_text(gap: float) -> str:
    """A difference with its sign: "+0.0052", "−0.17"."""
    return f"{gap:+.2g}".replace("-", "−", 1)


def share_text(share: float) -> str:
    """A share 0..1 in percent: "97 %", "0.3 %", "0.0065 %"; never rounded up to 100; "none" where it is NaN."""
    if math.isnan(share):
        return "none"
    percent = 100 * share
    if 0 < percent < 9.95:
        return f"{percent:.2g} %"
    if 99.5 <= percent < 100:
        return f"{min(percent, 99.9):.1f} %"
    return f"{percent:.0f} %"


def count_text(count: int) -> str:
    """A count with separated thousands: "1,437"."""
    return f"{count:,}"
