"""The natures of an element: somebody demonstrates conformity, fulfils a duty, or does something for every shipment."""

from typing import Literal

Nature = Literal["assessment", "duty", "consignment"]
