"""Rules of law as pure functions and dated rows; imports the standard library and itself only."""
