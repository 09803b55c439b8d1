"""The processes of the service: who ends with whom, and what is started again."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.serving import KeptProcess, end_with_parent
from service.settings import ROOT

PR_GET_PDEATHSIG = 2
ASK = f"""
import ctypes
from service.serving import make_app
make_app()
signal = ctypes.c_int()
ctypes.CDLL(None).prctl({PR_GET_PDEATHSIG}, ctypes.byref(signal))
print(signal.value)
"""


def test_a_service_of_one_process_outlives_the_shell_that_started_it(tmp_path):
    settings = {"SYNAQ_SECRET": "a secret of the tests, long enough", "SYNAQ_DATA_FOLDER": tmp_path}
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | {name: str(value) for name, value in settings.items()},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.split()[-1] == "0"


def test_who_is_to_end_with_a_process_that_is_gone_ends_at_once():
    own = ctypes.c_int()
    ctypes.CDLL(None).prctl(PR_GET_PDEATHSIG, ctypes.byref(own))
    with pytest.raises(SystemExit):
        end_with_parent(1 << 22)
    ctypes.CDLL(None).prctl(1, own.value)


def test_a_worker_that_ends_by_itself_is_started_again_until_the_service_ends(tmp_path: Path):
    marks = tmp_path / "marks"
    mark = f"import os; open({str(marks)!r}, 'a').write('x'); "
    wait = f"import time; time.sleep(60 if os.path.getsize({str(marks)!r}) > 2 else 0)"
    kept = KeptProcess([sys.executable, "-c", mark + wait], pause=0.01)
    kept.start()
    while not marks.exists() or marks.stat().st_size < 3:
        assert kept.is_alive()
    kept.end()
    assert not kept.is_alive()
    assert marks.read_text() == "xxx"
