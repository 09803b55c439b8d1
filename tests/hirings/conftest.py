from tests.admissions.conftest import at_once, competition, hr

__all__ = ["at_once", "competition", "hr"]
