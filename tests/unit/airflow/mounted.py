"""The files that Airflow's pods import, imported here beside stand-ins for Airflow."""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import components.services.airflow

FOLDER = Path(components.services.airflow.__path__[0]) / "mounted"


def load(name: str, **beside: ModuleType) -> Any:
    """Import one of the files.

    Args:
        name: File name without `.py`.
        beside: Modules that it finds, `__` standing for a dot.
    """
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with _present({key.replace("__", "."): value for key, value in beside.items()}):
        spec.loader.exec_module(module)
    return module


@contextmanager
def _present(modules: dict[str, ModuleType]) -> Iterator[None]:
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
