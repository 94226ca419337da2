"""Numbers in translation: finding them in English, writing them in the target, checking that none changed.

The parts: :mod:`~toolkit.translation.quantities` (English, rendering), :mod:`~toolkit.translation.number_check`
(target, comparison), :mod:`~toolkit.translation.agreement` (nouns after numbers),
:mod:`~toolkit.translation.dates`, :mod:`~toolkit.translation.number_words`.
"""

from __future__ import annotations

from toolkit.translation.agreement import agree
from toolkit.translation.number_check import NumberDifference, compare_numbers, fix_target, target_values
from toolkit.translation.quantities import Quantity, find_quantities, render, render_number, simplify_money

__all__ = [
    "NumberDifference",
    "Quantity",
    "agree",
    "compare_numbers",
    "find_quantities",
    "fix_target",
    "render",
    "render_number",
    "simplify_money",
    "target_values",
]
