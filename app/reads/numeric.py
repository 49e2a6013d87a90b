"""NumPy as `np`, loaded when it is first used, so that a worker that counts nothing in columns does without."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
else:

    class _Late:
        def __getattr__(self, name: str) -> Any:
            import numpy  # noqa: PLC0415, ICN001 - heavy

            found = getattr(numpy, name)
            setattr(self, name, found)
            return found

    np = _Late()

__all__ = ["np"]
