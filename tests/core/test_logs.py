import json

import pytest
import structlog

from service.core.logs import configure_logs


def test_an_accident_is_one_line_without_the_values_of_variables(
    capsys: pytest.CaptureFixture[str],
):
    configure_logs()
    code = "".join(["12", "34", "56"])
    try:
        raise OSError("the disk is full")
    except OSError:
        structlog.get_logger().exception("accident", path="/me", size=len(code))
    [line] = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["level"], said["path"]) == ("accident", "error", "/me")
    assert "the disk is full" in said["exception"]
    assert code not in line
