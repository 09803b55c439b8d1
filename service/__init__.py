"""Synaq: tests citizens and selects them for public office, fairly and provably."""
